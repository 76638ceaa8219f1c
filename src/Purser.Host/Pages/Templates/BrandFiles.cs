using System.Text;
using System.Text.RegularExpressions;
using System.Xml;
using Purser.Outside;

namespace Purser.Host.Pages.Templates;

/// <summary>
/// The files that make a brand's face besides its templates: typeface, logo, picture. They stand inside every
/// page of the brand, so each has its limit, and a drawing is read and written anew from a list of what may
/// be in it: whatever else a drawing program leaves in its files never reaches a guest.
/// </summary>
internal static partial class BrandFiles
{
    /// <summary>Bytes of the typeface.</summary>
    public const int LargestFont = 20 * 1024;

    /// <summary>Bytes of the logo.</summary>
    public const int LargestLogo = 4 * 1024;

    /// <summary>
    /// Bytes of the picture. A page may weigh 30 kB in all, packed, so a photograph has to be far smaller
    /// still: the publish gate weighs the whole.
    /// </summary>
    public const int LargestHero = 60 * 1024;

    private static readonly string[] Shapes =
        ["g", "path", "circle", "ellipse", "rect", "line", "polyline", "polygon"];

    private static readonly string[] Paints =
        ["defs", "linearGradient", "radialGradient", "stop", "clipPath", "mask", "use", "text", "tspan"];

    private static readonly string[] Geometry =
    [
        "viewBox", "preserveAspectRatio", "d", "cx", "cy", "r", "rx", "ry", "x", "y", "x1", "y1", "x2", "y2",
        "fx", "fy", "width", "height", "points", "transform", "fill", "fill-rule", "fill-opacity", "clip-rule",
        "stroke",
        "stroke-width", "stroke-linecap", "stroke-linejoin", "stroke-dasharray", "stroke-miterlimit",
        "stroke-opacity", "opacity", "offset", "stop-color", "stop-opacity", "gradientUnits",
        "gradientTransform", "spreadMethod", "clip-path", "mask", "text-anchor", "font-size", "font-weight",
        "font-style", "id", "href",
    ];

    /// <summary>
    /// What a template may put into a page: markup of a drawing, base64 of anything else. A file that breaks
    /// its rules is a <see cref="TemplateFault"/> that names it.
    /// </summary>
    public static string Read(string path, byte[] bytes) => Name(path) switch
    {
        "brand.woff2" => Font(path, bytes),
        "logo.svg" => Drawing(path, Within(path, bytes, LargestLogo), logo: true),
        "hero.svg" => Drawing(path, Within(path, bytes, LargestHero), logo: false),
        "hero.webp" => Picture(path, Within(path, bytes, LargestHero)),
        _ => "",
    };

    /// <summary>True for a file whose name makes it one of a brand's.</summary>
    public static bool Is(string path) =>
        path.StartsWith("brands/", StringComparison.Ordinal) && path.Split('/').Length == 3
        && Name(path) is "brand.woff2" or "logo.svg" or "hero.svg" or "hero.webp";

    private static string Name(string path) => path[(path.LastIndexOf('/') + 1)..];

    private static byte[] Within(string path, byte[] bytes, int most) =>
        bytes.Length <= most ? bytes : throw new TemplateFault(path, $"is larger than {most} bytes");

    private static string Font(string path, byte[] bytes) =>
        Within(path, bytes, LargestFont).AsSpan().StartsWith("wOF2"u8)
            ? Convert.ToBase64String(bytes)
            : throw new TemplateFault(path, "is no WOFF2 typeface");

    private static string Picture(string path, byte[] bytes) =>
        bytes.AsSpan().StartsWith("RIFF"u8) && bytes.Length > 12 && bytes.AsSpan(8).StartsWith("WEBP"u8)
            ? Convert.ToBase64String(bytes)
            : throw new TemplateFault(path, "is no WebP picture");

    private static string Drawing(string path, byte[] bytes, bool logo)
    {
        var settings = new XmlReaderSettings
        {
            DtdProcessing = DtdProcessing.Prohibit,
            XmlResolver = null,
            IgnoreComments = true,
            IgnoreProcessingInstructions = true,
            IgnoreWhitespace = true,
        };
        var markup = new StringBuilder();
        try
        {
            using var reader = XmlReader.Create(new MemoryStream(bytes), settings);
            while (reader.Read()) Write(path, reader, markup, logo);
        }
        catch (XmlException fault)
        {
            throw new TemplateFault(path, $"is no drawing: {fault.Message}");
        }

        return markup.ToString();
    }

    private static void Write(string path, XmlReader reader, StringBuilder markup, bool logo)
    {
        switch (reader.NodeType)
        {
            case XmlNodeType.Element:
                Open(path, reader, markup, logo);
                break;
            case XmlNodeType.EndElement:
                markup.Append($"</{reader.LocalName}>");
                break;
            case XmlNodeType.Text or XmlNodeType.CDATA:
                markup.Append(Escaped(reader.Value));
                break;
        }
    }

    private static void Open(string path, XmlReader reader, StringBuilder markup, bool logo)
    {
        var (name, empty) = (reader.LocalName, reader.IsEmptyElement);
        var root = reader.Depth == 0;
        var known = root ? name == "svg" : Shapes.Contains(name) || (!logo && Paints.Contains(name));
        if (!known) throw new TemplateFault(path, $"may not hold <{name}>");
        markup.Append($"<{name}");
        if (root) markup.Append(logo ? " aria-hidden=\"true\"" : " class=\"bay\" aria-hidden=\"true\"");
        while (reader.MoveToNextAttribute())
        {
            if (reader.Prefix == "xmlns" || reader.Name is "xmlns" or "version") continue;
            if (root && reader.Name is "width" or "height") continue;
            markup.Append($" {reader.LocalName}=\"{Escaped(Checked(path, reader, logo))}\"");
        }

        markup.Append(empty ? "/>" : ">");
    }

    /// <summary>
    /// Only known attributes; what they refer to is in the same drawing; a logo names no colour, for it is
    /// painted in the brand's; and names stand apart from the page's own.
    /// </summary>
    private static string Checked(string path, XmlReader attribute, bool logo)
    {
        var (name, value) = (attribute.LocalName, attribute.Value.Trim());
        var (own, right) = name switch
        {
            "id" => (!logo, OwnName().IsMatch(value)),
            "href" => (!logo, value.StartsWith('#') && OwnName().IsMatch(value[1..])),
            "fill" or "stroke" when logo => (true, value is "none" or "currentColor"),
            _ => (Geometry.Contains(name), !Foreign().IsMatch(value)),
        };
        if (!own) throw new TemplateFault(path, $"may not hold the attribute {name}");
        return right ? value : throw new TemplateFault(path, $"may not say {name}=\"{value}\"");
    }

    private static string Escaped(string text) => text.Replace("&", "&amp;", StringComparison.Ordinal)
        .Replace("<", "&lt;", StringComparison.Ordinal).Replace(">", "&gt;", StringComparison.Ordinal)
        .Replace("\"", "&quot;", StringComparison.Ordinal);

    [GeneratedRegex(@"\Aart-[a-z0-9-]{1,30}\z", RegexOptions.CultureInvariant)]
    private static partial Regex OwnName();

    [GeneratedRegex(@"url\(\s*['""]?(?!#art-)|:\s*//|\A\s*[a-z]+:|@|\\|[<>{}]", RegexOptions.IgnoreCase)]
    private static partial Regex Foreign();
}
