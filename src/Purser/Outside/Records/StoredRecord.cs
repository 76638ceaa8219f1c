using NodaTime;

namespace Purser.Outside.Records;

/// <summary>A record as it stands.</summary>
/// <param name="Key">Its place.</param>
/// <param name="Version">1 when first written, one more at each write.</param>
/// <param name="Body">JSON in UTF-8, at most 256 KB; the room that owns the key owns its form.</param>
/// <param name="Index">Its place in the index, if it is listed there.</param>
/// <param name="Expires">After this instant the store may drop it, at any time or never.</param>
public sealed record StoredRecord(
    RecordKey Key, long Version, ReadOnlyMemory<byte> Body, IndexKey? Index = null, Instant? Expires = null);

/// <summary>One page of a range, in ordinal order of the sort key.</summary>
/// <param name="Items">May be fewer than asked for, even none, while <paramref name="Next"/> is set.</param>
/// <param name="Next">Opaque; hand it back for the next page. Null: this was the last.</param>
public sealed record RecordPage(IReadOnlyList<StoredRecord> Items, string? Next);
