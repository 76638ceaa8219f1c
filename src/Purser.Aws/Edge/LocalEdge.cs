using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Serialization;
using Purser.Outside;

namespace Purser.Aws.Edge;

/// <summary>An edge on this machine, <c>purser edge</c>, through its own door.</summary>
public static class LocalEdge
{
    private static readonly HttpClient Http = new() { Timeout = TimeSpan.FromSeconds(5) };

    /// <summary>The path of the door.</summary>
    public const string Path = "/invalidations";

    /// <summary>What is near is forgotten first: the edge may ask it at once.</summary>
    /// <param name="near">What this process keeps.</param>
    /// <param name="door">Where the edge is told.</param>
    public static IEdge Behind(IEdge near, Uri door) => new BothEdges(near, new Told(door));

    /// <summary>The paths of a body, or null if it holds none.</summary>
    public static IReadOnlyList<string>? Read(ReadOnlySpan<byte> body)
    {
        try
        {
            var read = JsonSerializer.Deserialize(body, LocalEdgeJson.Default.Invalidation);
            return read?.Paths is { Count: > 0 } paths && paths.All(path => path?.StartsWith('/') == true)
                ? paths
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private sealed class Told(Uri door) : IEdge
    {
        public async Task Invalidate(IReadOnlyList<string> paths, CancellationToken stop)
        {
            var operation = $"invalidate {paths.Count} paths at {door.GetLeftPart(UriPartial.Authority)}";
            var body = JsonSerializer.SerializeToUtf8Bytes(
                new Invalidation(paths), LocalEdgeJson.Default.Invalidation);
            using var content = new ByteArrayContent(body);
            content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
            try
            {
                using var reply = await Http.PostAsync(new Uri(door, Path), content, stop);
                if (reply.IsSuccessStatusCode) return;
                if ((int)reply.StatusCode < 500)
                {
                    throw new OutsideRefused(
                        operation, $"{(int)reply.StatusCode}: is PURSER_EDGE_URL the door of `purser edge`?");
                }

                throw new OutsideUnavailable(operation, why: $"{(int)reply.StatusCode}");
            }
            catch (Exception fault)
                when (fault is HttpRequestException or OperationCanceledException
                    && !stop.IsCancellationRequested)
            {
                throw new OutsideUnavailable(operation, fault);
            }
        }
    }
}

internal sealed record Invalidation(IReadOnlyList<string>? Paths = null);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(Invalidation))]
internal sealed partial class LocalEdgeJson : JsonSerializerContext;
