using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Serialization;

namespace Purser.Guests.Waivers;

/// <summary>
/// The name of somebody who sails, as written: 1 to 100 printable characters, composed, with single spaces.
/// </summary>
[JsonConverter(typeof(TextConverter<PassengerName>))]
public readonly record struct PassengerName : IText<PassengerName>
{
    /// <summary>The longest name, in characters.</summary>
    public const int Longest = 100;

    /// <inheritdoc />
    public string Text { get => field ?? ""; private init; }

    /// <inheritdoc />
    public static bool TryParse(string? text, out PassengerName value)
    {
        value = default;
        if (text is null or { Length: > 4 * Longest }) return false;
        var plain = Nfc.Compose(string.Join(' ', text.Split(' ', StringSplitOptions.RemoveEmptyEntries)));
        var count = 0;
        foreach (var rune in plain.EnumerateRunes())
        {
            if (++count > Longest || !IsPrintable(rune)) return false;
        }

        if (count == 0) return false;
        value = new PassengerName { Text = plain };
        return true;
    }

    /// <summary>
    /// The same for two ways of writing one name: other capitals, marks composed or not, more spaces.
    /// </summary>
    [JsonIgnore]
    public string Same => Text.ToUpperInvariant();

    /// <summary>Where a name lies in a record's key: 20 lower-case hex digits.</summary>
    [JsonIgnore]
    public string Key =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Same)).AsSpan(0, 10));

    /// <summary>True if both are the same name, however it is written.</summary>
    public static bool AreSame(string one, string other) =>
        TryParse(one, out var first) && TryParse(other, out var second) && first.Same == second.Same;

    /// <summary>
    /// The first name alone, never a family name that follows it: of "Alvarez, Robin" it is Robin.
    /// </summary>
    public static string First(string name)
    {
        var comma = name.IndexOf(',');
        var own = comma >= 0 && comma < name.Length - 1 ? name[(comma + 1)..] : name;
        var words = own.Split([' ', ','], StringSplitOptions.RemoveEmptyEntries);
        return words.Length > 0 ? words[0] : "?";
    }

    /// <inheritdoc />
    public override string ToString() => Text;

    /// <summary>
    /// Broken surrogates, controls, and marks that turn the direction of what follows are not printable.
    /// </summary>
    private static bool IsPrintable(Rune rune) => rune.Value switch
    {
        0xFFFD or 0xFFFE or 0xFFFF or (>= 0x202A and <= 0x202E) or (>= 0x2066 and <= 0x2069) => false,
        _ => Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.Control or UnicodeCategory.Surrogate
            or UnicodeCategory.PrivateUse or UnicodeCategory.LineSeparator
            or UnicodeCategory.ParagraphSeparator),
    };
}
