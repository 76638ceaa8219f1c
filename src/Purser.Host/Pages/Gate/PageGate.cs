using System.Globalization;
using System.IO.Compression;
using System.Text;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;
using Purser.Outside;

namespace Purser.Host.Pages.Gate;

/// <summary>
/// The publish gate: reads a page as a browser does, and names everything that a guest must never get. Each
/// rule is a pure function of the parsed page.
/// </summary>
public sealed class PageGate : IPageGate
{
    /// <summary>Bytes that a page may weigh, compressed with Brotli as it is served.</summary>
    public const int MostBytes = 30_000;

    /// <inheritdoc />
    public IReadOnlyList<PageFault> Check(ReadOnlyMemory<byte> page)
    {
        var document = new HtmlParser().ParseDocument(Encoding.UTF8.GetString(page.Span));
        return
        [
            .. LinkRule.Faults(document), .. Weight(page), .. WordRule.Faults(document),
            .. NameRule.Faults(document), .. ContrastRule.Faults(document), .. Listed(document),
            .. RequestRule.Faults(document),
        ];
    }

    /// <summary>
    /// Quick compression says yes in nearly every case; only what it finds too heavy is compressed as well as
    /// it is served, which takes a hundred times as long.
    /// </summary>
    private static IEnumerable<PageFault> Weight(ReadOnlyMemory<byte> page)
    {
        if (Packed(page, CompressionLevel.Fastest) < MostBytes) yield break;
        var weight = Packed(page, CompressionLevel.SmallestSize);
        if (weight < MostBytes) yield break;
        var said = string.Create(
            CultureInfo.InvariantCulture,
            $"The page weighs {weight:N0} bytes compressed, and must stay under {MostBytes:N0}");
        yield return new PageFault("weight", $"{said}: take a smaller typeface or picture for the brand.");
    }

    private static long Packed(ReadOnlyMemory<byte> page, CompressionLevel level)
    {
        using var packed = new MemoryStream();
        using (var stream = new BrotliStream(packed, level, leaveOpen: true)) stream.Write(page.Span);
        return packed.Length;
    }

    private static IEnumerable<PageFault> Listed(IHtmlDocument document)
    {
        var said = document.QuerySelector("meta[name=robots]")?.GetAttribute("content") ?? "";
        if (said.Split(',', StringSplitOptions.TrimEntries).Contains("noindex")) yield break;
        yield return new PageFault(
            "noindex",
            "Search engines would list the page: its head needs "
            + "<meta name=\"robots\" content=\"noindex,nofollow\">.");
    }
}
