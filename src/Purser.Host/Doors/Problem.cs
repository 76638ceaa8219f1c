using System.Buffers;
using System.Globalization;
using System.Text.Json;

namespace Purser.Host.Doors;

/// <summary>A refusal as RFC 9457 writes it. The type is <c>urn:purser:</c> and <see cref="Kind"/>.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Kind">A stable word, for example <c>owned-by-booking</c>.</param>
/// <param name="Title">The same for every refusal of this kind.</param>
/// <param name="Detail">What happened here, and what to do about it.</param>
/// <param name="Errors">Each field that is wrong.</param>
public sealed record Problem(
    int Status, string Kind, string Title, string? Detail = null, IReadOnlyList<ProblemError>? Errors = null) : IResult
{
    /// <summary>Further members of this kind, for example <c>opens</c>; text only.</summary>
    public IReadOnlyList<(string Name, string? Value)> More { get; init; } = [];

    /// <summary>A member of this kind that is JSON itself, for example <c>now</c>.</summary>
    public (string Name, ReadOnlyMemory<byte> Json)? Holding { get; init; }

    /// <summary>When to try again, in seconds.</summary>
    public int? RetryAfter { get; init; }

    /// <summary>Further header fields.</summary>
    public IReadOnlyList<(string Name, string Value)> Headers { get; init; } = [];

    /// <summary>The one reply to every address that does not exist.</summary>
    public static Problem Unknown { get; } = new(404, "not-found", "There is nothing here");

    /// <summary>Something of ours is gone or was never there.</summary>
    public static Problem NotFound(string what) => new(404, "not-found", "There is nothing here", what);

    /// <summary>The whole is not what was expected, before any field is looked at.</summary>
    public static Problem Malformed(string detail) => new(400, "malformed", "The request cannot be read", detail);

    /// <summary>Fields that are wrong.</summary>
    public static Problem Invalid(params IReadOnlyList<ProblemError> errors) =>
        new(422, "invalid", "Some fields are not right", errors is [var only] ? only.Detail : null, errors);

    /// <inheritdoc />
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.StatusCode = Status;
        response.ContentType = "application/problem+json";
        response.Headers.CacheControl = "no-store";
        if (RetryAfter is { } seconds) response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        foreach (var (name, value) in Headers) response.Headers[name] = value;
        var body = Bytes();
        response.ContentLength = body.Length;
        if (!HttpMethods.IsHead(httpContext.Request.Method)) await response.Body.WriteAsync(body, httpContext.RequestAborted);
    }

    /// <summary>The body.</summary>
    public ReadOnlyMemory<byte> Bytes()
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("type", "urn:purser:" + Kind);
            json.WriteString("title", Title);
            json.WriteNumber("status", Status);
            if (Detail is not null) json.WriteString("detail", Detail);
            foreach (var (name, value) in More) json.WriteString(name, value);
            if (Holding is { } held)
            {
                json.WritePropertyName(held.Name);
                json.WriteRawValue(held.Json.Span);
            }

            WriteErrors(json);
            json.WriteEndObject();
        }

        return buffer.WrittenMemory;
    }

    private void WriteErrors(Utf8JsonWriter json)
    {
        if (Errors is not { Count: > 0 }) return;
        json.WriteStartArray("errors");
        foreach (var error in Errors)
        {
            json.WriteStartObject();
            json.WriteString("pointer", error.Pointer);
            json.WriteString("detail", error.Detail);
            if (error.Remedy is not null) json.WriteString("remedy", error.Remedy);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}

/// <summary>One field that is wrong.</summary>
/// <param name="Pointer">A JSON pointer into the request, for example <c>/guest/party</c>.</param>
/// <param name="Detail">What is wrong.</param>
/// <param name="Remedy">What to write instead.</param>
public sealed record ProblemError(string Pointer, string Detail, string? Remedy = null);
