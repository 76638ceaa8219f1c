using Purser.Bookings;
using Purser.Outside;
using Purser.Outside.Records;

namespace Purser.Contracts.Ports;

/// <summary>A way for hints, and its other end.</summary>
public abstract class HintsFixture : IAsyncDisposable
{
    /// <summary>The way.</summary>
    public abstract IHints Hints { get; }

    /// <summary>Takes everything that has arrived so far.</summary>
    public abstract Task<IReadOnlyList<Hint>> Arrived();

    /// <inheritdoc />
    public virtual ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }
}

/// <summary>What every way for hints keeps, where nothing is lost on purpose.</summary>
public abstract class HintsContract(HintsFixture fixture) : IAsyncLifetime
{
    private static readonly BookingId Id = Texts.Parse<BookingId>("abcdefghijklmnopqrstuvwxyz");

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        await fixture.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task Every_kind_of_hint_arrives_as_it_was_left()
    {
        Hint[] left =
            [new Hint.Booking(Id), new Hint.Follow(Id), new Hint.Outbox(Compartment.Crew, "event#1")];
        foreach (var hint in left) await fixture.Hints.Leave(hint, Stop);
        Assert.Equal([.. left], (await fixture.Arrived()).ToHashSet());
    }

    [Fact]
    public async Task Leaving_many_never_throws()
    {
        for (var i = 0; i < 300; i++)
            await fixture.Hints.Leave(new Hint.Outbox(Compartment.Office, $"booking#{i % 10}"), Stop);
        Assert.Equal(10, (await fixture.Arrived()).Distinct().Count());
    }
}
