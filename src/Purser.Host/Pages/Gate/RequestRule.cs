using System.Text.RegularExpressions;
using AngleSharp.Html.Dom;
using Purser.Outside;

namespace Purser.Host.Pages.Gate;

/// <summary>
/// The page loads nothing from another host: who opens it is nobody else's business. Links that a guest
/// chooses to follow are not meant.
/// </summary>
internal static partial class RequestRule
{
    private static readonly (string Element, string Attribute)[] Loads =
    [
        ("script", "src"), ("img", "src"), ("img", "srcset"), ("source", "src"), ("source", "srcset"),
        ("video", "src"), ("video", "poster"), ("audio", "src"), ("track", "src"), ("iframe", "src"),
        ("frame", "src"), ("embed", "src"), ("object", "data"), ("input", "src"), ("link", "href"),
        ("use", "href"), ("use", "xlink:href"),
        ("image", "href"), ("image", "xlink:href"), ("body", "background"), ("base", "href"),
    ];

    /// <summary>What breaks the rule.</summary>
    public static IEnumerable<PageFault> Faults(IHtmlDocument document)
    {
        var attributes =
            from load in Loads
            from element in document.QuerySelectorAll(load.Element)
            let value = element.GetAttribute(load.Attribute)
            where value is not null
            from address in load.Attribute == "srcset" ? Candidates(value) : [value]
            where IsForeign(address)
            select $"<{load.Element}> loads {address}";
        var styles = document.QuerySelectorAll("style").Select(style => style.TextContent)
            .Concat(document.QuerySelectorAll("[style]").Select(element => element.GetAttribute("style")!));
        return
            from what in attributes.Concat(styles.SelectMany(Styles)).Concat(Refreshes(document))
            select new PageFault(
                "requests", $"The page asks another host: {what}. Put it into the template folder.");
    }

    private static IEnumerable<string> Candidates(string srcset) =>
        srcset.Split(',').Select(part => part.Trim().Split(' ')[0]);

    private static IEnumerable<string> Styles(string style)
    {
        var imports = style.Contains("@import", StringComparison.OrdinalIgnoreCase);
        return Address().Matches(style).Select(match => match.Groups[1].Value.Trim()).Where(IsForeign)
            .Select(address => $"a style loads {address}").Concat(imports ? ["a style imports another"] : []);
    }

    private static IEnumerable<string> Refreshes(IHtmlDocument document) =>
        from meta in document.QuerySelectorAll("meta[http-equiv=refresh i]")
        let said = meta.GetAttribute("content") ?? ""
        where said.Contains("//", StringComparison.Ordinal)
        select $"it goes on to {said}";

    /// <summary>Anything but data, a path of this site and a place in the page itself.</summary>
    private static bool IsForeign(string address) =>
        address.Contains("//", StringComparison.Ordinal)
        && !address.StartsWith("data:", StringComparison.OrdinalIgnoreCase);

    [GeneratedRegex("""url\(\s*["']?([^"')]*)""", RegexOptions.IgnoreCase)]
    private static partial Regex Address();
}
