using NodaTime;
using Purser.Bookings;
using Purser.Contracts.Memory;
using Purser.Crew;
using Purser.Outside;

namespace Purser.Tests.Simulation;

/// <summary>Every call to the outside fails in turn, once or from then on, before or after its effect: all comes into step.</summary>
public sealed class FailTheNthTests
{
    [Theory]
    [InlineData(FaultSpan.Once, FaultMoment.Before)]
    [InlineData(FaultSpan.Once, FaultMoment.After)]
    [InlineData(FaultSpan.Forever, FaultMoment.Before)]
    [InlineData(FaultSpan.Forever, FaultMoment.After)]
    public async Task Whichever_call_fails_nothing_is_lost_and_nothing_doubled(FaultSpan span, FaultMoment moment)
    {
        var calls = int.MaxValue;
        for (var n = 1; n <= calls; n++)
        {
            var faults = Faults.Nth(n, span, moment);
            var house = new SimulatedHouse(3, faults);
            faults.Stop();
            await house.WithCrew();
            faults.Resume();
            var highest = await Season(house);
            calls = faults.Calls;
            await house.Settle();
            try
            {
                await Invariants.Hold(house, highest);
            }
            catch (Exception fault) when (fault is not OperationCanceledException)
            {
                Assert.Fail($"call {n}, {span}, {moment}\n{fault}");
            }
        }
    }

    /// <summary>A booking, an answer, a move and a second booking that is cancelled; what fails is asked for once more.</summary>
    private static async Task<Dictionary<BookingId, long>> Season(SimulatedHouse house)
    {
        var highest = new Dictionary<BookingId, long>();
        await Twice(() => Take(house, highest, Requests.Make()));
        await Drain(house);
        foreach (var id in highest.Keys.ToList())
        {
            await Twice(async () => await house.Crew.Answer(
                EventId.Of(id), Texts.Parse<MemberId>("ines"), 1, yes: true, AnswerWay.Link, default));
        }

        await Drain(house);
        await Twice(() => Take(house, highest, Requests.Make(start: new LocalDateTime(2027, 6, 1, 10, 0))));
        await Twice(() => Take(house, highest, Requests.Make("ABCDEFG")));
        await Drain(house);
        foreach (var id in highest.Keys.Skip(1).ToList())
            await Twice(async () => await house.FrontDesk.Cancel(id, "weather", null, default));
        await Drain(house);
        return highest;
    }

    private static async Task Take(SimulatedHouse house, Dictionary<BookingId, long> highest, BookingRequest request)
    {
        var reply = await house.FrontDesk.Accept(request, house.Price($"{Invariants.Canary}.00", "boatsetter"), null, default);
        var file = reply.Match(created => created.File, changed => changed.File, same => same.File, refused => refused.Current);
        if (file is not null) highest[file.Booking.Id] = file.Booking.Generation;
    }

    private static async Task Twice(Func<Task> act)
    {
        for (var i = 0; i < 2; i++)
        {
            try
            {
                await act();
                return;
            }
            catch (OutsideUnavailable)
            {
                // As a caller does who saw 503: once more.
            }
        }
    }

    private static async Task Drain(SimulatedHouse house)
    {
        while (await house.Step())
        {
        }
    }
}
