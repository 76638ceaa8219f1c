namespace Purser.Host.Edge;

/// <summary>Who answers what the edge does not hold.</summary>
public interface IEdgeOrigin
{
    /// <summary>Asks. The caller disposes of the reply.</summary>
    /// <exception cref="HttpRequestException">There is no answer; a <see cref="TimeoutException"/> is inside
    /// if none came in time, and the fault of the viewer's connection if that broke.</exception>
    Task<OriginReply> Ask(OriginRequest request, CancellationToken stop);
}

/// <summary>What reaches an origin of a viewer's request.</summary>
/// <param name="Method">As the viewer's.</param>
/// <param name="Path">As the function left it.</param>
/// <param name="Query">With its question mark, or empty.</param>
/// <param name="Headers">Those that pass.</param>
/// <param name="Body">Streamed; null: none.</param>
public sealed record OriginRequest(
    string Method, string Path, string Query, IReadOnlyList<(string Name, string Value)> Headers,
    Stream? Body)
{
    /// <summary>Of the body; null: not said.</summary>
    public long? Length { get; init; }
}

/// <summary>What an origin answered.</summary>
/// <param name="Status">As it came.</param>
/// <param name="Headers">All but those of the connection.</param>
/// <param name="Body">Streamed.</param>
public sealed record OriginReply(int Status, IReadOnlyList<(string Name, string Value)> Headers, Stream Body)
    : IAsyncDisposable
{
    /// <summary>Ends with it.</summary>
    public IDisposable? Holds { get; init; }

    /// <summary>A field's value, or null.</summary>
    public string? Field(string name) =>
        Headers.FirstOrDefault(field => KeptReply.Is(field.Name, name)).Value;

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await Body.DisposeAsync();
        Holds?.Dispose();
    }
}
