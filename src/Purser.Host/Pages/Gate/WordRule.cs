using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using Purser.Bookings;
using Purser.Outside;

namespace Purser.Host.Pages.Gate;

/// <summary>
/// No guest reads an amount, nor what a broken template leaves behind: in the text, in what a screen reader
/// says, and in the data from which the page's script writes.
/// </summary>
internal static partial class WordRule
{
    private const int Shown = 60;

    private static readonly HashSet<string> Inline =
        ["A", "B", "ABBR", "CODE", "EM", "I", "S", "SMALL", "SPAN", "STRONG", "SUB", "SUP", "TIME"];

    private static readonly HashSet<string> Unseen = ["SCRIPT", "STYLE", "TEMPLATE"];

    private static readonly string[] Spoken =
        ["alt", "aria-label", "aria-description", "title", "placeholder"];

    private static readonly string[] Event = ["SUMMARY", "DESCRIPTION", "LOCATION"];

    /// <summary>What breaks the rule.</summary>
    public static IEnumerable<PageFault> Faults(IHtmlDocument document) =>
        Seen(document).SelectMany(text => Wrong(text, "The page").Concat(Empty(text)))
            .Concat(Data(document).SelectMany(text => Wrong(text, "The page's data")))
            .Distinct();

    private static IEnumerable<PageFault> Empty(string text) =>
        Unfilled().IsMatch(text) ? [Said("The page", text, "with a place that nothing filled")] : [];

    private static IEnumerable<PageFault> Wrong(string text, string where)
    {
        if (AmountDetector.Finds(text)) yield return Said(where, text, "which names an amount");
        if (text.Contains("{{", StringComparison.Ordinal) || text.Contains("}}", StringComparison.Ordinal))
            yield return Said(where, text, "which is a piece of a template");
        if (Left().Match(text) is { Success: true } left)
            yield return Said(where, text, $"where \"{left.Value}\" is a fact that was missing");
    }

    private static PageFault Said(string where, string text, string why)
    {
        var brief = text.Length <= Shown ? text : $"{text[..Shown].TrimEnd()}...";
        return new PageFault("words", $"{where} says \"{brief}\", {why}.");
    }

    /// <summary>Texts as they are read: one a block, whatever is emphasised in it.</summary>
    private static IEnumerable<string> Seen(IHtmlDocument document)
    {
        var (blocks, spoken) = (new Dictionary<IElement, StringBuilder>(), new List<string>());
        if (document.DocumentElement is { } root) Read(root, root, blocks, spoken);
        return blocks.Values.Select(words => words.ToString()).Concat(spoken)
            .Select(text => Space().Replace(text, " ").Trim()).Where(text => text.Length > 0);
    }

    private static void Read(
        IElement element, IElement block, Dictionary<IElement, StringBuilder> blocks, List<string> spoken)
    {
        if (element.Attributes.Length > 0) spoken.AddRange(Spoken.Select(element.GetAttribute).OfType<string>());
        if (Unseen.Contains(element.TagName)) return;
        if (!Inline.Contains(element.TagName)) block = element;
        foreach (var node in element.ChildNodes)
        {
            if (node is IElement inner) Read(inner, block, blocks, spoken);
            if (node is not IText text) continue;
            if (!blocks.TryGetValue(block, out var words)) blocks[block] = words = new StringBuilder();
            words.Append(text.Data);
        }
    }

    /// <summary>
    /// Texts in the data block. What is sealed is no text; of a calendar's event only what a person reads is
    /// one.
    /// </summary>
    private static IEnumerable<string> Data(IHtmlDocument document)
    {
        foreach (var block in document.QuerySelectorAll("script[type='application/json']"))
        {
            using var data = JsonDocument.Parse(block.TextContent);
            foreach (var text in Texts("", data.RootElement).ToList()) yield return text;
        }
    }

    private static IEnumerable<string> Texts(string name, JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => value.EnumerateObject().SelectMany(part => Texts(part.Name, part.Value)),
        JsonValueKind.Array => value.EnumerateArray().SelectMany(part => Texts(name, part)),
        JsonValueKind.String when name is "sealed" or "id" or "slug" => [],
        JsonValueKind.String when name == "calendarFile" => EventTexts(value.GetString()!),
        JsonValueKind.String => [value.GetString()!],
        _ => [],
    };

    private static IEnumerable<string> EventTexts(string calendar) =>
        from line in Folded().Replace(calendar.ReplaceLineEndings("\n"), "").Split('\n')
        let colon = line.IndexOf(':', StringComparison.Ordinal)
        where colon > 0 && Event.Contains(line[..colon].Split(';')[0])
        select line[(colon + 1)..];

    [GeneratedRegex(@"\n[ \t]")]
    private static partial Regex Folded();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Space();

    [GeneratedRegex(@"\b(?:undefined|null|NaN)\b|\[object \w+\]")]
    private static partial Regex Left();

    [GeneratedRegex(@"\{\d\}")]
    private static partial Regex Unfilled();
}
