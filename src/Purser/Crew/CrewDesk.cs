using System.Text.Json;
using NodaTime;
using Purser.Bookings;
using Purser.Fleet;
using Purser.Outside;
using Purser.Outside.Outbox;
using Purser.Outside.Records;

namespace Purser.Crew;

/// <summary>
/// ShipCaptainCrew: who is asked for which event and what they say. The doors of the crew site, the office's
/// pages and the provisioner all call this one object. Replies are given after a durable commit.
/// </summary>
/// <param name="records">Of the crew compartment.</param>
/// <param name="clock">Now.</param>
/// <param name="fleet">The fleet file as it stands.</param>
/// <param name="hints">Told of what may be waiting.</param>
public sealed partial class CrewDesk(IRecords records, IClock clock, Func<FleetFacts> fleet, IHints hints) : ICrewDesk
{
    private readonly EventCommits commits = new(records, clock, fleet, hints);

    /// <inheritdoc />
    public Task<CrewPutReply> Put(CrewTrip trip, CancellationToken stop)
    {
        if (trip.PayAt is { } field)
        {
            throw new OutsideRefused(
                $"put crew event {trip.Booking}",
                $"{field} names a figure of pay or charge, and crew would read it");
        }

        var id = EventId.Of(trip.Booking);
        return commits.Change(
            id, (reading, scene) => Decide(id, trip, reading.Sheet, scene), byOffice: true, stop);
    }

    /// <inheritdoc />
    public async Task<CrewSummary?> Read(BookingId id, CancellationToken stop)
    {
        var row = await records.Get(CrewRows.Event(EventId.Of(id)), stop);
        if (row is null || CrewRows.ReadEvent(row) is not { Booked: true } found) return null;
        return Summary(found, (await commits.See(stop)).Roster);
    }

    /// <inheritdoc />
    public async Task<IReadOnlyList<Notice>> Notices(BookingId id, CancellationToken stop)
    {
        var partition = CrewRows.EventPartition(EventId.Of(id));
        var rows = await records.Whole(partition, stop, NoticeRows.Prefix, NoticeRows.PrefixEnd);
        return [.. rows.Select(NoticeRows.Read)];
    }

    /// <inheritdoc />
    public async Task<IReadOnlyList<CrewSummary>> List(LocalDate from, LocalDate to, CancellationToken stop)
    {
        var scene = await commits.See(stop);
        var all = new List<CrewSummary>();
        string? cursor = null;
        do
        {
            var page = await Page(new EventQuery(from, to, cursor, 100), stop);
            all.AddRange(page.Items.Where(item => item.Booked).Select(item => Summary(item, scene.Roster)));
            cursor = page.Next;
        }
        while (cursor is not null);
        return all;
    }

    private static Step<CrewPutReply> Decide(EventId id, CrewTrip trip, EventSheet? sheet, Scene scene)
    {
        var half = Half(trip);
        if (sheet is null)
        {
            var first = new CrewEvent(id, true, trip.Generation, 0, trip.Live, half, OwnHalf.Empty, [], trip.Payment);
            var made = first with { Papers = trip.Papers };
            return Put(PutOutcome.Stored, new EventSheet(made, [], []));
        }

        var now = sheet.Event;
        if (!now.Booked) return Put(PutOutcome.Diverged, null);
        if (trip.Generation < now.Generation) return Put(PutOutcome.Stale, null);
        var payment = trip.Payment.Version > now.Payment.Version ? trip.Payment : now.Payment;
        // Of equal papers the later put holds: what is asked for may have changed without them.
        var papers = trip.Papers.Version >= now.Papers.Version ? trip.Papers : now.Papers;
        if (trip.Generation == now.Generation)
        {
            if (now.Live != trip.Live || !SameTrip(now.Trip, half)) return Put(PutOutcome.Diverged, null);
            var news = payment != now.Payment || papers != now.Papers;
            var told = now with { Payment = payment, Papers = papers };
            if (news) return Put(PutOutcome.Stored, sheet with { Event = told });
            var same = trip.Payment.Version < now.Payment.Version || trip.Payment == now.Payment;
            return Put(same ? PutOutcome.Same : PutOutcome.Diverged, null);
        }

        var changed = now with
        {
            Generation = trip.Generation,
            Live = trip.Live,
            Trip = half,
            Payment = payment,
            Papers = papers,
        };
        var next = sheet with { Event = changed };
        return Put(PutOutcome.Stored, now.Live && !trip.Live ? next.Logged(scene.Now, "Cancelled by the office") : next);
    }

    private static Step<CrewPutReply> Put(PutOutcome outcome, EventSheet? next) => new(
        next, (sheet, scene) => new CrewPutReply(outcome, Summary(sheet!.Event, scene.Roster)));

    private static TripHalf Half(CrewTrip trip) => new(
        trip.Title, "charter", trip.Trip, trip.Dock, trip.Guests, trip.Requests, trip.Roles);

    private static bool SameTrip(TripHalf one, TripHalf other) =>
        JsonSerializer.SerializeToUtf8Bytes(one, CrewJson.Default.TripHalf).AsSpan()
            .SequenceEqual(JsonSerializer.SerializeToUtf8Bytes(other, CrewJson.Default.TripHalf));

    private static CrewSummary Summary(CrewEvent value, IReadOnlyList<CrewMember> roster)
    {
        // A desk-only event under a booking's id is nobody's booking; it is told as diverged, with its own
        // counters.
        var booking = BookingId.TryParse(value.Id.Text, out var id) ? id : default;
        return new CrewSummary(
            booking, value.Generation, value.Version, value.Live,
            [
                .. value.Cast.Select(entry => new CrewRoleSummary(
                    entry.Role, entry.Member?.Text, EventView.NameOf(roster, entry.Member), entry.Answer, entry.Ask)),
            ]);
    }
}
