using System.Net;
using System.Text;
using System.Text.Json.Nodes;

namespace Purser.EndToEnd.Harness;

/// <summary>Requests to a house, as its callers make them.</summary>
internal sealed class Caller(House house) : IDisposable
{
    private readonly HttpClient client = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false });

    /// <summary>A booking by the trigger's key.</summary>
    public Task<Answer> Book(JsonNode booking) => Office(HttpMethod.Post, "/api/bookings", booking);

    /// <summary>A request to the bookings' API.</summary>
    public async Task<Answer> Office(HttpMethod method, string path, JsonNode? body = null, string? match = null) =>
        await Send(house.Office, method, path, body, match, ("X-API-Key", await house.Key("bookings")));

    /// <summary>A request to the calendar's API.</summary>
    public async Task<Answer> Calendar(HttpMethod method, string path, JsonNode? body = null, string? match = null) =>
        await Send(house.Office, method, path, body, match, ("X-Dashboard-Token", await house.Key("calendar")));

    /// <summary>A request to the crew system's API.</summary>
    public async Task<Answer> Crew(HttpMethod method, string path, JsonNode? body = null, string? match = null) =>
        // A distribution passes service keys under /api/ only, if at all.
        await Send(
            path.StartsWith("/api/", StringComparison.Ordinal) ? house.Crew : house.CrewDirect, method, path, body, match,
            ("X-API-Key", await house.Key("crew")));

    /// <summary>A request to the guests' site, without any proof.</summary>
    public Task<Answer> Guest(string path) => Send(house.Guest, HttpMethod.Get, path, null, null);

    /// <summary>A request with headers of its own.</summary>
    public Task<Answer> Send(
        Uri site, HttpMethod method, string path, JsonNode? body, string? match, params (string Name, string Value)[] headers)
    {
        var type = method == HttpMethod.Patch ? "application/merge-patch+json" : "application/json";
        return Raw(site, method, path, body?.ToJsonString(), type, match, headers);
    }

    /// <summary>A request with any body.</summary>
    public async Task<Answer> Raw(
        Uri site, HttpMethod method, string path, string? body, string type, string? match,
        params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, new Uri(site, path));
        if (body is not null) request.Content = new StringContent(body, Encoding.UTF8, type);
        if (match is not null) request.Headers.TryAddWithoutValidation("If-Match", match);
        foreach (var (name, value) in headers) request.Headers.TryAddWithoutValidation(name, value);
        using var reply = await client.SendAsync(request, TestContext.Current.CancellationToken);
        var bytes = await reply.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);
        return new Answer(
            reply.StatusCode, bytes, reply.Content.Headers.ContentType?.MediaType ?? "", reply.Headers.ETag?.ToString(),
            reply.Headers.Location, reply.Headers.Concat(reply.Content.Headers)
                .ToDictionary(header => header.Key, header => string.Join(", ", header.Value), StringComparer.OrdinalIgnoreCase));
    }

    /// <inheritdoc />
    public void Dispose() => client.Dispose();
}

/// <summary>What a site answered.</summary>
internal sealed record Answer(
    HttpStatusCode Status, byte[] Bytes, string Type, string? Tag, Uri? Location, IReadOnlyDictionary<string, string> Headers)
{
    /// <summary>The body as text.</summary>
    public string Text => Encoding.UTF8.GetString(Bytes);

    /// <summary>The body as JSON.</summary>
    public JsonNode Json => JsonNode.Parse(Bytes)!;

    /// <summary>The answer must have this status.</summary>
    public Answer Is(HttpStatusCode status)
    {
        Assert.True(Status == status, $"{(int)Status}, expected {(int)status}\n{Text}");
        return this;
    }

    /// <summary>A text property of the JSON body.</summary>
    public string Word(string name) => Json[name]!.GetValue<string>();
}
