using System.Text.Json;
using System.Text.Json.Serialization;

namespace Purser.Host.Doors;

/// <summary>
/// <c>/api/canary</c> and <c>/calendar/canary</c>: say whether a header field that carries a key elsewhere
/// arrives here. They look for one word only, and tell a caller nothing but what he has sent himself.
/// </summary>
public static class CanaryDoor
{
    /// <summary>What stands in a field instead of a key.</summary>
    public const string Word = "canary";

    /// <summary>The fields that carry keys, and the address behind which each is needed.</summary>
    public static IReadOnlyList<(string Field, string Path)> Fields { get; } =
        [("X-API-Key", "api/canary"), ("X-Dashboard-Token", "calendar/canary")];

    /// <summary>Adds the address behind which a field is needed.</summary>
    public static void MapCanary(this IEndpointRouteBuilder site, string field)
    {
        var path = "/" + Fields.First(one => one.Field == field).Path;
        site.Get(path, context => Task.FromResult<IResult>(Say(context, field)));
    }

    /// <summary>What such a door said; null: it is none.</summary>
    public static CanaryReply? Read(ReadOnlySpan<byte> body)
    {
        try
        {
            return JsonSerializer.Deserialize(body, CanaryJson.Default.CanaryReply);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static Reply Say(HttpContext context, string field)
    {
        var arrived = context.Request.Headers[field].ToString() == Word;
        return Reply.Json(new CanaryReply(field, arrived), CanaryJson.Default.CanaryReply);
    }
}

/// <summary>Whether a field arrived.</summary>
public sealed record CanaryReply(string Field, bool Arrived);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(CanaryReply))]
internal sealed partial class CanaryJson : JsonSerializerContext;
