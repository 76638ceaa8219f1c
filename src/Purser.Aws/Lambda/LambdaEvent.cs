using System.Net;
using Microsoft.AspNetCore.Http;

namespace Purser.Aws.Lambda;

/// <summary>What an event is.</summary>
internal abstract record LambdaEvent
{
    private LambdaEvent()
    {
    }

    /// <summary>A request of HTTP.</summary>
    public sealed record Web(LambdaRequest Request) : LambdaEvent;

    /// <summary>Messages of a queue.</summary>
    public sealed record Queue(IReadOnlyList<QueueRecord> Records) : LambdaEvent;

    /// <summary>A schedule came due.</summary>
    public sealed record Schedule : LambdaEvent;

    /// <summary>Objects came into a bucket.</summary>
    public sealed record Created(IReadOnlyList<CreatedObject> Objects) : LambdaEvent;

    /// <summary>None of these.</summary>
    /// <param name="Reason">What it is instead, without any value of it.</param>
    public sealed record Unknown(string Reason) : LambdaEvent;

    /// <summary>Calls the one case that this is.</summary>
    public T Match<T>(
        Func<Web, T> web, Func<Queue, T> queue, Func<Schedule, T> schedule, Func<Created, T> created,
        Func<Unknown, T> unknown) => this switch
        {
            Web that => web(that),
            Queue that => queue(that),
            Schedule that => schedule(that),
            Created that => created(that),
            Unknown that => unknown(that),
            _ => throw new BugException("an unknown kind of event"),
        };
}

/// <summary>An event that this function does not take.</summary>
internal sealed class EventRefused(string reason) : Exception(reason);

/// <summary>How the gateway wrote the request, and reads the reply.</summary>
internal enum GatewayFormat
{
    /// <summary>API Gateway REST.</summary>
    V1,

    /// <summary>Function URLs, and API Gateway HTTP.</summary>
    V2,
}

/// <summary>A request of HTTP as a gateway hands it on.</summary>
internal sealed record LambdaRequest
{
    /// <summary>Whose gateway.</summary>
    public required GatewayFormat Format { get; init; }

    /// <summary>In capitals.</summary>
    public required string Method { get; init; }

    /// <summary>HTTP's version as the client spoke it.</summary>
    public required string Protocol { get; init; }

    /// <summary>As the client spoke to the outermost gateway.</summary>
    public required string Scheme { get; init; }

    /// <summary>Where.</summary>
    public required RequestPath Path { get; init; }

    /// <summary>Encoded, with its question mark; empty if there is none.</summary>
    public required string Query { get; init; }

    /// <summary>The header fields.</summary>
    public required IHeaderDictionary Headers { get; init; }

    /// <summary>The bytes that the client sent.</summary>
    public required ReadOnlyMemory<byte> Body { get; init; }

    /// <summary>The gateway's own name, under which it was asked; null: it does not say.</summary>
    public required string? Gateway { get; init; }

    /// <summary>Who is connected to the gateway; null: it does not say.</summary>
    public required IPAddress? Client { get; init; }
}
