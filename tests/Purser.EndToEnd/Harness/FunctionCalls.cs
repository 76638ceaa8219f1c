using System.Text.Json.Nodes;

namespace Purser.EndToEnd.Harness;

/// <summary>Changes of the samples of requests: of a REST API, or of a function URL.</summary>
internal static class FunctionCalls
{
    /// <summary>A header field.</summary>
    public static Action<JsonNode> With(string name, string value) => json =>
    {
        if (json["version"] is not null) json["headers"]![name.ToLowerInvariant()] = value;
        else json["multiValueHeaders"]![name] = new JsonArray(value);
    };

    /// <summary>The booking trigger's key.</summary>
    public static Action<JsonNode> Booking { get; } = With("X-API-Key", Installation.BookingKey);

    /// <summary>The crew system's key.</summary>
    public static Action<JsonNode> Crew { get; } = With("X-API-Key", Installation.ServiceKey);

    /// <summary>The calendar's token.</summary>
    public static Action<JsonNode> Calendar { get; } = With("X-Dashboard-Token", Installation.DashboardToken);

    /// <summary>One change after another.</summary>
    public static Action<JsonNode> And(this Action<JsonNode> one, Action<JsonNode> other) => one + other;

    /// <summary>A body of text.</summary>
    public static Action<JsonNode> Sends(string body, string type = "application/json") =>
        With("Content-Type", type).And(json => json["body"] = body);

    /// <summary>A body of bytes, as gateways hand it on.</summary>
    public static Action<JsonNode> Sends(byte[] body, string type) => With("Content-Type", type).And(json =>
    {
        json["body"] = Convert.ToBase64String(body);
        json["isBase64Encoded"] = true;
    });
}
