using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Purser.Fleet;

namespace Purser.Finance.Settling;

/// <summary>
/// Reads <c>rates.json</c>. Unknown fields, gaps and nonsense are refused, naming the field and the remedy.
/// </summary>
public static class RatesFile
{
    private const int CrewPlusMinutes = 120;
    private const int MostPlusMinutes = 24 * 60;
    private const decimal MostPerHour = 10_000m;

    /// <summary>The JSON Schema of the file, shipped beside it.</summary>
    public static string Schema
    {
        get
        {
            using var stream = typeof(RatesFile).Assembly.GetManifestResourceStream("rates.schema.json");
            Require.That(stream is not null);
            using var reader = new StreamReader(stream!);
            return reader.ReadToEnd();
        }
    }

    /// <summary>The rates of the invented operator: those of the worked example.</summary>
    public static string Sample
    {
        get
        {
            using var stream = typeof(RatesFile).Assembly.GetManifestResourceStream("rates.sample.json");
            Require.That(stream is not null);
            using var reader = new StreamReader(stream!);
            return reader.ReadToEnd();
        }
    }

    /// <summary>Reads the file's bytes; throws <see cref="RatesFault"/>.</summary>
    public static Rates Read(ReadOnlySpan<byte> json)
    {
        RatesJson file;
        try
        {
            file = JsonSerializer.Deserialize(json, FinanceJson.Default.RatesJson)
                ?? throw new RatesFault("rates.json: it is empty; copy the sample's and edit it");
        }
        catch (JsonException fault)
        {
            var place = fault.Path is { Length: > 1 } path ? path[1..].Replace('.', '/') : "/";
            throw new RatesFault($"rates.json: {place}: {FirstSentence(fault.Message)}; see rates.schema.json");
        }

        return Checked(file);
    }

    private static Rates Checked(RatesJson file)
    {
        if (file.Version < 1) throw new RatesFault("rates.json: /version must be a whole number from 1; raise it at each edit");
        if (!Currency.TryParse(file.Currency, out var currency))
            throw new RatesFault("rates.json: /currency must be one of " + string.Join(", ", Currency.All));
        var roles = new Dictionary<CrewRole, RoleRate>();
        foreach (var (name, rate) in file.Roles)
        {
            if (!CrewRole.TryParse(name, out var role))
                throw new RatesFault($"rates.json: /roles/{name} is no role; use lower-case words, for example \"first mate\"");
            roles[role] = Checked(role, rate, currency);
        }

        if (!roles.ContainsKey(CrewRole.Captain)) throw new RatesFault("rates.json: /roles/captain is missing; add its \"perHour\"");
        var channels = new Dictionary<ChannelId, ChannelTerms>();
        foreach (var (name, terms) in file.Channels)
        {
            if (!ChannelId.TryParse(name, out var channel))
                throw new RatesFault($"rates.json: /channels/{name} is no channel id; use [a-z0-9-] as in fleet.json");
            channels[channel] = Checked(name, terms);
        }

        return new Rates(file.Version, currency, roles, Percent("/portFeePercent", file.PortFeePercent), channels);
    }

    private static RoleRate Checked(CrewRole role, RoleJson rate, Currency currency)
    {
        if (!TryDecimal(rate.PerHour, currency.Digits, out var perHour) || perHour > MostPerHour)
        {
            throw new RatesFault(
                $"rates.json: /roles/{role}/perHour must be text such as \"25.00\", from 0 to {MostPerHour}, "
                + $"with at most {currency.Digits} decimals");
        }

        var plus = rate switch
        {
            { Hours: null, PlusMinutes: null } => role == CrewRole.Captain ? 0 : CrewPlusMinutes,
            { Hours: "charter", PlusMinutes: null } => 0,
            { Hours: "charter-plus", PlusMinutes: >= 0 and <= MostPlusMinutes } => rate.PlusMinutes.Value,
            { Hours: "charter-plus" } => throw new RatesFault(
                $"rates.json: /roles/{role}/plusMinutes must be from 0 to {MostPlusMinutes}"),
            { Hours: null or "charter" } => throw new RatesFault(
                $"rates.json: /roles/{role}/plusMinutes goes with \"hours\": \"charter-plus\" only"),
            _ => throw new RatesFault($"rates.json: /roles/{role}/hours must be \"charter\" or \"charter-plus\""),
        };
        return new RoleRate(Money.Round(perHour, currency), plus);
    }

    private static ChannelTerms Checked(string name, ChannelJson terms)
    {
        if (terms.Collects is not ("channel" or "operator"))
            throw new RatesFault($"rates.json: /channels/{name}/collects must be \"channel\" or \"operator\"");
        return new ChannelTerms(Percent($"/channels/{name}/feePercent", terms.FeePercent), terms.Collects == "channel");
    }

    private static decimal Percent(string place, string text) => TryDecimal(text, 4, out var percent) && percent <= 100
        ? percent
        : throw new RatesFault($"rates.json: {place} must be text such as \"18\" or \"7.5\", from 0 to 100");

    private static bool TryDecimal(string text, int digits, out decimal value)
    {
        var right = decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out value);
        return right && text.Length <= 20 && decimal.Round(value, digits) == value;
    }

    private static string FirstSentence(string message)
    {
        var end = message.IndexOf(". ", StringComparison.Ordinal);
        return (end < 0 ? message : message[..end]).Trim().TrimEnd('.');
    }
}

[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record RatesJson(
    [property: JsonRequired] long Version, [property: JsonRequired] string Currency,
    [property: JsonRequired] IReadOnlyDictionary<string, RoleJson> Roles,
    [property: JsonRequired] string PortFeePercent,
    [property: JsonRequired] IReadOnlyDictionary<string, ChannelJson> Channels)
{
    [JsonPropertyName("$schema")]
    public string? SchemaPlace { get; init; }
}

[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record RoleJson([property: JsonRequired] string PerHour, string? Hours = null, int? PlusMinutes = null);

[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record ChannelJson([property: JsonRequired] string FeePercent, [property: JsonRequired] string Collects);
