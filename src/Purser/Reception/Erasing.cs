using NodaTime;
using Purser.Bookings;
using Purser.Outside.Outbox;
using Purser.Outside.Records;

namespace Purser.Reception;

/// <summary>What is left of the office's records about a person who is to be forgotten. Pure.</summary>
internal static class Erasing
{
    private static readonly IReadOnlyDictionary<string, string> Nothing = new Dictionary<string, string>();

    /// <summary>The changes that go with the booking's own.</summary>
    /// <param name="file">As loaded.</param>
    /// <param name="sighting">What its source last said, or null.</param>
    /// <param name="now">The time.</param>
    public static IReadOnlyList<RecordChange> Of(BookingFile file, StoredRecord? sighting, Instant now)
    {
        var id = file.Booking.Id;
        var changes = new List<RecordChange>();
        foreach (var key in (RecordKey[])[OfficeRows.Private(id), OfficeRows.Told(id),
            OfficeRows.PhotosTold(id)])
        {
            if (file.Version(key) is > 0 and var version) changes.Add(RecordChange.Delete(key, version));
        }

        if (OfficeRows.Read<Sighting>(sighting) is { } said)
        {
            var left = said with { Guest = Nobody(said.Guest.Party), Requests = null };
            changes.Add(RecordChange.Put(sighting!.Key, sighting.Version, OfficeRows.Body(left)));
        }

        var effects = OfficeRows.Effects(id);
        if (file.Version(effects) is > 0 and var seen)
            changes.Add(RecordChange.Put(effects, seen,
                OfficeRows.Body(file.Effects with { GuestSeen = null })));
        var receipt = new ErasureReceipt(id, now, null, new Dictionary<string, int>()).And("guest", 1);
        changes.Add(RecordChange.Put(OfficeRows.Erasure(id), 0, OfficeRows.Body(receipt)));
        return changes;
    }

    /// <summary>
    /// A notice of which nothing is left but that it was: what was not sent yet is dropped. Null: it says
    /// nothing of anybody.
    /// </summary>
    public static Notice? Scrubbed(Notice notice, Instant now)
    {
        var ended = notice.State is NoticeState.Sent or NoticeState.SentByHand or NoticeState.Dropped;
        if (ended && notice is { Proof: "erased", Error: null, Detail: null }) return null;
        return notice with
        {
            State = ended ? notice.State : NoticeState.Dropped,
            Proof = "erased",
            Error = null,
            Detail = null,
            Changed = ended ? notice.Changed : now,
        };
    }

    /// <summary>An item of the review list of which nothing is left but why it was there.</summary>
    public static ReviewItem Scrubbed(ReviewItem item, Instant now) => item with
    {
        What = "Its guest was forgotten.",
        Understood = Nothing,
        Open = Nothing,
        Resolved = item.Resolved ?? now,
    };

    /// <summary>True if an item is about this booking, and still says something.</summary>
    public static bool IsAbout(ReviewItem item, Booking booking) =>
        (item.Booking == booking.Id || item.Id.StartsWith($"{booking.Id}-", StringComparison.Ordinal)
            || Names(item.Understood, booking))
        && (item.Understood.Count > 0 || item.Open.Count > 0 || item.Resolved is null);

    private static Guest Nobody(int party) => new(Booking.ErasedName, null, null, party);

    private static bool Names(IReadOnlyDictionary<string, string> understood, Booking booking) =>
        understood.TryGetValue("reference", out var reference) && reference == booking.Reference.Text
        && (!understood.TryGetValue("channel", out var channel) || channel == booking.Channel.Text);
}
