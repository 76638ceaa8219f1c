using NodaTime;
using Purser.Bookings;
using Purser.Contracts.Memory;
using Purser.Crew;
using Purser.Guests.Photos;
using Purser.Outside;

namespace Purser.Tests.Simulation;

/// <summary>One seeded run: people and marketplaces act at random while calls fail, hints are lost and time jumps.</summary>
internal sealed class Voyage(ulong seed)
{
    private readonly SplitMix _random = new(seed);
    private readonly SimulatedHouse _house = new(seed, Faults.Random(seed + 1, 0.06), lostHints: 0.15);
    private readonly List<BookingRequest> _said = [];
    private readonly List<BookingId> _known = [];
    private readonly Dictionary<BookingId, long> _highest = [];
    private readonly SplitMix _turns = new(seed + 2);
    private Aboard? _aboard;
    private int _references;

    /// <summary>How photos ended.</summary>
    public IEnumerable<PhotoState> Photos => _aboard?.States ?? [];

    public async Task Run(int steps)
    {
        var aboard = _aboard = new Aboard(_house, seed + 3);
        _house.Faults.Stop();
        await _house.WithCrew();
        _house.Faults.Resume();
        for (var i = 0; i < steps; i++) await Act();
        await _house.Settle();
        await Invariants.Hold(_house, _highest);
        await aboard.Hold();
    }

    private async Task Act()
    {
        try
        {
            await (_random.UpTo(11) switch
            {
                0 or 1 => Say(New()),
                2 => Say(Again()),
                3 => Say(Changed()),
                4 => Edit(),
                5 => CancelOne(),
                6 or 7 => Answer(),
                8 => Wait(),
                9 => Crash(),
                10 => _house.Sweep(),
                _ => Task.FromResult(_house.Step()),
            });
            await _house.Step();
            if (_known.Count > 0 && _turns.Chance(0.5)) await _aboard!.Act(_known[_turns.UpTo(_known.Count - 1)]);
        }
        catch (OutsideUnavailable)
        {
            // The caller sees 503 and may or may not try again.
        }
    }

    private async Task Say(BookingRequest request)
    {
        _said.Add(request);
        var rider = _house.Price($"{Invariants.Canary}.{_random.UpTo(9)}{_random.UpTo(9)}", request.Channel.Text);
        var reply = await _house.FrontDesk.Accept(request, rider, null, default);
        reply.Match<object?>(
            created => Seen(created.File), changed => Seen(changed.File), same => Seen(same.File),
            refused => refused.Current is { } file ? Seen(file) : null);
    }

    private object? Seen(BookingFile file)
    {
        var booking = file.Booking;
        if (!_known.Contains(booking.Id)) _known.Add(booking.Id);
        Assert.True(booking.Generation >= _highest.GetValueOrDefault(booking.Id));
        _highest[booking.Id] = booking.Generation;
        return null;
    }

    private BookingRequest New()
    {
        var channel = _random.Chance(0.6) ? "boatsetter" : "direct";
        return Requests.Make($"REF{_references++:D4}"[..7], channel, Start(), 60 + (_random.UpTo(8) * 30), mail: Mail());
    }

    private BookingRequest Again() => _said.Count == 0 ? New() : _said[_random.UpTo(_said.Count - 1)];

    private BookingRequest Changed()
    {
        if (_said.Count == 0) return New();
        var old = Again();
        return Requests.Make(
            old.Reference.Text, old.Channel.Text, _random.Chance(0.5) ? Start() : old.Trip.Start, old.Trip.Minutes,
            party: 1 + _random.UpTo(5), mail: old.Guest.Email,
            sent: _random.Chance(0.5) ? _house.Clock.GetCurrentInstant() : null);
    }

    private string? Mail() => _random.Chance(0.9) ? "robin@example.com" : null;

    private LocalDateTime Start() => new LocalDateTime(2027, 5, 20, 8, 0)
        .PlusDays(_random.UpTo(5)).PlusHours(_random.UpTo(9));

    private async Task Edit()
    {
        if (_known.Count == 0) return;
        var (start, move) = (Start(), _random.Chance(0.5));
        BookingEdit Next(Booking now) => BookingEdit.Of(now) with
        {
            Trip = move ? now.Trip with { Start = start } : now.Trip,
            Guest = now.Guest with { Party = 1 + (now.Guest.Party % 5) },
        };
        await _house.FrontDesk.Change(Known(), Next, null, NoRider.Instance, default);
    }

    private async Task CancelOne()
    {
        if (_known.Count > 0 && _random.Chance(0.5)) await _house.FrontDesk.Cancel(Known(), "weather", null, default);
    }

    private BookingId Known() => _known[_random.UpTo(_known.Count - 1)];

    private async Task Answer()
    {
        if (_known.Count == 0 || await _house.Crew.Read(Known(), default) is not { Roles.Count: > 0 } summary) return;
        var role = summary.Roles[_random.UpTo(summary.Roles.Count - 1)];
        if (role.Member is not { } member) return;
        await _house.Crew.Answer(
            EventId.Of(summary.Booking), Texts.Parse<MemberId>(member), role.Ask, _random.Chance(0.8), AnswerWay.Link, default);
    }

    private Task Wait()
    {
        _house.Clock.AdvanceMinutes(_random.UpTo(120));
        return Task.CompletedTask;
    }

    private Task Crash()
    {
        if (_random.Chance(0.3)) _house.Hints.Lose();
        return Task.CompletedTask;
    }
}
