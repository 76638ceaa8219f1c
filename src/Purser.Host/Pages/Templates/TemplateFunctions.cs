using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;
using Purser.Outside;
using Scriban;
using Scriban.Runtime;
using Scriban.Syntax;

namespace Purser.Host.Pages.Templates;

/// <summary>What a template can call: these and nothing else.</summary>
internal static class TemplateFunctions
{
    private const int MostIncludes = 10;

    private static readonly string[] Schemes = ["https", "http", "mailto", "sms", "tel"];

    private static readonly JsonWriterOptions JsonOptions = new()
    {
        // Still escapes what could end a script block or an attribute: < > & ' and the like.
        Encoder = JavaScriptEncoder.Create(UnicodeRanges.All),
        MaxDepth = 12,
    };

    /// <summary>
    /// <c>include name</c>, <c>wrap frame name</c>, <c>say key values...</c>, <c>address text</c>, <c>json
    /// value</c>, <c>asset name</c>, <c>asset_hash name</c>, <c>asset_base64 name</c>, <c>served name</c>,
    /// <c>brand_file name</c>, <c>size value</c>.
    /// </summary>
    public static ScriptObject All(ScribanTemplates templates, TemplateScope scope) => new()
    {
        ["include"] = new TemplateFunction((context, values, _) => Include(templates, scope, context, Name(values))),
        ["frame"] = new TemplateFunction((context, values, block) => Frame(templates, scope, context, Name(values), block)),
        ["say"] = new TemplateFunction((_, values, _) => scope.Say(Name(values), [.. values.Skip(1)])),
        ["address"] = new TemplateFunction((_, values, _) => Address(values[0]?.ToString() ?? "")),
        ["json"] = new TemplateFunction((_, values, _) => new WrittenText(Json(values[0]))),
        ["asset"] = new TemplateFunction((_, values, _) => new WrittenText(Asset(scope, Name(values)).Text)),
        ["asset_hash"] = new TemplateFunction((_, values, _) => Asset(scope, Name(values)).Hash),
        ["asset_base64"] = new TemplateFunction((_, values, _) => Asset(scope, Name(values)).Base64),
        ["served"] = new TemplateFunction((_, values, _) => Served(scope, Name(values))),
        ["brand_file"] = new TemplateFunction((_, values, _) => BrandFile(scope, Name(values))),
        ["size"] = new TemplateFunction((_, values, _) => Size(values[0])),
    };

    /// <summary>
    /// An address of a scheme that a reader may be sent to; anything else is a fault of the facts.
    /// </summary>
    public static string Address(string text)
    {
        var scheme = text.Split(':', 2)[0];
        var right = text.Contains(':') && Schemes.Contains(scheme, StringComparer.Ordinal)
            && !text.Any(letter => char.IsWhiteSpace(letter) || char.IsControl(letter) || letter == '\\');
        return right ? text : throw new TemplateFault("address", "only https, http, mailto, sms and tel can be linked");
    }

    private static int Size(object? value) => value switch
    {
        ScriptArray list => list.Count,
        string text => text.Length,
        _ => 0,
    };

    private static string Name(object?[] values) => values[0]?.ToString() ?? "";

    private static TemplateFile Asset(TemplateScope scope, string name) =>
        scope.Folder.Find($"assets/{name}", scope.Brand) ?? throw new TemplateFault($"assets/{name}", "there is no such file");

    /// <summary>An asset, or of <c>words</c> the language's own.</summary>
    private static string Served(TemplateScope scope, string name) => name == "words"
        ? PhotoWords(scope).ServedName
        : Asset(scope with { Brand = "" }, name).ServedName;

    private static TemplateFile PhotoWords(TemplateScope scope)
    {
        const string English = "words/photos-en.json";
        return scope.Folder.House($"words/photos-{scope.Language}.json") ?? scope.Folder.House(English)
            ?? throw new TemplateFault(English, "there is no such file");
    }

    /// <summary>The brand's own file, ready to stand in the page; null if it has none.</summary>
    private static WrittenText? BrandFile(TemplateScope scope, string name) =>
        scope.Folder.BrandFile(name, scope.Brand) is { Drawn: { } drawn } ? new WrittenText(drawn) : null;

    /// <summary>
    /// Around a template's own block: <c>wrap frame name ... end</c> renders it as <c>body</c> of the
    /// template named.
    /// </summary>
    private static WrittenText Frame(
        ScribanTemplates templates, TemplateScope scope, TemplateContext context, string name, ScriptBlockStatement? block)
    {
        if (block is null) throw new TemplateFault(name, "is a frame: write wrap frame, and end");
        context.PushOutput();
        var body = "";
        try
        {
            context.Evaluate(block);
            body = context.Output.ToString() ?? "";
        }
        finally
        {
            context.PopOutput();
        }

        context.SetValue(new ScriptVariableGlobal("body"), new WrittenText(body), false);
        return Include(templates, scope, context, name);
    }

    private static WrittenText Include(ScribanTemplates templates, TemplateScope scope, TemplateContext context, string name)
    {
        var escaping = (EscapingContext)context;
        var template = templates.Find(name, scope);
        var functions = name.EndsWith(".sbn", StringComparison.Ordinal);
        if (!functions && escaping.Kind == TemplateKind.Html != (TemplateKinds.Of(name) == TemplateKind.Html))
            throw new TemplateFault(name, "is included in a template of another kind");
        if (++escaping.Includes > MostIncludes) throw new TemplateFault(name, "includes itself, or too many others");
        context.PushOutput();
        var written = "";
        try
        {
            written = template.Render(context);
        }
        finally
        {
            context.PopOutput();
        }

        escaping.Includes--;
        return new WrittenText(written);
    }

    private static string Json(object? value)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer, JsonOptions)) Write(writer, value);
        return System.Text.Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length);
    }

    private static void Write(Utf8JsonWriter writer, object? value)
    {
        switch (value)
        {
            case null: writer.WriteNullValue(); break;
            case string text: writer.WriteStringValue(text); break;
            case bool truth: writer.WriteBooleanValue(truth); break;
            case int whole: writer.WriteNumberValue(whole); break;
            case long whole: writer.WriteNumberValue(whole); break;
            case double number: writer.WriteNumberValue(number); break;
            case ScriptArray list:
                writer.WriteStartArray();
                foreach (var item in list) Write(writer, item);
                writer.WriteEndArray();
                break;
            case ScriptObject facts:
                writer.WriteStartObject();
                foreach (var name in facts.GetMembers())
                {
                    writer.WritePropertyName(name);
                    Write(writer, facts[name]);
                }

                writer.WriteEndObject();
                break;
            default: throw new TemplateFault("json", $"cannot write a {value.GetType().Name}");
        }
    }
}

/// <summary>A function of a template, called without reflection.</summary>
internal sealed class TemplateFunction(Func<TemplateContext, object?[], ScriptBlockStatement?, object?> call) : IScriptCustomFunction
{
    public int RequiredParameterCount => 1;

    public int ParameterCount => 8;

    public ScriptVarParamKind VarParamKind => ScriptVarParamKind.Direct;

    public Type ReturnType => typeof(object);

    public ScriptParameterInfo GetParameterInfo(int index) => new(typeof(object), "value");

    public object? Invoke(
        TemplateContext context, ScriptNode? callerContext, ScriptArray arguments, ScriptBlockStatement? blockStatement)
    {
        if (arguments.Count == 0) throw new ScriptRuntimeException(callerContext?.Span ?? default, "a function needs a value");
        return call(context, [.. arguments], blockStatement);
    }

    public ValueTask<object?> InvokeAsync(
        TemplateContext context, ScriptNode? callerContext, ScriptArray arguments, ScriptBlockStatement? blockStatement) =>
        ValueTask.FromResult(Invoke(context, callerContext, arguments, blockStatement));
}
