using System.Collections.Frozen;
using System.Text;

namespace Purser.Guests;

/// <summary>
/// Composes letters and marks as NFC does, so that a name typed on another machine gives the same bytes. The
/// program runs without a globalization library, where <see cref="string.Normalize()"/> changes nothing.
/// </summary>
internal static partial class Nfc
{
    private static readonly FrozenDictionary<(char Letter, char Mark), char> Compositions =
        Enumerable.Range(0, Pairs.Length / 3)
            .ToFrozenDictionary(at => (Pairs[at * 3], Pairs[(at * 3) + 1]), at => Pairs[(at * 3) + 2]);

    /// <summary>The text with every letter and mark composed that have a composed form.</summary>
    public static string Compose(string text)
    {
        if (!text.AsSpan().ContainsAnyInRange('\u0300', '\u036F')) return text;
        var result = new StringBuilder(text.Length);
        foreach (var letter in text)
        {
            var last = result.Length > 0 ? result[^1] : '\0';
            if (Compositions.TryGetValue((last, letter), out var composed)) result[^1] = composed;
            else result.Append(letter);
        }

        return result.ToString();
    }
}
