using NodaTime;

namespace Purser.Outside.Records;

/// <summary>One change of a commit, with the version it expects (0 = no such record).</summary>
public sealed record RecordChange
{
    private RecordChange(RecordKey key, long expected, ChangeKind kind) => (Key, Expected, Kind) = (key, expected, kind);

    /// <summary>The record's place; a commit names a place once.</summary>
    public RecordKey Key { get; }

    /// <summary>The version the record must have for the commit to happen.</summary>
    public long Expected { get; }

    /// <summary>What happens to it.</summary>
    public ChangeKind Kind { get; }

    /// <summary>The new body of a put.</summary>
    public ReadOnlyMemory<byte> Body { get; private init; }

    /// <summary>The new index place of a put; null leaves the record out of the index.</summary>
    public IndexKey? Index { get; private init; }

    /// <summary>The new expiry of a put.</summary>
    public Instant? Expires { get; private init; }

    /// <summary>The record as a put leaves it.</summary>
    public StoredRecord Written
    {
        get
        {
            Require.That(Kind == ChangeKind.Put);
            return new StoredRecord(Key, Expected + 1, Body, Index, Expires);
        }
    }

    /// <summary>Writes the whole record; its version becomes <paramref name="expected"/> + 1.</summary>
    public static RecordChange Put(
        RecordKey key, long expected, ReadOnlyMemory<byte> body, IndexKey? index = null, Instant? expires = null)
    {
        Require.That(body.Length is > 0 and <= Limits.RecordBytes);
        return new RecordChange(key, expected, ChangeKind.Put) { Body = body, Index = index, Expires = expires };
    }

    /// <summary>Removes the record.</summary>
    public static RecordChange Delete(RecordKey key, long expected) => new(key, expected, ChangeKind.Delete);

    /// <summary>Only checks that the record still has this version.</summary>
    public static RecordChange Check(RecordKey key, long expected) => new(key, expected, ChangeKind.Check);
}

/// <summary>What a <see cref="RecordChange"/> does.</summary>
public enum ChangeKind
{
    /// <summary>Writes the whole record.</summary>
    Put,

    /// <summary>Removes it.</summary>
    Delete,

    /// <summary>Only checks its version.</summary>
    Check,
}

/// <summary>Limits that every record store keeps.</summary>
public static class Limits
{
    /// <summary>Changes in one commit (DynamoDB's limit for a transaction).</summary>
    public const int CommitChanges = 100;

    /// <summary>
    /// Bytes of all bodies of one commit: with their keys they stay under the 4 MB of a transaction in
    /// DynamoDB.
    /// </summary>
    public const int CommitBytes = 3 * 1024 * 1024;

    /// <summary>Bytes of one record's body.</summary>
    public const int RecordBytes = 256 * 1024;

    /// <summary>Records of one page of a range.</summary>
    public const int Page = 1000;

    /// <summary>Keys of one <see cref="IRecords.GetMany"/>.</summary>
    public const int GetMany = 100;
}
