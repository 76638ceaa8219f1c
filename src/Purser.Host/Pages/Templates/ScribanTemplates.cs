using System.Globalization;
using System.Text;
using System.Text.Json;
using Purser.Outside;
using Scriban;
using Scriban.Runtime;
using Scriban.Syntax;

namespace Purser.Host.Pages.Templates;

/// <summary>
/// The templates of one folder, parsed once. Values are escaped for the kind that the template's ending
/// names: <c>.html</c> for text and quoted attributes, <c>.subject.txt</c> becomes one line, <c>.txt</c>
/// stays text. A name that is not there is a fault.
/// </summary>
public sealed class ScribanTemplates : ITemplates
{
    private readonly TemplateFolder folder;
    private readonly Dictionary<string, Template> parsed;

    /// <summary>
    /// Reads and parses every template. Throws <see cref="TemplateFault"/> for the first one that does not
    /// parse.
    /// </summary>
    public ScribanTemplates(TemplateFolder folder)
    {
        this.folder = folder;
        parsed = folder.Files.Where(file => TemplateFolder.IsTemplate(file.Key))
            .ToDictionary(file => file.Key, file => Parse(file.Key, file.Value.Text), StringComparer.Ordinal);
    }

    /// <inheritdoc />
    public string Version => folder.Version;

    /// <inheritdoc />
    public string Render(string name, string brand, ReadOnlyMemory<byte> facts)
    {
        var model = JsonFacts.Read(facts);
        var language = model.TryGetValue("language", out var word) && word is string text ? text : "en";
        var scope = new TemplateScope(folder, brand, language);
        var context = new EscapingContext(TemplateKinds.Of(name), TemplateFunctions.All(this, scope));
        context.PushGlobal(model);
        try
        {
            var written = Find(name, scope).Render(context);
            return context.Kind == TemplateKind.OneLine ? OneLine(written) : written;
        }
        catch (ScriptRuntimeException fault)
        {
            throw new TemplateFault(name, fault.OriginalMessage);
        }
    }

    internal Template Find(string name, TemplateScope scope) =>
        folder.Find(name, scope.Brand) is { } file && parsed.TryGetValue(file.Path, out var template)
            ? template
            : throw new TemplateFault(name, "there is no such template");

    private static Template Parse(string path, string text)
    {
        var template = Template.Parse(text, path);
        return template.HasErrors ? throw new TemplateFault(path, string.Join("; ", template.Messages)) : template;
    }

    private static string OneLine(string text)
    {
        var line = new StringBuilder(text.Length);
        foreach (var letter in text)
        {
            var space = char.IsWhiteSpace(letter) && letter != ' ';
            if (space || char.IsControl(letter)) line.Append(' ');
            else line.Append(letter);
        }

        return string.Join(' ', line.ToString().Split(' ', StringSplitOptions.RemoveEmptyEntries));
    }
}

/// <summary>Where names are looked up while one template is rendered.</summary>
internal sealed record TemplateScope(TemplateFolder Folder, string Brand, string Language)
{
    /// <summary>
    /// A word of the language file, the brand's own first; English where the language has none. A brand's
    /// file need hold only the words that it says otherwise.
    /// </summary>
    public string Say(string key) =>
        In(Language, key) ?? In("en", key) ?? throw new TemplateFault("words/en.json", $"has no \"{key}\"");

    private string? In(string language, string key)
    {
        var name = $"words/{(IsLanguage(language) ? language : "en")}.json";
        return Folder.BrandFile(name, Brand)?.Words.GetValueOrDefault(key)
            ?? Folder.House(name)?.Words.GetValueOrDefault(key);
    }

    /// <summary>As the fleet file takes them: <c>en</c>, <c>pt-BR</c>.</summary>
    private static bool IsLanguage(string text) =>
        text.Length is > 1 and <= 10 && text.All(letter => char.IsAsciiLetter(letter) || letter == '-');

    /// <summary>The word with its places filled.</summary>
    public string Say(string key, object?[] values)
    {
        try
        {
            return values.Length == 0 ? Say(key) : string.Format(CultureInfo.InvariantCulture, Say(key), values);
        }
        catch (FormatException)
        {
            throw new TemplateFault("words", $"\"{key}\" asks for more than the template gives");
        }
    }
}

/// <summary>Facts as a template sees them.</summary>
internal static class JsonFacts
{
    private const int Deepest = 12;

    /// <summary>Reads the facts of a template: an object.</summary>
    public static ScriptObject Read(ReadOnlyMemory<byte> facts)
    {
        using var document = JsonDocument.Parse(facts, new JsonDocumentOptions { MaxDepth = Deepest });
        Require.That(document.RootElement.ValueKind == JsonValueKind.Object);
        return Object(document.RootElement);
    }

    private static ScriptObject Object(JsonElement element)
    {
        var result = new ScriptObject();
        foreach (var property in element.EnumerateObject()) result[property.Name] = Value(property.Value);
        return result;
    }

    private static object? Value(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => Object(element),
        JsonValueKind.Array => new ScriptArray(element.EnumerateArray().Select(Value)),
        JsonValueKind.String => element.GetString(),
        JsonValueKind.Number => element.TryGetInt64(out var whole) ? whole : element.GetDouble(),
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => null,
    };
}
