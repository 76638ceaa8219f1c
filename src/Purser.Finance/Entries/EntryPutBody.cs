using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Purser.Outside;

namespace Purser.Finance.Entries;

/// <summary>A guarded put of an entry, as it goes to the calendar desk's door.</summary>
/// <param name="Entry">Trip and, if it is to be put, crew half.</param>
/// <param name="Money">The annex's half, or null to leave it.</param>
public sealed record EntryPutBody(CalendarPut Entry, MoneyHalf? Money)
{
    private const int MostText = 300;
    private const int MostNames = 50;
    private const int MostLines = 50;

    /// <summary>The put of a body, or null if it is none that an office sends.</summary>
    public static EntryPutBody? Read(ReadOnlySpan<byte> body)
    {
        try
        {
            var read = JsonSerializer.Deserialize(body, EntryWireJson.Default.EntryPutBody);
            return read is { Sound: true } ? read : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>The body of a put.</summary>
    public byte[] Bytes() => JsonSerializer.SerializeToUtf8Bytes(this, EntryWireJson.Default.EntryPutBody);

    private bool Sound => Entry is
    {
        Booking.Text.Length: > 0, Generation: > 0 and <= Counters.Most, Title.Length: <= MostText,
        Location.Length: <= MostText, Source.Text.Length: > 0, Reference.Text.Length: > 0, Roles.Count: <= MostNames,
        AnnexVersion: >= 0 and <= Counters.Most,
    } && Entry.Trip.Sound && Entry.Crew is null or
    {
        EventVersion: >= 0 and <= Counters.Most, Captain: null or { Length: <= MostText }, Crew.Count: <= MostNames,
    } && (Money is null || MoneySound(Money));

    private static bool MoneySound(MoneyHalf money) => money is
    {
        MoneyVersion: >= 0 and <= Counters.Most, Generation: > 0 and <= Counters.Most,
        RatesVersion: >= 0 and <= Counters.Most, Currency.Text.Length: > 0,
        Lines.Count: <= MostLines,
    } && IsAmount(money.Gross) && IsAmount(money.Net)
        && money.Lines.All(line =>
            line is { Kind.Length: <= 60, Rule.Length: <= MostText } && IsAmount(line.Amount));

    private static bool IsAmount(string text) => text.Length <= 30 && decimal.TryParse(
        text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture,
        out _);
}

/// <summary>How the calendar desk's port is written where desk and office are not one process.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    Converters = [typeof(HouseJson.LocalDateTimeConverter)])]
[JsonSerializable(typeof(EntryPutBody))]
[JsonSerializable(typeof(CalendarPutReply))]
public sealed partial class EntryWireJson : JsonSerializerContext;
