using System.Net;
using System.Text.Json;

namespace Purser.Aws.Lambda;

/// <summary>Tells events apart by what AWS documents of each, and reads what this program takes.</summary>
internal static class EventReading
{
    private const string CreatedWord = "ObjectCreated:";
    private const int MostNamesTold = 10;

    /// <summary>Reads an event. Never throws: what cannot be read is unknown.</summary>
    public static LambdaEvent Read(ReadOnlyMemory<byte> json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            return Kind(document.RootElement);
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException or FormatException)
        {
            return new LambdaEvent.Unknown("the event cannot be read, or lacks what its kind must have");
        }
    }

    /// <summary>A member of an object; null if there is no such object or member, or it is null.</summary>
    public static JsonElement? Member(this JsonElement? json, string name) =>
        json is { ValueKind: JsonValueKind.Object } there && there.TryGetProperty(name, out var member)
            && member.ValueKind != JsonValueKind.Null
            ? member
            : null;

    /// <summary>A member's text; null if there is none.</summary>
    public static string? Text(this JsonElement? json, string name) => json.Member(name)?.GetString();

    private static LambdaEvent Kind(JsonElement? root)
    {
        if (root.Member("requestContext") is { } context)
        {
            var rest = root.Text("httpMethod") is not null;
            if (rest) return new LambdaEvent.Web(GatewayV1.Read(root, context));
            if (GatewayV2.Is(context)) return new LambdaEvent.Web(GatewayV2.Read(root, context));
        }

        if (root.Member("Records") is { ValueKind: JsonValueKind.Array } records) return Records(records);
        var scheduled = root.Text("source") is "aws.events" or "aws.scheduler"
            || root.Text("detail-type") is "Scheduled Event";
        return scheduled ? new LambdaEvent.Schedule() : Unknown(root);
    }

    private static LambdaEvent Records(JsonElement records)
    {
        JsonElement?[] all = [.. records.EnumerateArray()];
        var sources = all.Select(record => record.Text("eventSource") ?? "nobody").Distinct().ToList();
        if (sources is ["aws:sqs"]) return new LambdaEvent.Queue([.. all.Select(Message)]);
        if (sources is not ["aws:s3"])
            return new LambdaEvent.Unknown($"records of {string.Join(", ", sources.Take(MostNamesTold))}");
        var other = all.Select(record => record.Text("eventName") ?? "")
            .FirstOrDefault(name => !name.StartsWith(CreatedWord, StringComparison.Ordinal));
        return other is null
            ? new LambdaEvent.Created([.. all.Select(Object)])
            : new LambdaEvent.Unknown("something of a bucket other than an object that was created");
    }

    private static QueueRecord Message(JsonElement? record) =>
        new(Needed(record, "messageId"), Needed(record, "body"));

    private static CreatedObject Object(JsonElement? record)
    {
        var stored = record.Member("s3");
        // The key is written as a form writes it: a plus is a space.
        var key = WebUtility.UrlDecode(Needed(stored.Member("object"), "key"));
        return new CreatedObject(Needed(stored.Member("bucket"), "name"), key);
    }

    private static string Needed(JsonElement? json, string name) =>
        json.Text(name) ?? throw new FormatException($"no {name}");

    private static LambdaEvent.Unknown Unknown(JsonElement? root)
    {
        if (root is not { ValueKind: JsonValueKind.Object } there)
            return new LambdaEvent.Unknown("JSON that is no object");
        var names = there.EnumerateObject().Select(member => member.Name).Take(MostNamesTold);
        return new LambdaEvent.Unknown($"an object with the members {string.Join(", ", names)}");
    }
}
