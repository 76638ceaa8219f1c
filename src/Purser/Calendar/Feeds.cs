using System.Text;

namespace Purser.Calendar;

/// <summary>A vessel's busy times, for marketplaces: when, and nothing else.</summary>
public static class VesselFeed
{
    /// <summary>The feed's bytes. Equal facts give equal bytes, whatever their order.</summary>
    /// <param name="vesselName">The calendar's name.</param>
    /// <param name="domain">Ends the UIDs.</param>
    /// <param name="events">What keeps the vessel busy.</param>
    public static byte[] Bytes(string vesselName, string domain, IReadOnlyList<FeedEvent> events) =>
        FeedText.Bytes($"{vesselName} busy", domain, events, _ => "Busy", withPlaces: false);
}

/// <summary>
/// Every entry with its title, for the owner's own calendar. No amounts and no phone numbers.
/// </summary>
public static class OwnerFeed
{
    /// <summary>The feed's bytes. Equal facts give equal bytes, whatever their order.</summary>
    /// <param name="operatorName">The calendar's name.</param>
    /// <param name="domain">Ends the UIDs.</param>
    /// <param name="events">The entries.</param>
    public static byte[] Bytes(string operatorName, string domain, IReadOnlyList<FeedEvent> events) =>
        FeedText.Bytes($"{operatorName} charters", domain, events, item => item.Title ?? "Busy", withPlaces: true);
}

internal static class FeedText
{
    /// <summary>How often readers should ask again.</summary>
    private const string Refresh = "PT15M";

    public static byte[] Bytes(
        string name, string domain, IReadOnlyList<FeedEvent> events, Func<FeedEvent, string> summary, bool withPlaces)
    {
        var ordered = events.OrderBy(item => item.From).ThenBy(item => item.Uid, StringComparer.Ordinal).ToList();
        var text = new ICalendarText();
        ICalendarFile.Head(text);
        text.Text("NAME", name).Text("X-WR-CALNAME", name).Raw("REFRESH-INTERVAL;VALUE=DURATION", Refresh)
            .Raw("X-PUBLISHED-TTL", Refresh);
        ICalendarFile.Zones(text, ordered.SelectMany(item => new[] { (item.Zone, item.From), (item.Zone, item.To) }));
        foreach (var item in ordered)
        {
            text.Begin("VEVENT").Text("UID", $"{item.Uid}@{domain}").At("DTSTAMP", item.Changed)
                .At("LAST-MODIFIED", item.Changed).Raw("SEQUENCE", ICalendarFile.Sequence(item.Counter))
                .Time("DTSTART", item.From, item.Zone).Time("DTEND", item.To, item.Zone).Text("SUMMARY", summary(item));
            if (withPlaces && item.Location is not null) text.Text("LOCATION", item.Location);
            text.Raw("STATUS", "CONFIRMED").Raw("TRANSP", "OPAQUE").End("VEVENT");
        }

        return Encoding.UTF8.GetBytes(text.End("VCALENDAR").ToString());
    }
}
