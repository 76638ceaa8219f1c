using AngleSharp.Html.Dom;
using Purser.Outside;

namespace Purser.Host.Pages.Gate;

/// <summary>Every link and form leads somewhere that a guest may be sent to.</summary>
internal static class LinkRule
{
    /// <summary>What breaks the rule.</summary>
    public static IEnumerable<PageFault> Faults(IHtmlDocument document)
    {
        var ids = NameRule.Ids(document);
        foreach (var link in document.QuerySelectorAll("a[href], area[href]"))
        {
            if (Wrong(link.GetAttribute("href")!.Trim(), ids) is { } why)
                yield return new PageFault("links", $"The link \"{NameRule.Brief(link)}\" {why}.");
        }

        foreach (var form in document.QuerySelectorAll("form, button[formaction]"))
        {
            var action = form.GetAttribute(form is IHtmlFormElement ? "action" : "formaction") ?? "";
            if (IsOwnPath(action)) continue;
            yield return new PageFault(
                "links", $"A form sends to \"{action}\": it may send to this site only, as /path.");
        }
    }

    private static string? Wrong(string address, HashSet<string> ids)
    {
        if (address.Length is 0 or 1 && address is "" or "#") return "leads nowhere";
        if (address[0] == '#')
            return ids.Contains(address[1..]) ? null : $"leads to {address}, which is not on the page";
        if (IsOwnPath(address)) return null;
        if (Rest(address, "tel:") is { } number)
            return number.Length > 0 && number.All("+-0123456789".Contains) ? null : "calls nobody";
        if (Rest(address, "mailto:") is { } mail) return mail.Contains('@') ? null : "writes to nobody";
        var secure = Uri.TryCreate(address, UriKind.Absolute, out var uri)
            && uri.Scheme == Uri.UriSchemeHttps && uri.Host.Length > 0;
        return secure ? null : $"leads to {address}: only https, mailto and tel may be linked";
    }

    private static string? Rest(string address, string scheme) =>
        address.StartsWith(scheme, StringComparison.OrdinalIgnoreCase) ? address[scheme.Length..] : null;

    private static bool IsOwnPath(string address) =>
        address.StartsWith('/') && !address.StartsWith("//", StringComparison.Ordinal);
}
