using Purser.Outside;

namespace Purser.Contracts.Ports;

/// <summary>A way for mail that keeps copies, and those copies.</summary>
public abstract class KeptMailFixture : IAsyncDisposable
{
    /// <summary>The way.</summary>
    public abstract IMail Mail { get; }

    /// <summary>The copies.</summary>
    public abstract IKeptMail Kept { get; }

    /// <inheritdoc />
    public virtual ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }
}

/// <summary>What every keeper of mails keeps.</summary>
public abstract class KeptMailContract(KeptMailFixture fixture) : IAsyncDisposable
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        await fixture.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task A_copy_is_listed_read_and_removed()
    {
        Assert.Empty(await fixture.Kept.List(Stop));
        await fixture.Mail.Send(Samples.Confirmation, Stop);
        var kept = Assert.Single(await fixture.Kept.List(Stop));
        Assert.Equal(Samples.Confirmation.Name, kept.Name);
        Assert.NotNull(await fixture.Kept.Read(kept.Name, Stop));
        await fixture.Kept.Remove(kept.Name, Stop);
        Assert.Empty(await fixture.Kept.List(Stop));
        Assert.Null(await fixture.Kept.Read(kept.Name, Stop));
    }

    [Fact]
    public async Task What_is_not_there_is_removed_without_an_error()
    {
        await fixture.Kept.Remove("nothing.guest.guest-link.t1", Stop);
        await fixture.Mail.Send(Samples.Confirmation, Stop);
        await fixture.Kept.Remove("nothing.guest.guest-link.t1", Stop);
        Assert.Single(await fixture.Kept.List(Stop));
    }

    [Fact]
    public void A_copy_says_what_it_is_about() =>
        Assert.Equal("abc", new KeptMail("abc.guest.guest-link.t1", NodaTime.Instant.MinValue).Subject);
}
