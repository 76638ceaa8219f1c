using Purser.Bookings;
using Purser.Contracts.Memory;
using Purser.Embedded.Pump;
using Purser.Host.Composition;
using Purser.Outside;

namespace Purser.Tests.Outages;

public sealed class QueueLanesTests
{
    [Fact]
    public async Task Photos_of_the_queue_go_to_the_pumps_own_slow_workers_and_hold_nothing_up()
    {
        var (work, own) = (new Noted(), new MemoryHints(seed: 1));
        var perform = OutsideParts.Performing(work, own);
        var id = BookingId.TryParse(new string('a', 26), out var parsed) ? parsed : throw new InvalidOperationException();
        var photo = new Hint.Photo(id, new string('b', 26));
        await perform(photo, TestContext.Current.CancellationToken);
        await perform(new Hint.Booking(id), TestContext.Current.CancellationToken);
        Assert.Equal(photo, own.Take());
        Assert.Null(own.Take());
        Assert.Equal(new Hint.Booking(id), Assert.Single(work.Performed));
    }

    private sealed class Noted : IPumpWork
    {
        public List<Hint> Performed { get; } = [];

        public Task Perform(Hint hint, CancellationToken stop)
        {
            Performed.Add(hint);
            return Task.CompletedTask;
        }

        public Task<NodaTime.Instant?> Sweep(CancellationToken stop) => Task.FromResult<NodaTime.Instant?>(null);
    }
}
