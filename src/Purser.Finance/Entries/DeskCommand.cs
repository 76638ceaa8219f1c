using NodaTime;
using Purser.Fleet;

namespace Purser.Finance.Entries;

/// <summary>Decides commands on desk-only entries. Pure. Ownership is judged before form.</summary>
public static class DeskCommand
{
    /// <summary>Creates with the caller's id; the same again is the same.</summary>
    public static DeskOutcome Create(
        Entry? current, string id, DeskEntryRequest request, FleetFacts fleet, long epoch, Instant now)
    {
        if (current?.Trip is not null) return new DeskOutcome.OwnedByBooking(current);
        var flaws = new List<EntryFlaw>();
        if (!Texts.IsName(id, 60)) flaws.Add(new EntryFlaw("/id", "it is not 1 to 60 of [a-z0-9-]", "Send another, or none."));
        flaws.AddRange(request.Check(fleet, out var facts));
        if (flaws.Count > 0) return new DeskOutcome.Flawed(flaws);
        if (current is null) return new DeskOutcome.Created(Of(id, facts!, Counters.Next(0, epoch), now));
        if (!current.Live) return new DeskOutcome.Cancelled(current);
        return Same(current, facts!) ? new DeskOutcome.Same(current) : new DeskOutcome.Taken(current);
    }

    /// <summary>Lays changed fields over an entry.</summary>
    /// <param name="current">As stored.</param>
    /// <param name="patch">Gives the fields as they are to be from those that are.</param>
    /// <param name="seen">The version that the caller saw; null = any.</param>
    /// <param name="fleet">To check the result against.</param>
    /// <param name="epoch">Of the calendar compartment.</param>
    /// <param name="now">When it is written.</param>
    public static DeskOutcome Patch(
        Entry? current, Func<DeskEntryRequest, DeskEntryRequest> patch, long? seen, FleetFacts fleet, long epoch, Instant now)
    {
        if (current is null) return new DeskOutcome.Unknown();
        if (current.Trip is not null) return new DeskOutcome.OwnedByBooking(current);
        if (!current.Live) return new DeskOutcome.Cancelled(current);
        if (seen is not null && seen != current.Version) return new DeskOutcome.Outdated(current);
        var flaws = patch(DeskEntryRequest.Of(current)).Check(fleet, out var facts);
        if (flaws.Count > 0) return new DeskOutcome.Flawed(flaws);
        return Same(current, facts!)
            ? new DeskOutcome.Same(current)
            : new DeskOutcome.Changed(Of(current.Id, facts!, Counters.Next(current.Version, epoch), now));
    }

    /// <summary>Cancels: leaves a tombstone. Repeated: the same.</summary>
    public static DeskOutcome Cancel(Entry? current, long? seen, long epoch, Instant now)
    {
        if (current is null) return new DeskOutcome.Unknown();
        if (current.Trip is not null) return new DeskOutcome.OwnedByBooking(current);
        if (!current.Live) return new DeskOutcome.Same(current);
        if (seen is not null && seen != current.Version) return new DeskOutcome.Outdated(current);
        var version = Counters.Next(current.Version, epoch);
        return new DeskOutcome.Changed(current with { Live = false, Version = version, Changed = now });
    }

    private static Entry Of(string id, DeskEntryFacts facts, long version, Instant now) =>
        new(id, version, facts.Type, Live: true, facts.Title, facts.Span, facts.Location, now);

    private static bool Same(Entry entry, DeskEntryFacts facts) =>
        entry.Type == facts.Type && entry.Title == facts.Title && entry.Span == facts.Span && entry.Location == facts.Location;
}
