using System.Globalization;

namespace Purser.Fleet;

/// <summary>
/// What a channel's references look like: <c>A7</c> = 7 capital letters, <c>N4-9</c> = 4 to 9 digits,
/// <c>X1-40</c> = 1 to 40
/// letters, digits, <c>-</c>, <c>_</c> or <c>.</c>. At most 64.
/// </summary>
/// <param name="Kind"><c>A</c>, <c>N</c> or <c>X</c>.</param>
/// <param name="Least">Fewest characters.</param>
/// <param name="Most">Most characters.</param>
public readonly record struct ReferenceShape(char Kind, int Least, int Most)
{
    /// <summary>What a channel takes that says nothing about its references.</summary>
    public static readonly ReferenceShape Free = new('X', 1, 64);

    /// <summary>In words, for an error's remedy.</summary>
    public string Words
    {
        get
        {
            var count = Least == Most ? $"{Least}" : $"{Least} to {Most}";
            return Kind switch
            {
                'A' => $"{count} capital letters",
                'N' => $"{count} digits",
                _ => $"{count} letters, digits, hyphens, underscores or full stops",
            };
        }
    }

    /// <summary>Reads a pattern; never throws.</summary>
    public static bool TryParse(string? pattern, out ReferenceShape shape)
    {
        shape = default;
        if (pattern is not { Length: >= 2 and <= 6 } || pattern[0] is not ('A' or 'N' or 'X')) return false;
        var ends = pattern[1..].Split('-');
        if (ends.Length > 2 || !Count(ends[0], out var least) || !Count(ends[^1], out var most)
            || least > most) return false;
        shape = new ReferenceShape(pattern[0], least, most);
        return true;
    }

    /// <summary>True if a reference looks so.</summary>
    public bool Fits(string reference)
    {
        var kind = Kind;
        return reference.Length >= Least && reference.Length <= Most && reference.All(letter => kind switch
        {
            'A' => char.IsAsciiLetterUpper(letter),
            'N' => char.IsAsciiDigit(letter),
            _ => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_' or '.',
        });
    }

    private static bool Count(string text, out int count) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out count)
            && count is >= 1 and <= 64;
}
