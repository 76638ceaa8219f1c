using NodaTime;
using Purser.Bookings;
using Purser.Fleet;
using Purser.Outside;
using Purser.Outside.Records;

namespace Purser.Reception;

/// <summary>
/// What the front desk works with: the office's records, and everything that a pure decision takes as a
/// parameter.
/// </summary>
/// <param name="Office">The office's records.</param>
/// <param name="Calendar">Read for desk-only entries only.</param>
/// <param name="Hints">Where hints are left.</param>
/// <param name="Clock">The time.</param>
/// <param name="Tokens">Ids and salts.</param>
/// <param name="Fleet">The operator as it is now.</param>
/// <param name="Cancelling">What the annex sends along with every cancellation, whoever cancels.</param>
public sealed record FrontDeskWindows(
    IRecords Office, ICalendarDesk Calendar, IHints Hints, IClock Clock, ITokens Tokens, Func<FleetFacts> Fleet,
    IRider Cancelling);

/// <summary>The days of a vessel that a commit carries, each with the version it was read at.</summary>
internal sealed record DayBook(VesselRules Rules, long RulesVersion, IReadOnlyDictionary<RecordKey, DayPage> Pages)
{
    public IEnumerable<VesselDay> Days => Pages.Values.Select(page => page.Day);

    public static readonly DayBook Empty = new(new VesselRules(0, []), 0, new Dictionary<RecordKey, DayPage>());
}

/// <summary>One day as read.</summary>
internal sealed record DayPage(VesselDay Day, long Version);

/// <summary>Reads and writes the days that trips take.</summary>
internal static class DayBooks
{
    public static async Task<DayBook> Load(IRecords office, FleetFacts fleet, Trip trip, CancellationToken stop)
    {
        var usual = VesselRules.Of(fleet.Vessel(trip.Vessel));
        var likely = Likely(fleet, trip);
        var rows = likely.Zip(await office.GetMany(likely, stop))
            .ToDictionary(row => row.First, row => row.Second);
        var rulesRow = rows[likely[0]];
        var rules = OfficeRows.Read<VesselRules>(rulesRow) ?? usual;
        var keys = Keys(trip, rules);
        RecordKey[] others = [.. keys.Where(key => !rows.ContainsKey(key))];
        foreach (var (key, row) in others.Zip(await office.GetMany(others, stop))) rows[key] = row;
        var pages = keys.ToDictionary(key => key, key => Page(rows[key]));
        return new DayBook(rules, rulesRow?.Version ?? 0, pages);
    }

    /// <summary>
    /// What is read, the rules first: the fleet file's nearly always are those of the record, and say which
    /// days to read with it.
    /// </summary>
    public static IReadOnlyList<RecordKey> Likely(FleetFacts fleet, Trip trip) =>
        [OfficeRows.Rules(trip.Vessel), .. Keys(trip, VesselRules.Of(fleet.Vessel(trip.Vessel)))];

    private static DayPage Page(StoredRecord? row) =>
        new(OfficeRows.Read<VesselDay>(row) ?? VesselDay.Free, row?.Version ?? 0);

    /// <summary>
    /// The days on which an owner's span may stand: found by what stands there, since the buffer may have
    /// changed since.
    /// </summary>
    public static async Task<DayBook> LoadTaken(IRecords office, Trip trip, string owner, CancellationToken stop)
    {
        var around = new VesselRules(24 * 60, []);
        var keys = Keys(trip, around);
        var rows = await office.GetMany(keys, stop);
        var pages = keys.Zip(rows, (key, row) => (key, page: Page(row)))
            .Where(pair => pair.page.Day.Spans.Any(span => span.Owner == owner));
        return new DayBook(around, 0, pages.ToDictionary(pair => pair.key, pair => pair.page));
    }

    /// <summary>
    /// The changes that release <paramref name="old"/> and take <paramref name="taken"/>, in one commit.
    /// </summary>
    public static IEnumerable<RecordChange> Move(
        string owner, DayBook old, DayBook next, VesselId? vessel, TakenSpan? taken)
    {
        foreach (var (key, page) in old.Pages.Where(pair => !next.Pages.ContainsKey(pair.Key)))
            yield return RecordChange.Put(key, page.Version, OfficeRows.Body(page.Day.Without(owner)));
        foreach (var (key, page) in next.Pages)
        {
            var day = taken is null ? page.Day.Without(owner) : page.Day.With(taken);
            yield return RecordChange.Put(key, page.Version, OfficeRows.Body(day));
        }

        if (taken is not null && vessel is { } id) yield return RecordChange.Check(OfficeRows.Rules(id), next.RulesVersion);
    }

    private static IReadOnlyList<RecordKey> Keys(Trip trip, VesselRules rules) =>
        [.. Overlap.Days(trip.Span, rules.BufferMinutes, trip.Departure.Rules)
            .Select(date => OfficeRows.Day(trip.Vessel, date))];
}
