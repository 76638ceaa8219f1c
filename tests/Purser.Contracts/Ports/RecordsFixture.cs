using Purser.Outside.Records;

namespace Purser.Contracts.Ports;

/// <summary>A fresh, empty store for one test.</summary>
public abstract class RecordsFixture : IAsyncDisposable
{
    /// <summary>The store as it is open now.</summary>
    public abstract IStore Store { get; }

    /// <summary>Makes what the store needs, before it is first used.</summary>
    public virtual Task Start() => Task.CompletedTask;

    /// <summary>Returns when the index shows every finished commit.</summary>
    public virtual Task Settle() => Task.CompletedTask;

    /// <summary>Closes the store and opens it again, as a new process would.</summary>
    public virtual Task Reopen() => Task.CompletedTask;

    /// <inheritdoc />
    public virtual ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }
}
