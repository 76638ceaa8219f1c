using System.Text;
using NodaTime;
using Purser.Bookings;

namespace Purser.Calendar;

/// <summary>
/// One event as a mail's <c>.ics</c> tells it: METHOD:PUBLISH, for guests and crew to put into their own
/// calendars.
/// </summary>
/// <param name="Uid">Stable for ever: <c>{booking}@{domain}</c>.</param>
/// <param name="Counter">Of the fact, for SEQUENCE; only goes up.</param>
/// <param name="Changed">When the fact changed: the DTSTAMP, so that equal facts give equal bytes.</param>
/// <param name="Start">Harbour time.</param>
/// <param name="End">Harbour time.</param>
/// <param name="Summary">The title.</param>
/// <param name="Location">Where; null to leave out.</param>
/// <param name="Description">More; null to leave out.</param>
/// <param name="Cancelled">True: readers strike the event out.</param>
public sealed record Invite(
    string Uid, long Counter, Instant Changed, HarbourTime Start, HarbourTime End, string Summary, string? Location,
    string? Description, bool Cancelled = false)
{
    /// <summary>The media type of the file, its method equal to the one inside.</summary>
    public const string ContentType = "text/calendar; charset=utf-8; method=PUBLISH";

    /// <summary>The file's text.</summary>
    public string Text
    {
        get
        {
            var text = new ICalendarText();
            ICalendarFile.Head(text);
            ICalendarFile.Zones(text, [(Start.Zone, Start.Instant), (End.Zone, End.Instant)]);
            Event(text);
            return text.End("VCALENDAR").ToString();
        }
    }

    /// <summary>The file's bytes, UTF-8 without a mark.</summary>
    public byte[] Bytes => Encoding.UTF8.GetBytes(Text);

    private void Event(ICalendarText text)
    {
        text.Begin("VEVENT").Text("UID", Uid).At("DTSTAMP", Changed).At("LAST-MODIFIED", Changed)
            .Raw("SEQUENCE", ICalendarFile.Sequence(Counter));
        text.Time("DTSTART", Start.Instant, Start.Zone).Time("DTEND", End.Instant, End.Zone).Text("SUMMARY", Summary);
        if (Location is not null) text.Text("LOCATION", Location);
        if (Description is not null) text.Text("DESCRIPTION", Description);
        text.Raw("STATUS", Cancelled ? "CANCELLED" : "CONFIRMED").Raw("TRANSP", Cancelled ? "TRANSPARENT" : "OPAQUE");
        text.End("VEVENT");
    }
}
