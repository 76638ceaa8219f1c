using System.Text;
using Purser.Host.Pages.Templates;
using Purser.Outside;

namespace Purser.Host.Doors;

/// <summary>
/// What a guest's page loads once photos can be added: a script and a style, named by their hash. A page
/// stands for years and is not published again because a script was mended, so a name of any earlier hash
/// gives the newest content too, which is then kept for five minutes only; the name of today's is kept for
/// ever.
/// </summary>
public sealed class GuestAssets
{
    private const string ForEver = "public, max-age=31536000, immutable";
    private const string Briefly = "public, max-age=300";
    private const int HashLetters = 12;

    private readonly Dictionary<string, Asset> _all = new(StringComparer.Ordinal);

    /// <summary>
    /// Reads them from the template folder. One that is not there is a <see cref="TemplateFault"/>.
    /// </summary>
    public GuestAssets(TemplateFolder templates)
    {
        Add(templates, "photos.js", "text/javascript; charset=utf-8");
        Add(templates, "photos.css", "text/css; charset=utf-8");
        foreach (var path in templates.Files.Keys.Where(IsWords)) Add(templates, path, "application/json; charset=utf-8");
    }

    /// <summary>Answers with the file, or as every unknown page is answered.</summary>
    public Task Answer(HttpContext context)
    {
        var name = context.Request.RouteValues["name"] as string ?? "";
        if (_all.GetValueOrDefault(Plain(name) ?? "") is not { } asset) return ServedPages.NotHere(context);
        return (name == asset.Name ? asset.Today : asset.Earlier).Answer(context).AsTask();
    }

    /// <summary><c>photos-{hash}.js</c> without its hash; null if it has none.</summary>
    private static string? Plain(string name)
    {
        var dot = name.LastIndexOf('.');
        var dash = dot - HashLetters - 1;
        var hashed = dash > 0 && name[dash] == '-'
            && name[(dash + 1)..dot].All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_');
        return hashed ? name[..dash] + name[dot..] : null;
    }

    /// <summary>The words of the photos' script, one file a language.</summary>
    private static bool IsWords(string path) =>
        path.StartsWith("words/photos-", StringComparison.Ordinal) && path.EndsWith(".json", StringComparison.Ordinal);

    private void Add(TemplateFolder templates, string name, string type)
    {
        var path = IsWords(name) ? name : $"assets/{name}";
        var file = templates.House(path) ?? throw new TemplateFault(path, "there is no such file");
        var body = Encoding.UTF8.GetBytes(file.Text);
        ServedPage Kept(string control) => new(new ObjectContent(body, type, control, 0));
        _all[name[(name.LastIndexOf('/') + 1)..]] = new Asset(file.ServedName, Kept(ForEver), Kept(Briefly));
    }

    private sealed record Asset(string Name, ServedPage Today, ServedPage Earlier);
}
