using Purser.Outside;

namespace Purser.Contracts.Ports;

/// <summary>A fresh, empty place for secrets, for one test.</summary>
public abstract class SecretsFixture : IAsyncDisposable
{
    /// <summary>The secrets as they are open now.</summary>
    public abstract ISecrets Secrets { get; }

    /// <summary>Closes and opens again, as a new process would.</summary>
    public virtual Task Reopen() => Task.CompletedTask;

    /// <inheritdoc />
    public virtual ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }
}

/// <summary>What every place for secrets keeps.</summary>
public abstract class SecretsContract(SecretsFixture fixture) : IAsyncLifetime
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        await fixture.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task A_secret_is_made_once_and_stays()
    {
        var first = await fixture.Secrets.Get(SecretNames.GuestRoot, Stop);
        Assert.Equal(32, first.Length);
        Assert.True(first.Span.ContainsAnyExcept((byte)0));
        Assert.Equal(first.ToArray(), (await fixture.Secrets.Get(SecretNames.GuestRoot, Stop)).ToArray());
        await fixture.Reopen();
        Assert.Equal(first.ToArray(), (await fixture.Secrets.Get(SecretNames.GuestRoot, Stop)).ToArray());
    }

    [Fact]
    public async Task Secrets_differ_by_name()
    {
        var one = await fixture.Secrets.Get(SecretNames.CrewLinks, Stop);
        var other = await fixture.Secrets.Get(SecretNames.OfficeLinks, Stop);
        Assert.NotEqual(one.ToArray(), other.ToArray());
    }

    [Fact]
    public async Task Many_that_ask_first_get_the_same()
    {
        var asked =
            Enumerable.Range(0, 20).Select(
                _ => Task.Run(() => fixture.Secrets.Get(SecretNames.CrewLinks, Stop), Stop));
        var found = await Task.WhenAll(asked);
        Assert.Single(found.Select(secret => Convert.ToHexString(secret.Span)).Distinct());
    }
}
