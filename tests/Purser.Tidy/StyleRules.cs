using System.Text.RegularExpressions;

namespace Purser.Tidy;

/// <summary>Where the look of all pages is given.</summary>
public sealed partial class StyleRules
{
    private const string Tokens = "templates/assets/tokens.css";

    private static readonly string[] Endings = [".css", ".html", ".cshtml", ".sbn", ".js"];

    [Fact]
    public void A_colour_is_given_in_the_tokens_only() => Rule.Holds(
        from path in Faces
        where path != Tokens && !IsMail(path)
        from line in Repository.Lines(path).Index()
        from Match colour in Colour().Matches(line.Item)
        select new Finding(path, line.Index + 1, $"the colour {colour.Value}"),
        $"name it in {Tokens}, and write var(--name)");

    /// <summary>Mail programs load no style sheet and know no variables: a mail writes its colours out, but no others.</summary>
    [Fact]
    public void A_mail_has_no_colour_that_the_tokens_do_not_have()
    {
        var known = Colour().Matches(Repository.Text(Tokens)).Select(match => match.Value).ToHashSet(StringComparer.OrdinalIgnoreCase);
        Rule.Holds(
            from path in Faces
            where IsMail(path)
            from line in Repository.Lines(path).Index()
            from Match colour in Colour().Matches(line.Item)
            where !known.Contains(colour.Value)
            select new Finding(path, line.Index + 1, $"the colour {colour.Value}"),
            $"use one of {Tokens}");
    }

    [Fact]
    public void A_name_that_a_style_uses_is_a_token() => Rule.Holds(
        from path in Faces
        from line in Repository.Lines(path).Index()
        from Match use in Use().Matches(line.Item)
        let name = use.Groups[1].Value
        where !Given.Contains(name)
        select new Finding(path, line.Index + 1, $"{name}, which no style gives"),
        $"name it in {Tokens}, or mend the name");

    private static IEnumerable<string> Faces { get; } = [.. Repository.Files
        .Where(path => path.StartsWith("templates/", StringComparison.Ordinal) || path.StartsWith("src/", StringComparison.Ordinal))
        .Where(path => Endings.Any(path.EndsWith))];

    private static HashSet<string> Given { get; } =
        [.. Faces.SelectMany(path => Gift().Matches(Repository.Text(path)).Select(match => match.Groups[1].Value))];

    private static bool IsMail(string path) => path.StartsWith("templates/mail/", StringComparison.Ordinal);

    [GeneratedRegex(@"(?<![\w&'/-])#(?:[0-9A-Fa-f]{8}|[0-9A-Fa-f]{6}|[0-9A-Fa-f]{3,4})\b(?!-)|\b(?:rgb|rgba|hsl|hsla|oklch|lab)\([^)]*\)|(?<=[:,\s])(?:white|black)(?=[;}\s])")]
    private static partial Regex Colour();

    [GeneratedRegex(@"var\((--[a-z0-9-]+)")]
    private static partial Regex Use();

    [GeneratedRegex(@"(--[a-z0-9-]+)\s*:")]
    private static partial Regex Gift();
}
