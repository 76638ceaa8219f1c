namespace Purser.Host.Edge;

/// <summary>An origin's reply, and what has been read of it already.</summary>
/// <param name="Reply">As it answered.</param>
internal sealed record Taken(OriginReply Reply) : IAsyncDisposable
{
    /// <summary>For so long it may be kept; null: it may not.</summary>
    public TimeSpan? Fresh { get; init; }

    /// <summary>The body's beginning; the rest is still in the reply.</summary>
    public ReadOnlyMemory<byte> Begun { get; init; }

    /// <summary>True if there is no rest.</summary>
    public bool Whole { get; init; }

    /// <summary>True if the origin itself says that it fails.</summary>
    public bool Failed => Reply.Status >= 500;

    /// <inheritdoc />
    public ValueTask DisposeAsync() => Reply.DisposeAsync();
}
