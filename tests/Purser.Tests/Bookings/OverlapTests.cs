using CsCheck;
using NodaTime;
using Purser.Bookings;
using Purser.Fleet;

namespace Purser.Tests.Bookings;

public sealed class OverlapTests
{
    private static readonly DateTimeZone Harbour = DateTimeZoneProviders.Tzdb["America/Los_Angeles"];
    private static readonly Instant Origin = Instant.FromUtc(2027, 3, 12, 0, 0);

    private static readonly Gen<(Interval One, Interval Other, int Buffer)> Spans =
        from start in Gen.Int[0, 96]
        from length in Gen.Int[1, 40]
        from other in Gen.Int[0, 96]
        from otherLength in Gen.Int[1, 40]
        from buffer in Gen.Int[0, 240]
        select (Span(start, length), Span(other, otherLength), buffer);

    [Fact]
    public void Two_spans_meet_exactly_when_less_than_a_buffer_lies_between_them() => Spans.Sample(spans =>
    {
        var (one, other, buffer) = spans;
        var gap = Duration.Max(other.Start - one.End, one.Start - other.End);
        var met = InTheWay(one, new VesselRules(buffer, []), other);
        Assert.Equal(gap < Duration.FromMinutes(buffer), met is not null);
    });

    [Fact]
    public void Spans_that_meet_always_share_a_day_record() => Spans.Sample(spans =>
    {
        var (one, other, buffer) = spans;
        if (InTheWay(one, new VesselRules(buffer, []), other) is null) return;
        Assert.NotEmpty(Overlap.Days(one, buffer, Harbour).Intersect(Overlap.Days(other, buffer, Harbour)));
    });

    [Fact]
    public void A_booking_is_not_in_its_own_way()
    {
        var span = Span(10, 10);
        var day = VesselDay.Free.With(new TakenSpan("me", span.Start, span.End));
        Assert.Null(Overlap.InTheWay(span, "me", new VesselRules(60, []), [day], Harbour));
    }

    [Fact]
    public void A_weekly_hold_blocks_its_harbour_hours_also_after_the_clocks_change()
    {
        var hold = new RecurringHold(IsoDayOfWeek.Wednesday, new LocalTime(16, 0), new LocalTime(19, 0), "scouts");
        var rules = new VesselRules(0, [hold]);
        foreach (var date in new[] { new LocalDate(2027, 3, 10), new LocalDate(2027, 3, 17) })
        {
            var five = Harbour.AtStrictly(date + new LocalTime(17, 0)).ToInstant();
            var eight = Harbour.AtStrictly(date + new LocalTime(20, 0)).ToInstant();
            Assert.NotNull(Overlap.InTheWay(new Interval(five, eight), "x", rules, [], Harbour));
            Assert.Null(Overlap.InTheWay(new Interval(eight, eight + Duration.FromHours(1)), "x", rules, [], Harbour));
        }
    }

    private static Interval? InTheWay(Interval one, VesselRules rules, Interval other) =>
        Overlap.InTheWay(one, "one", rules, [new VesselDay([new TakenSpan("other", other.Start, other.End)])], Harbour);

    private static Interval Span(int halfHours, int length)
    {
        var start = Origin + Duration.FromMinutes(halfHours * 30);
        return new Interval(start, start + Duration.FromMinutes(length * 30));
    }
}
