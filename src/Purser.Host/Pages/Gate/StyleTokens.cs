using System.Text.RegularExpressions;

namespace Purser.Host.Pages.Gate;

/// <summary>
/// The custom properties that a page's style gives to <c>:root</c>, and under which media. Enough of CSS for
/// the product's own files and a brand's: blocks, media, strings.
/// </summary>
internal static partial class StyleTokens
{
    private const int Deepest = 8;

    /// <summary>All of them, in order: a later one replaces an earlier one where its media hold.</summary>
    public static IReadOnlyList<StyleToken> Read(string css)
    {
        var found = new List<StyleToken>();
        Blocks(Comment().Replace(css, ""), "", found);
        return found;
    }

    /// <summary>What holds on a screen in one mode: <c>light</c> or <c>dark</c>.</summary>
    public static IReadOnlyDictionary<string, string> In(IReadOnlyList<StyleToken> given, string mode)
    {
        var other = mode == "dark" ? "light" : "dark";
        var result = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var token in given)
        {
            var elsewhere = NoScreen().IsMatch(token.Media)
                || Scheme().Matches(token.Media).Any(match => match.Groups[1].Value == other);
            if (!elsewhere) result[token.Name] = token.Value;
        }

        return result;
    }

    /// <summary>A token's colour, through <c>var()</c>; null if it is none.</summary>
    public static string? Colour(IReadOnlyDictionary<string, string> tokens, string name)
    {
        var value = tokens.GetValueOrDefault(name);
        for (var i = 0; i < Deepest && value is not null; i++)
        {
            if (Hex().IsMatch(value)) return value;
            var reference = Reference().Match(value);
            value = reference.Success ? tokens.GetValueOrDefault(reference.Groups[1].Value) : null;
        }

        return null;
    }

    private static void Blocks(string css, string media, List<StyleToken> found)
    {
        var start = 0;
        while (NextBlock(css, start) is var (open, close) && open >= 0)
        {
            var prelude = css[start..open].Split(';')[^1].Trim();
            var body = css[(open + 1)..close];
            if (prelude.StartsWith("@media", StringComparison.OrdinalIgnoreCase))
                Blocks(body, $"{media} {prelude[6..]}".ToLowerInvariant(), found);
            else if (prelude.Contains(":root", StringComparison.Ordinal)) found.AddRange(Given(body, media));
            start = close + 1;
        }
    }

    private static IEnumerable<StyleToken> Given(string body, string media) =>
        from Match match in Property().Matches(body)
        select new StyleToken(match.Groups[1].Value, match.Groups[2].Value.Trim(), media);

    /// <summary>Where the next block opens and closes; strings are passed over.</summary>
    private static (int Open, int Close) NextBlock(string css, int start)
    {
        var (open, depth, quote) = (-1, 0, '\0');
        for (var i = start; i < css.Length; i++)
        {
            var letter = css[i];
            if (quote != '\0') quote = letter == quote ? '\0' : quote;
            else if (letter is '"' or '\'') quote = letter;
            else if (letter == '{' && depth++ == 0) open = i;
            else if (letter == '}' && --depth == 0) return (open, i);
        }

        return (-1, -1);
    }

    [GeneratedRegex(@"/\*.*?\*/", RegexOptions.Singleline)]
    private static partial Regex Comment();

    [GeneratedRegex(@"\bprint\b|forced-colors")]
    private static partial Regex NoScreen();

    [GeneratedRegex(@"prefers-color-scheme:\s*(dark|light)")]
    private static partial Regex Scheme();

    [GeneratedRegex(@"(--[a-z0-9-]+)\s*:\s*([^;}]+)")]
    private static partial Regex Property();

    [GeneratedRegex(@"\Avar\((--[a-z0-9-]+)\)\z")]
    private static partial Regex Reference();

    [GeneratedRegex(@"\A#([0-9a-fA-F]{3}|[0-9a-fA-F]{6})\z")]
    private static partial Regex Hex();
}

/// <summary>One custom property.</summary>
/// <param name="Name">With its two hyphens.</param>
/// <param name="Value">As written.</param>
/// <param name="Media">The conditions around it, in lower case; empty: always.</param>
internal sealed record StyleToken(string Name, string Value, string Media);
