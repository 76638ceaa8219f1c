using System.Net;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Purser.Outside;

namespace Purser.Aws.Desks;

/// <summary>What a desk's door answered.</summary>
/// <param name="Operation">What was asked, with the address; no secret.</param>
/// <param name="Status">As it came.</param>
/// <param name="Body">Whole.</param>
/// <param name="Kind">Of a refusal of ours: what follows <c>urn:purser:</c>; null for any other
/// reply.</param>
/// <param name="Detail">What such a refusal says.</param>
internal sealed record DeskReply(
    string Operation, HttpStatusCode Status, byte[] Body, string? Kind, string? Detail)
{
    private const string Ours = "urn:purser:";
    private const int MostDetail = 300;

    /// <summary>True for a reply that holds what was asked for.</summary>
    public bool Succeeded => (int)Status is >= 200 and < 300;

    /// <summary>True where the desk itself says that there is no such thing.</summary>
    public bool Missing => Status == HttpStatusCode.NotFound && Kind == "not-found";

    /// <summary>The reply, with the refusal that it may be.</summary>
    public static DeskReply Of(string operation, HttpStatusCode status, byte[] body)
    {
        if ((int)status < 400) return new DeskReply(operation, status, body, null, null);
        var problem = ProblemOf(body);
        var ours = problem?.Type?.StartsWith(Ours, StringComparison.Ordinal) == true;
        var detail = ours ? problem?.Detail ?? problem?.Title : null;
        return new DeskReply(
            operation, status, body, ours ? problem!.Type![Ours.Length..] : null,
            detail?.Length > MostDetail ? detail[..MostDetail] : detail);
    }

    /// <summary>What the body says.</summary>
    /// <exception cref="OutsideRefused">It is nothing that such a desk says.</exception>
    public T Read<T>(JsonTypeInfo<T> type)
        where T : class
    {
        try
        {
            if (JsonSerializer.Deserialize(Body, type) is { } read) return read;
        }
        catch (JsonException)
        {
            // Told below, without what it says: another's reply may hold anything.
        }

        throw new OutsideRefused(
            Operation,
            $"{(int)Status} with a body that no desk of this edition sends: is the address right?");
    }

    private static DeskProblem? ProblemOf(byte[] body)
    {
        try
        {
            return JsonSerializer.Deserialize(body, DeskJson.Default.DeskProblem);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

internal sealed record DeskProblem(string? Type = null, string? Title = null, string? Detail = null);

/// <summary>What stands there, as the refusal of a put holds it.</summary>
internal sealed record CrewNow(CrewSummary? Now = null);

/// <summary>What stands there, as the refusal of a put holds it.</summary>
internal sealed record EntryNow(EntryCounters? Now = null);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(DeskProblem))]
[JsonSerializable(typeof(CrewNow))]
[JsonSerializable(typeof(EntryNow))]
internal sealed partial class DeskJson : JsonSerializerContext;
