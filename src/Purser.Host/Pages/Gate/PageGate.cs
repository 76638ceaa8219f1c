using System.Buffers;
using System.Collections.Concurrent;
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

    private const int MostStyles = 32;
    private static readonly int[] Qualities = [3, 6, 11];
    private readonly ConcurrentDictionary<string, IReadOnlyList<PageFault>> _styles = new();

    /// <inheritdoc />
    public IReadOnlyList<PageFault> Check(ReadOnlyMemory<byte> page)
    {
        var document = new HtmlParser().ParseDocument(Encoding.UTF8.GetString(page.Span));
        return
        [
            .. LinkRule.Faults(document), .. Weight(page), .. WordRule.Faults(document),
            .. NameRule.Faults(document), .. Contrast(document), .. Listed(document),
            .. RequestRule.Faults(document),
        ];
    }

    /// <summary>Pages of one brand have one style: it is judged once.</summary>
    private IReadOnlyList<PageFault> Contrast(IHtmlDocument document)
    {
        var style = string.Concat(document.QuerySelectorAll("style").Select(part => part.TextContent));
        if (_styles.Count > MostStyles) _styles.Clear();
        return _styles.GetOrAdd(style, static css => [.. ContrastRule.Faults(css)]);
    }

    /// <summary>
    /// Quick compression, half a millisecond, says yes in nearly every case; only what it finds too heavy is
    /// compressed as well as it is served, which takes a hundred times as long.
    /// </summary>
    private static IEnumerable<PageFault> Weight(ReadOnlyMemory<byte> page)
    {
        var weight = int.MaxValue;
        foreach (var quality in Qualities)
        {
            weight = Packed(page, quality);
            if (weight < MostBytes) yield break;
        }

        var said = string.Create(
            CultureInfo.InvariantCulture,
            $"The page weighs {weight:N0} bytes compressed, and must stay under {MostBytes:N0}");
        yield return new PageFault("weight", $"{said}: take a smaller typeface or picture for the brand.");
    }

    private static int Packed(ReadOnlyMemory<byte> page, int quality)
    {
        var packed = ArrayPool<byte>.Shared.Rent(BrotliEncoder.GetMaxCompressedLength(page.Length));
        Require.That(BrotliEncoder.TryCompress(page.Span, packed, out var length, quality, window: 22));
        ArrayPool<byte>.Shared.Return(packed);
        return length;
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
