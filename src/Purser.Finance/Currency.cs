using System.Collections.Frozen;
using System.Text.Json.Serialization;

namespace Purser.Finance;

/// <summary>A currency that Purser can keep books in: a closed list of ISO 4217 codes.</summary>
[JsonConverter(typeof(TextConverter<Currency>))]
public readonly record struct Currency : IText<Currency>
{
    private static readonly FrozenDictionary<string, (int Digits, string Sign)> Known =
        new Dictionary<string, (int, string)>
        {
            ["AUD"] = (2, "$"),
            ["BRL"] = (2, "R$"),
            ["CAD"] = (2, "$"),
            ["CHF"] = (2, ""),
            ["CZK"] = (2, ""),
            ["DKK"] = (2, ""),
            ["EUR"] = (2, "€"),
            ["GBP"] = (2, "£"),
            ["HKD"] = (2, "$"),
            ["ISK"] = (0, ""),
            ["JPY"] = (0, "¥"),
            ["KRW"] = (0, "₩"),
            ["MXN"] = (2, "$"),
            ["NOK"] = (2, ""),
            ["NZD"] = (2, "$"),
            ["PLN"] = (2, ""),
            ["SEK"] = (2, ""),
            ["SGD"] = (2, "$"),
            ["THB"] = (2, "฿"),
            ["TRY"] = (2, "₺"),
            ["USD"] = (2, "$"),
            ["ZAR"] = (2, ""),
        }.ToFrozenDictionary();

    /// <summary>Every code, in alphabetical order.</summary>
    public static IReadOnlyList<Currency> All { get; } =
        [.. Known.Keys.Order(StringComparer.Ordinal).Select(code => new Currency { Text = code })];

    /// <inheritdoc />
    public string Text { get => field ?? ""; private init; }

    /// <summary>Decimal digits of its minor unit: 2 for cents, 0 where there is none.</summary>
    public int Digits => Known[Text].Digits;

    /// <summary>
    /// The sign written beside amounts; several currencies share one, and some have none (empty).
    /// </summary>
    public string Sign => Known[Text].Sign;

    /// <summary>Takes a code of the list, in capitals.</summary>
    public static bool TryParse(string? text, out Currency value)
    {
        var right = text is not null && Known.ContainsKey(text);
        value = right ? new Currency { Text = text! } : default;
        return right;
    }

    /// <inheritdoc />
    public override string ToString() => Text;
}
