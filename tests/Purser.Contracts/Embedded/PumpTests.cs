using System.Collections.Concurrent;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using NodaTime;
using NodaTime.Extensions;
using Purser.Bookings;
using Purser.Embedded.Pump;
using Purser.Outside;
using Purser.Outside.Records;

namespace Purser.Contracts.Embedded;

public sealed class PumpTests
{
    private static readonly BookingId One = Texts.Parse<BookingId>("aaaaaaaaaaaaaaaaaaaaaaaaaa");
    private static readonly BookingId Two = Texts.Parse<BookingId>("bbbbbbbbbbbbbbbbbbbbbbbbbb");
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly WatchedTime _time = new();
    private readonly HintQueue _hints = new();
    private readonly Work _work = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Incident_12_the_first_sweep_comes_with_the_start_and_its_success_is_shown()
    {
        using var pump = Pump();
        Assert.Null(pump.State.LastSweep);
        await pump.StartAsync(Stop);
        await Until(() => pump.State.LastSweep is not null);
        Assert.Equal(_time.GetUtcNow().ToInstant(), pump.State.LastSweep);
        await pump.StopAsync(Stop);
    }

    [Fact]
    public async Task Incident_14_sweeps_that_fail_in_a_row_are_counted_and_go_on()
    {
        _work.SweepFault = new OutsideUnavailable("list office");
        using var pump = Pump();
        await pump.StartAsync(Stop);
        for (var i = 1; i <= 4; i++)
        {
            await Until(() => _time.Timers == i);
            Assert.Equal(i, pump.State.FailedSweeps);
            Assert.Equal(TimeSpan.FromSeconds(1 << i), _time.Due);
            if (i < 4) _time.Advance(_time.Due);
        }

        Assert.Equal("list office did not answer", pump.State.LastFailure);
        Assert.Null(pump.State.LastSweep);
        _work.SweepFault = null;
        _time.Advance(_time.Due);
        await Until(() => pump.State.LastSweep is not null);
        Assert.Equal((0, null), (pump.State.FailedSweeps, pump.State.LastFailure));
        await pump.StopAsync(Stop);
    }

    [Fact]
    public async Task Bookings_go_before_letters()
    {
        await _hints.Leave(new Hint.Outbox(Compartment.Office, "one"), Stop);
        await _hints.Leave(new Hint.Booking(One), Stop);
        await _hints.Leave(new Hint.Follow(Two), Stop);
        var order = new List<string>();
        for (var turn = 0; turn < 3; turn++) order.Add((await _hints.Take(slow: false, Stop))!.Name);
        Assert.Equal([One.Text, Two.Text, "Office/one"], order);
    }

    [Fact]
    public async Task Bookings_do_not_wait_for_photos_nor_photos_for_bookings()
    {
        var photos = Enumerable.Range(0, 9).Select(number => new Hint.Photo(One, $"photo-{number}")).ToList();
        var held = new TaskCompletionSource();
        _work.Then = hint => hint is Hint.Photo ? held.Task : Task.CompletedTask;
        using var pump = Pump(workers: 1);
        await pump.StartAsync(Stop);
        foreach (var photo in photos) await _hints.Leave(photo, Stop);
        await Until(() => _work.Running == PumpSettings.Usual.SlowWorkers);
        await _hints.Leave(new Hint.Booking(One), Stop);
        await Until(() => _work.Done.Contains(new Hint.Booking(One)));
        Assert.Equal(PumpSettings.Usual.SlowWorkers, _work.Running);
        held.SetResult();
        await pump.StopAsync(Stop);
        Assert.Empty(photos.Except(_work.Done));
        Assert.Equal(1, _work.MostAtOnceOfOne);
    }

    [Fact]
    public async Task A_sweep_says_when_the_next_is_due()
    {
        _work.Next = _time.GetUtcNow().ToInstant() + Duration.FromSeconds(5);
        using var pump = Pump();
        await pump.StartAsync(Stop);
        await Until(() => _time.Timers == 1);
        Assert.Equal(TimeSpan.FromSeconds(5), _time.Due);
        _work.Next = null;
        _time.Advance(_time.Due);
        await Until(() => _time.Timers == 2);
        Assert.Equal(2, _work.Sweeps);
        Assert.Equal(PumpSettings.Usual.SweepEvery.ToTimeSpan(), _time.Due);
        await pump.StopAsync(Stop);
    }

    [Fact]
    public async Task One_booking_is_never_worked_on_twice_at_once_and_a_late_hint_is_done_after()
    {
        _work.Hold = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var pump = Pump();
        await pump.StartAsync(Stop);
        await _hints.Leave(new Hint.Booking(One), Stop);
        await Until(() => _work.Running == 1);
        for (var i = 0; i < 5; i++) await _hints.Leave(new Hint.Booking(One), Stop);
        await _hints.Leave(new Hint.Follow(One), Stop);
        await _hints.Leave(new Hint.Booking(Two), Stop);
        await Until(() => _work.Running == 2);
        _work.Hold.SetResult();
        await pump.StopAsync(Stop);
        Assert.Equal(1, _work.MostAtOnceOfOne);
        Hint[] expected =
            [new Hint.Booking(One), new Hint.Booking(One), new Hint.Follow(One), new Hint.Booking(Two)];
        Assert.Equal(
            expected.Select(hint => $"{hint}").Order(), _work.Done.Select(hint => $"{hint}").Order());
    }

    [Fact]
    public async Task Stopping_finishes_what_waits_also_what_the_work_itself_leaves()
    {
        _work.Then = hint => hint is Hint.Booking booking
            ? _hints.Leave(new Hint.Outbox(Compartment.Office, $"booking#{booking.Id}"), Stop)
            : Task.CompletedTask;
        using var pump = Pump(workers: 2);
        for (var i = 0; i < 50; i++) await _hints.Leave(new Hint.Booking(Id(i)), Stop);
        await pump.StartAsync(Stop);
        await pump.StopAsync(Stop);
        Assert.Equal(100, _work.Done.Count);
        Assert.Equal(0, pump.State.Waiting);
    }

    [Fact]
    public async Task Stopping_has_an_end_when_the_work_has_none()
    {
        _work.Hold = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var pump = Pump();
        await pump.StartAsync(Stop);
        await _hints.Leave(new Hint.Booking(One), Stop);
        await Until(() => _work.Running == 1);
        using var impatient = new CancellationTokenSource();
        var stopping = pump.StopAsync(impatient.Token);
        await impatient.CancelAsync();
        await stopping.WaitAsync(Patience, Stop);
        Assert.Empty(_work.Done);
    }

    [Fact]
    public async Task Work_that_throws_stops_neither_its_worker_nor_others()
    {
        _work.Then = hint =>
            hint == new Hint.Booking(One) ? throw new InvalidOperationException("broken")
                : Task.CompletedTask;
        using var pump = Pump(workers: 1);
        await pump.StartAsync(Stop);
        await _hints.Leave(new Hint.Booking(One), Stop);
        await _hints.Leave(new Hint.Booking(Two), Stop);
        await Until(() => _work.Done.Contains(new Hint.Booking(Two)));
        await pump.StopAsync(Stop);
    }

    [Fact]
    public async Task When_too_many_wait_a_hint_is_lost_and_counted()
    {
        var small = new HintQueue(most: 3);
        for (var i = 0; i < 5; i++) await small.Leave(new Hint.Booking(Id(i)), Stop);
        Assert.Equal((3, 2L), (small.Count, small.Lost));
    }

    private static BookingId Id(int number) => Texts.Parse<BookingId>($"{number}".PadLeft(26, 'a'));

    private static async Task Until(Func<bool> condition)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        limit.CancelAfter(Patience);
        while (!condition())
        {
            limit.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }

    private WorkPump Pump(int workers = 4) => new(
        _hints, _work, PumpSettings.Usual with { Workers = workers }, new ProvidedClock(_time), _time,
        NullLogger<WorkPump>.Instance);

    private sealed class WatchedTime()
        : FakeTimeProvider(new DateTimeOffset(2027, 5, 1, 12, 0, 0, TimeSpan.Zero))
    {
        private volatile int _timers;

        public int Timers => _timers;

        public TimeSpan Due { get; private set; }

        public override ITimer CreateTimer(
            TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            var timer = base.CreateTimer(callback, state, dueTime, period);
            Due = dueTime;
            _timers++;
            return timer;
        }
    }

    private sealed class ProvidedClock(FakeTimeProvider time) : IClock
    {
        public Instant GetCurrentInstant() => time.GetUtcNow().ToInstant();
    }

    private sealed class Work : IPumpWork
    {
        private readonly ConcurrentDictionary<string, int> _atOnce = new(StringComparer.Ordinal);
        private int _running;
        private int _sweeps;

        public ConcurrentBag<Hint> Done { get; } = [];

        public TaskCompletionSource? Hold { get; set; }

        public Func<Hint, Task>? Then { get; set; }

        public Exception? SweepFault { get; set; }

        public Instant? Next { get; set; }

        public int Running => _running;

        public int Sweeps => _sweeps;

        public int MostAtOnceOfOne { get; private set; }

        public async Task Perform(Hint hint, CancellationToken stop)
        {
            var booking = hint.Match(of => of.Id.Text, of => of.Id.Text, of => of.Partition, of => of.Id, of => of.Id,
                of => of.Slug.Text, of => of.Email);
            Interlocked.Increment(ref _running);
            var atOnce = _atOnce.AddOrUpdate(booking, 1, (_, count) => count + 1);
            MostAtOnceOfOne = Math.Max(MostAtOnceOfOne, atOnce);
            try
            {
                if (Hold is { } hold) await hold.Task.WaitAsync(stop);
                if (Then is { } then) await then(hint);
            }
            finally
            {
                _atOnce.AddOrUpdate(booking, 0, (_, count) => count - 1);
                Interlocked.Decrement(ref _running);
            }

            // Last: who sees it done may count what still runs.
            Done.Add(hint);
        }

        public Task<Instant?> Sweep(CancellationToken stop)
        {
            Interlocked.Increment(ref _sweeps);
            return SweepFault is null ? Task.FromResult(Next) : Task.FromException<Instant?>(SweepFault);
        }
    }
}
