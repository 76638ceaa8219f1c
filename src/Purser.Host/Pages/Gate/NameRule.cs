using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using Purser.Outside;

namespace Purser.Host.Pages.Gate;

/// <summary>
/// What a screen reader needs: a language, a title, one first heading and the others in order, and a name for
/// every picture, button, link and field.
/// </summary>
internal static class NameRule
{
    private static readonly string[] NoField = ["hidden", "submit", "button", "reset", "image"];

    /// <summary>What breaks the rule.</summary>
    public static IEnumerable<PageFault> Faults(IHtmlDocument document) =>
        Whole(document).Concat(Headings(document)).Concat(Pictures(document)).Concat(Controls(document))
            .Select(why => new PageFault("names", why));

    /// <summary>All ids of a page.</summary>
    internal static HashSet<string> Ids(IHtmlDocument document) =>
        document.QuerySelectorAll("[id]").Select(element => element.Id!).ToHashSet(StringComparer.Ordinal);

    /// <summary>An element in a few letters, for a sentence.</summary>
    internal static string Brief(IElement element)
    {
        var words = element.TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        var address = element.GetAttribute("href") ?? element.GetAttribute("src");
        var said = words.Length > 0 ? string.Join(' ', words) : address ?? element.LocalName;
        return said.Length <= 40 ? said : said[..40] + "...";
    }

    private static IEnumerable<string> Whole(IHtmlDocument document)
    {
        if (string.IsNullOrWhiteSpace(document.DocumentElement.GetAttribute("lang")))
            yield return "The page does not say its language.";
        if (string.IsNullOrWhiteSpace(document.Title)) yield return "The page has no title.";
        foreach (var same in document.QuerySelectorAll("[id]").GroupBy(element => element.Id))
            if (same.Count() > 1) yield return $"The id \"{same.Key}\" is given {same.Count()} times.";
        var ids = Ids(document);
        var named = document.QuerySelectorAll("[aria-labelledby], [aria-describedby]")
            .SelectMany(part => Names(part, "aria-labelledby").Concat(Names(part, "aria-describedby")));
        foreach (var name in named.Where(name => !ids.Contains(name)))
            yield return $"A part of the page is to be named by \"{name}\", which is not there.";
    }

    private static IEnumerable<string> Headings(IHtmlDocument document)
    {
        var headings = document.QuerySelectorAll("h1, h2, h3, h4, h5, h6");
        var first = headings.Count(heading => heading.LocalName == "h1");
        if (first != 1) yield return $"The page has {first} first headings (h1), and needs one.";
        var level = 0;
        foreach (var heading in headings)
        {
            var next = heading.LocalName[1] - '0';
            if (next > level + 1)
                yield return $"The heading \"{Brief(heading)}\" is an h{next} after an h{level}: one is left out.";
            level = next;
            if (heading.TextContent.Trim().Length == 0) yield return $"A heading (h{next}) is empty.";
        }
    }

    private static IEnumerable<string> Pictures(IHtmlDocument document)
    {
        foreach (var picture in document.QuerySelectorAll("img, input[type=image], area"))
        {
            if (picture.GetAttribute("alt") is null && !Labelled(picture))
                yield return $"The picture {Brief(picture)} has no text in its place (alt).";
        }

        foreach (var drawing in document.QuerySelectorAll("svg"))
        {
            var silent = drawing.GetAttribute("aria-hidden") == "true";
            if (!silent && !Labelled(drawing) && drawing.QuerySelector("title") is null)
                yield return "A drawing has no name (aria-label), nor is it hidden from screen readers.";
        }
    }

    private static IEnumerable<string> Controls(IHtmlDocument document)
    {
        foreach (var control in document.QuerySelectorAll("button, a[href], summary"))
        {
            var kind = control.LocalName == "a" ? "link" : "button";
            if (!Labelled(control) && Text(control).Length == 0)
                yield return $"A {kind} has no name: {Brief(control)}.";
        }

        foreach (var button in document.QuerySelectorAll("input[type=submit], input[type=button]"))
        {
            if (!Labelled(button) && string.IsNullOrWhiteSpace(button.GetAttribute("value")))
                yield return "A button has no name.";
        }

        foreach (var field in document.QuerySelectorAll("input, select, textarea"))
        {
            var shown = !NoField.Contains(field.GetAttribute("type"));
            if (shown && !Labelled(field) && !HasLabel(document, field))
                yield return $"The field \"{field.GetAttribute("name") ?? field.LocalName}\" has no label.";
        }
    }

    private static string Text(IElement element) => string.Concat(
        element.TextContent.Trim(),
        string.Concat(element.QuerySelectorAll("img[alt]").Select(image => image.GetAttribute("alt"))));

    private static bool HasLabel(IHtmlDocument document, IElement field) =>
        field.Ancestors<IHtmlLabelElement>().Any()
        || (field.Id is { Length: > 0 } id && document.QuerySelectorAll("label")
            .Any(label => label.GetAttribute("for") == id && label.TextContent.Trim().Length > 0));

    private static bool Labelled(IElement element) =>
        !string.IsNullOrWhiteSpace(element.GetAttribute("aria-label"))
        || Names(element, "aria-labelledby").Length > 0
        || !string.IsNullOrWhiteSpace(element.GetAttribute("title"));

    private static string[] Names(IElement element, string attribute) =>
        (element.GetAttribute(attribute) ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries);
}
