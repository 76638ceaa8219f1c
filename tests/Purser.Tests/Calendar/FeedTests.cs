using System.Text;
using CsCheck;
using NodaTime;
using Purser.Calendar;
using Purser.Fleet;

namespace Purser.Tests.Calendar;

public sealed class FeedTests
{
    private const string Zone = "America/Los_Angeles";

    private static readonly Gen<FeedEvent> Events =
        from number in Gen.Int[0, 100_000]
        from start in Gen.Int[0, 500_000]
        from minutes in Gen.Int[15, 3000]
        let at = Instant.FromUtc(2027, 1, 1, 0, 0) + Duration.FromMinutes(start)
        select new FeedEvent($"u{number}", number, at, at, at + Duration.FromMinutes(minutes), Zone, $"Title {number}", "Dock");

    [Fact]
    public void The_vessels_feed_says_when_and_nothing_else()
    {
        var text = Encoding.UTF8.GetString(VesselFeed.Bytes("Jada", "example.com", [Events.Single(), Events.Single()]));
        Assert.DoesNotContain("Title", text, StringComparison.Ordinal);
        Assert.DoesNotContain("Dock", text, StringComparison.Ordinal);
        Assert.Contains("REFRESH-INTERVAL;VALUE=DURATION:PT15M\r\n", text, StringComparison.Ordinal);
        Assert.Contains("X-PUBLISHED-TTL:PT15M\r\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Equal_facts_give_equal_bytes_whatever_their_order() => Events.Array[0, 8].Sample(events =>
        OwnerFeed.Bytes("Sails", "example.com", events)
            .SequenceEqual(OwnerFeed.Bytes("Sails", "example.com", [.. events.Reverse()]))
        || events.DistinctBy(item => item.Uid).Count() < events.Length);

    [Fact]
    public void A_feed_reads_back_with_every_span() => Events.Array[0, 8].Sample(events =>
    {
        var read = Ical.Net.Calendar.Load(Encoding.UTF8.GetString(OwnerFeed.Bytes("Sails", "example.com", events)))!;
        Assert.Equal(
            events.Select(item => (item.From, item.To, item.Title)).Order(),
            read.Events.Select(item => (
                Instant.FromDateTimeUtc(item.DtStart!.AsUtc), Instant.FromDateTimeUtc(item.DtEnd!.AsUtc), item.Summary)).Order());
    });

    [Fact]
    public void A_weekly_hold_keeps_the_harbours_clock_when_the_offset_changes()
    {
        var hold = new RecurringHold(IsoDayOfWeek.Sunday, new LocalTime(9, 0), new LocalTime(12, 0), "Scouts");
        var spans = Spans(hold, new LocalDate(2027, 3, 7), new LocalDate(2027, 3, 22));
        Assert.Equal(
            ["2027-03-07T17:00:00Z", "2027-03-14T16:00:00Z", "2027-03-21T16:00:00Z"],
            spans.Select(span => span.Span.Start.ToString()));
        Assert.All(spans, span => Assert.Equal(Duration.FromHours(3), span.Span.Duration));
    }

    [Fact]
    public void A_hold_over_the_night_of_a_change_covers_all_that_its_clock_shows()
    {
        var hold = new RecurringHold(IsoDayOfWeek.Sunday, new LocalTime(1, 0), new LocalTime(1, 30), "Fishing");
        var autumn = Assert.Single(Spans(hold, new LocalDate(2027, 11, 7), new LocalDate(2027, 11, 8)));
        Assert.Equal(Duration.FromMinutes(90), autumn.Span.Duration);
        var gap = new RecurringHold(IsoDayOfWeek.Sunday, new LocalTime(2, 0), new LocalTime(2, 30), "Fishing");
        Assert.Empty(Spans(gap, new LocalDate(2027, 3, 14), new LocalDate(2027, 3, 15)));
    }

    [Fact]
    public void A_hold_keeps_its_first_and_last_date_and_may_end_with_its_day()
    {
        var hold = new RecurringHold(
            IsoDayOfWeek.Wednesday, new LocalTime(18, 0), LocalTime.Midnight, "Scouts", new LocalDate(2027, 5, 5),
            new LocalDate(2027, 5, 12));
        var spans = Spans(hold, new LocalDate(2027, 1, 1), new LocalDate(2028, 1, 1));
        Assert.Equal([new LocalDate(2027, 5, 5), new LocalDate(2027, 5, 12)], spans.Select(span => span.Date));
        Assert.All(spans, span => Assert.Equal(Duration.FromHours(6), span.Span.Duration));
    }

    private static IReadOnlyList<HoldSpan> Spans(RecurringHold hold, LocalDate from, LocalDate to) =>
        HoldSpans.Expand(hold, DateTimeZoneProviders.Tzdb[Zone], from, to);
}
