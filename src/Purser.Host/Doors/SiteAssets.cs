using System.Buffers.Text;
using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using Purser.Host.Pages.Templates;
using Purser.Outside;

namespace Purser.Host.Doors;

/// <summary>
/// Style, script and typefaces of a site with pages of its own. A style sheet is the tokens and the shared
/// parts of the template folder, then the site's own rules; style and script are found by the hash of their
/// content, so they may be kept for ever.
/// </summary>
public sealed class SiteAssets
{
    private static readonly string[] Shared = ["assets/tokens.css", "assets/parts.css", "assets/desk.css"];
    private readonly Dictionary<string, Asset> _all = new(StringComparer.Ordinal);

    private SiteAssets(TemplateFolder templates, string site)
    {
        foreach (var font in Names("office/").Where(IsFont))
            _all[font["office/".Length..]] = new Asset("font/woff2", Resource(font));
        var own = Encoding.UTF8.GetString(Resource($"{site}/{site}.css"));
        var style = string.Concat(Shared.Select(name => Text(templates, name))) + own;
        Style = Add(site, "css", new Asset("text/css; charset=utf-8", Encoding.UTF8.GetBytes(style)));
        Script = Names($"{site}/").Contains($"{site}/{site}.js")
            ? Add(site, "js", new Asset("text/javascript; charset=utf-8", Resource($"{site}/{site}.js")))
            : "";
    }

    /// <summary>The style sheet's address.</summary>
    public string Style { get; }

    /// <summary>The script's address; empty where the site has none.</summary>
    public string Script { get; }

    /// <summary>
    /// Of the crew site. A folder without the shared style is a <see cref="TemplateFault"/>.
    /// </summary>
    public static SiteAssets Crew(TemplateFolder templates) => new(templates, "crew");

    /// <summary>
    /// Of the office site. A folder without the shared style is a <see cref="TemplateFault"/>.
    /// </summary>
    public static SiteAssets Office(TemplateFolder templates) => new(templates, "office");

    /// <summary>The file, or the reply to what is not there.</summary>
    public IResult Find(string name) => _all.TryGetValue(name, out var asset) ? asset : Problem.Unknown;

    private string Add(string site, string kind, Asset asset)
    {
        var hash = Base64Url.EncodeToString(SHA256.HashData(asset.Bytes).AsSpan(0, 9));
        var name = $"{site}.{hash}.{kind}";
        _all[name] = asset;
        return $"/assets/{name}";
    }

    private static string Text(TemplateFolder templates, string name) =>
        templates.Find(name, "")?.Text ?? throw new TemplateFault(name, "there is no such file");

    private static bool IsFont(string name) => name.EndsWith(".woff2", StringComparison.Ordinal);

    private static IEnumerable<string> Names(string start) =>
        from name in Assembly.GetExecutingAssembly().GetManifestResourceNames()
        where name.StartsWith(start, StringComparison.Ordinal)
        select name;

    private static byte[] Resource(string name)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(name)
            ?? throw new BugException($"the program lacks {name}");
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }

    private sealed record Asset(string Type, byte[] Bytes) : IResult
    {
        public async Task ExecuteAsync(HttpContext httpContext)
        {
            var response = httpContext.Response;
            response.ContentType = Type;
            response.ContentLength = Bytes.Length;
            response.Headers.CacheControl = "public, max-age=31536000, immutable";
            if (!HttpMethods.IsHead(httpContext.Request.Method))
                await response.Body.WriteAsync(Bytes, httpContext.RequestAborted);
        }
    }
}
