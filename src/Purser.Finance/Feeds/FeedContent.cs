using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using NodaTime;
using Purser.Bookings;
using Purser.Calendar;
using Purser.Finance.Entries;
using Purser.Fleet;

namespace Purser.Finance.Feeds;

/// <summary>What feeds show: entries and weekly holds from a week ago to 400 days ahead.</summary>
/// <param name="desk">The calendar desk.</param>
/// <param name="fleet">Vessels and harbours.</param>
/// <param name="holds">A vessel's weekly holds as the office set them.</param>
/// <param name="clock">For today.</param>
/// <param name="domain">Ends the UIDs; must not change while anybody is subscribed.</param>
public sealed partial class FeedContent(
    CalendarDesk desk, FleetFacts fleet, Func<Vessel, CancellationToken, Task<IReadOnlyList<RecurringHold>>> holds, IClock clock,
    string domain)
{
    private const int DaysBack = 7;
    private const int DaysAhead = 400;

    /// <summary>The feed as bytes: equal facts on one day give equal bytes.</summary>
    public async Task<byte[]> Bytes(Feed feed, CancellationToken stop)
    {
        var vessels = fleet.Vessels.Where(vessel => feed.Vessel is null || vessel.Id == feed.Vessel).ToList();
        var now = clock.GetCurrentInstant();
        var events = new List<FeedEvent>();
        foreach (var vessel in vessels)
        {
            var rules = fleet.HarbourOf(vessel).Rules;
            var today = now.InZone(rules).Date;
            var query = new EntryQuery(today.PlusDays(-DaysBack), today.PlusDays(DaysAhead), vessel.Id, Most: 200);
            events.AddRange((await desk.ListAll(query, stop)).Select(entry => Of(entry, vessel)));
            foreach (var hold in await holds(vessel, stop))
                events.AddRange(Of(hold, vessel, query).ToList());
        }

        return feed.Kind == FeedKind.Vessel
            ? VesselFeed.Bytes(vessels.Count > 0 ? vessels[0].Name : "Vessel", domain, events)
            : OwnerFeed.Bytes(fleet.Operator.Name, domain, events);
    }

    private static FeedEvent Of(Entry entry, Vessel vessel) => new(
        Uid($"entry|{entry.Id}"), entry.Version, entry.Changed, entry.Span.From.Instant, entry.Span.To.Instant, entry.Span.Zone,
        $"{vessel.Name}: {Fit(entry.Title) ?? EntryRows.TypeWords[(int)entry.Type]}", Fit(entry.Location));

    private IEnumerable<FeedEvent> Of(RecurringHold hold, Vessel vessel, EntryQuery query)
    {
        var harbour = fleet.HarbourOf(vessel);
        foreach (var span in HoldSpans.Expand(hold, harbour.Rules, query.From, query.To))
        {
            var uid = Uid($"hold|{vessel.Id}|{span.Date:uuuu'-'MM'-'dd}|{hold.From:HH':'mm}");
            yield return new FeedEvent(
                uid, 0, Instant.FromUnixTimeSeconds(0), span.Span.Start, span.Span.End, harbour.Zone,
                $"{vessel.Name}: {Fit(hold.Reason) ?? EntryRows.TypeWords[(int)EntryType.Hold]}");
        }
    }

    /// <summary>
    /// A feed travels to calendars of others: words about money and telephone numbers stay at home.
    /// </summary>
    private static string? Fit(string? text)
    {
        if (text is null) return null;
        var clean = Telephone().Replace(AmountDetector.Withhold(text).Clean, "").Trim();
        return clean.Length > 0 ? clean : null;
    }

    [GeneratedRegex(@"\+?\(?\d[\d\s().-]{7,}\d", RegexOptions.CultureInvariant, 100)]
    private static partial Regex Telephone();

    /// <summary>Of a hash, because an entry's id is also an address of its guest's page.</summary>
    private static string Uid(string name) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes("purser/feed/1|" + name)))[..32];
}
