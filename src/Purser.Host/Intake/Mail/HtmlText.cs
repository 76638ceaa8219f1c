using System.Text;
using MimeKit.Text;

namespace Purser.Host.Intake.Mail;

/// <summary>Reads HTML as text: a line per block and table row, a tab between cells; collects JSON-LD
/// blocks.</summary>
internal static class HtmlText
{
    private const int MostBlocks = 20;

    public static string Read(string html, List<string> markup)
    {
        var text = new StringBuilder();
        var tokenizer = new HtmlTokenizer(new StringReader(html));
        var hidden = HtmlTagId.Unknown;
        var linked = false;
        while (tokenizer.ReadNextToken(out var token))
        {
            if (token is HtmlTagToken tag)
            {
                if (hidden != HtmlTagId.Unknown)
                {
                    if (tag.IsEndTag && tag.Id == hidden) hidden = HtmlTagId.Unknown;
                    continue;
                }

                linked = tag.Id == HtmlTagId.Script && !tag.IsEndTag && IsLinkedData(tag);
                if (!tag.IsEndTag && !tag.IsEmptyElement && IsHidden(tag.Id)) hidden = tag.Id;
                else Break(text, tag);
            }
            else if (token is HtmlScriptDataToken script)
            {
                if (linked && markup.Count < MostBlocks) markup.Add(script.Data);
            }
            else if (token is HtmlDataToken data && hidden == HtmlTagId.Unknown)
                Append(text, data.Data);
        }

        return text.ToString();
    }

    private static void Append(StringBuilder text, string data)
    {
        foreach (var letter in data)
        {
            // Spaces of the source are no more than one space; only tags make lines and cells.
            if (letter is not (' ' or '\t' or '\r' or '\n' or '\f')) text.Append(letter);
            else if (text.Length > 0 && text[^1] is not (' ' or '\n' or '\t')) text.Append(' ');
        }
    }

    private static void Break(StringBuilder text, HtmlTagToken tag)
    {
        switch (tag.Id)
        {
            case HtmlTagId.TD or HtmlTagId.TH:
                if (!tag.IsEndTag && text.Length > 0 && text[^1] != '\n') text.Append('\t');
                break;
            case HtmlTagId.Br or HtmlTagId.TR or HtmlTagId.Table or HtmlTagId.P or HtmlTagId.Div
                or HtmlTagId.LI or HtmlTagId.UL
                or HtmlTagId.OL or HtmlTagId.H1 or HtmlTagId.H2 or HtmlTagId.H3 or HtmlTagId.H4
                or HtmlTagId.H5 or HtmlTagId.H6
                or HtmlTagId.HR or HtmlTagId.DL or HtmlTagId.DT or HtmlTagId.DD
                or HtmlTagId.BlockQuote or HtmlTagId.Pre
                or HtmlTagId.Section or HtmlTagId.Article or HtmlTagId.Header
                or HtmlTagId.Footer or HtmlTagId.Center:
                text.Append('\n');
                break;
        }
    }

    private static bool IsHidden(HtmlTagId id) =>
        id is HtmlTagId.Style or HtmlTagId.Title or HtmlTagId.NoScript;

    private static bool IsLinkedData(HtmlTagToken tag) => tag.Attributes.Any(
        attribute => attribute.Id == HtmlAttributeId.Type
            && string.Equals(attribute.Value?.Trim(), "application/ld+json",
                StringComparison.OrdinalIgnoreCase));
}
