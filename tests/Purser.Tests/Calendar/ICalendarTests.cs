using System.Text;
using CsCheck;
using NodaTime;
using Purser.Bookings;
using Purser.Calendar;

namespace Purser.Tests.Calendar;

public sealed class ICalendarTests
{
    private static readonly string[] Zones =
    [
        "America/Los_Angeles", "America/New_York", "Europe/Berlin", "Australia/Sydney", "Australia/Lord_Howe", "Asia/Tokyo",
        "Pacific/Honolulu", "Africa/Casablanca", "Europe/London", "America/St_Johns",
    ];

    private static readonly Gen<string> ZoneIds = Gen.Int[0, Zones.Length - 1].Select(place => Zones[place]);

    private static readonly Gen<Instant> Instants =
        from minutes in Gen.Int[0, 6 * 366 * 24 * 60]
        select Instant.FromUtc(2025, 1, 1, 0, 0) + Duration.FromMinutes(minutes);

    private static readonly string[] Letters = ["a", "b", ";", ",", "\\", ":", "\"", "\n", "\t", "é", "界", "😀", " "];

    private static readonly Gen<string> Words =
        Gen.Int[0, Letters.Length - 1].Select(place => Letters[place]).Array[0, 120].Select(string.Concat);

    [Fact]
    public void An_invite_reads_back_as_it_was_meant() =>
        Gen.Select(Instants, Gen.Int[2, 200], ZoneIds, Words, Words).Sample((at, quarters, zone, title, place) =>
        {
            var start = HarbourTime.At(at, zone);
            var end = start.Plus(Duration.FromMinutes(15 * quarters));
            var invite = new Invite("a@example.com", 7, at, start, end, title, place, null);
            var read = Read(invite.Text);
            Assert.Equal("PUBLISH", read.Method);
            var found = Assert.Single(read.Events);
            Assert.Equal(start.Instant, Instant.FromDateTimeUtc(found.DtStart!.AsUtc));
            Assert.Equal(end.Instant, Instant.FromDateTimeUtc(found.DtEnd!.AsUtc));
            Assert.Equal(title, found.Summary ?? "");
            Assert.Equal(place, found.Location ?? "");
            Assert.Equal((7, "a@example.com"), (found.Sequence, found.Uid));
        });

    [Fact]
    public void Lines_are_folded_within_75_octets_and_unfold_to_the_same() => Words.Sample(title =>
    {
        var text = new ICalendarText().Text("SUMMARY", title).ToString();
        Assert.EndsWith("\r\n", text, StringComparison.Ordinal);
        Assert.All(text.Split("\r\n"), line => Assert.InRange(Encoding.UTF8.GetByteCount(line), 0, 75));
        Assert.Equal(
            $"SUMMARY:{ICalendarText.Escaped(title)}", text.Replace("\r\n ", "", StringComparison.Ordinal).TrimEnd('\r', '\n'));
    });

    [Fact]
    public void The_written_zone_alone_gives_the_offsets_of_the_zone_database() =>
        Gen.Select(Instants, ZoneIds).Sample((at, zone) =>
        {
            var text = new ICalendarText();
            VTimeZone.Write(text, zone, at, at + Duration.FromHours(20));
            var rules = DateTimeZoneProviders.Tzdb[zone];
            var component = Observances.Parse(text.ToString());
            foreach (var hours in (int[])[0, 1, 5, 20])
            {
                var then = at + Duration.FromHours(hours);
                var local = then.InZone(rules).LocalDateTime;
                if (rules.MapLocal(local).Count == 1) Assert.Equal(rules.GetUtcOffset(then), component.OffsetAt(local));
            }
        });

    [Fact]
    public void The_worked_example_as_a_file()
    {
        var invite = new Invite(
            "abc@example.com", 475_000_000_002, Instant.FromUtc(2027, 5, 1, 12, 0), At(10), At(13), "Charter aboard Jada",
            "Cabrillo Dock, Gate C", "Come at 9:30;\nbring a hat");
        Assert.Equal(
            """
            BEGIN:VCALENDAR
            VERSION:2.0
            PRODID:-//Purser//Charter Calendar 1//EN
            CALSCALE:GREGORIAN
            METHOD:PUBLISH
            BEGIN:VTIMEZONE
            TZID:America/Los_Angeles
            BEGIN:DAYLIGHT
            DTSTART:20260308T020000
            RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=2SU
            TZOFFSETFROM:-0800
            TZOFFSETTO:-0700
            TZNAME:PDT
            END:DAYLIGHT
            BEGIN:STANDARD
            DTSTART:20261101T020000
            RRULE:FREQ=YEARLY;BYMONTH=11;BYDAY=1SU
            TZOFFSETFROM:-0700
            TZOFFSETTO:-0800
            TZNAME:PST
            END:STANDARD
            END:VTIMEZONE
            BEGIN:VEVENT
            UID:abc@example.com
            DTSTAMP:20270501T120000Z
            LAST-MODIFIED:20270501T120000Z
            SEQUENCE:475002
            DTSTART;TZID=America/Los_Angeles:20270530T100000
            DTEND;TZID=America/Los_Angeles:20270530T130000
            SUMMARY:Charter aboard Jada
            LOCATION:Cabrillo Dock\, Gate C
            DESCRIPTION:Come at 9:30\;\nbring a hat
            STATUS:CONFIRMED
            TRANSP:OPAQUE
            END:VEVENT
            END:VCALENDAR

            """.ReplaceLineEndings("\r\n"),
            invite.Text);
    }

    [Theory]
    [InlineData("UTC")]
    [InlineData("Etc/UTC")]
    public void A_harbour_in_UTC_is_written_without_a_zone(string zone)
    {
        var start = new HarbourTime(new LocalDateTime(2027, 5, 30, 10, 0), zone);
        var text = new Invite("a@b", 1, start.Instant, start, start.Plus(Duration.FromHours(1)), "x", null, null).Text;
        Assert.DoesNotContain("TZID", text, StringComparison.Ordinal);
        Assert.Contains("DTSTART:20270530T100000Z\r\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_cancelled_charter_is_struck_out_under_the_same_uid()
    {
        var invite = new Invite("a@b", 2, At(9).Instant, At(10), At(13), "x", null, null, Cancelled: true);
        Assert.Contains("STATUS:CANCELLED\r\n", invite.Text, StringComparison.Ordinal);
        Assert.Contains("SEQUENCE:2\r\n", invite.Text, StringComparison.Ordinal);
    }

    private static HarbourTime At(int hour) => new(new LocalDateTime(2027, 5, 30, hour, 0), "America/Los_Angeles");

    private static Ical.Net.Calendar Read(string text) => Ical.Net.Calendar.Load(text)!;
}
