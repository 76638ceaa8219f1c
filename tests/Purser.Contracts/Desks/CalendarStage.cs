using NodaTime;
using NodaTime.Testing;
using Purser.Bookings;
using Purser.Contracts.Memory;
using Purser.Finance.Entries;
using Purser.Fleet;
using Purser.Outside;
using Purser.Outside.Records;

namespace Purser.Contracts.Desks;

/// <summary>A calendar desk over memory, for an invented vessel.</summary>
public sealed class CalendarStage
{
    public static readonly BookingId Booking = CrewStage.Booking;

    public CalendarStage() => Desk = new CalendarDesk(Store.Open(Compartment.Calendar), CrewStage.Fleet, Clock);

    public MemoryStore Store { get; } = new(seed: 13);

    public FakeClock Clock { get; } = new(Instant.FromUtc(2027, 4, 18, 16, 0));

    public CalendarDesk Desk { get; }

    /// <summary>The index shows every finished commit.</summary>
    public void CatchUp() => Store.Of(Compartment.Calendar).CatchUp();

    public static CalendarPut Put(long generation, int day = 30) => new(
        Booking, generation, true, "Robin Alvarez, party of 6",
        new Trip(Texts.Parse<VesselId>("jada"), new LocalDateTime(2027, 5, day, 10, 0), 180, "America/Los_Angeles"),
        "Cabrillo Dock, Gate C, slip 14", Texts.Parse<ChannelId>("boatsetter"), Texts.Parse<ChannelReference>("XHQGMDH"),
        [CrewRole.Captain, CrewStage.Mate, CrewStage.Deck], null, 0);

    public static DeskEntryRequest Hold(int day)
    {
        var start = new LocalDateTime(2027, 5, day, 9, 0);
        return new DeskEntryRequest("hold", "jada", HouseJson.Text(start), HouseJson.Text(start.PlusHours(3)));
    }
}

/// <summary>A calendar desk and a way to it.</summary>
public abstract class EntryDeskFixture : IAsyncDisposable
{
    public CalendarStage Stage { get; } = new();

    public abstract IEntryDesk Desk { get; }

    public virtual Task Start() => Task.CompletedTask;

    public virtual ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }
}

internal sealed class EntryDeskHere : EntryDeskFixture
{
    public override IEntryDesk Desk => Stage.Desk;
}
