using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;

namespace Purser.Contracts.Aws.Templates;

/// <summary>A template of <c>deploy/aws</c>, as it is deployed.</summary>
internal sealed class Template
{
    public static readonly string Root = FindRoot();

    private Template(string name, string text)
    {
        (Name, Text) = (name, text);
        Json = TemplateYaml.Read(text);
    }

    /// <summary>Every template.</summary>
    public static IReadOnlyList<Template> All { get; } =
    [
        .. Directory.EnumerateFiles(Path.Combine(Root, "deploy", "aws"), "*.yaml").Order(StringComparer.Ordinal)
            .Select(path => new Template(Path.GetFileNameWithoutExtension(path), File.ReadAllText(path))),
    ];

    /// <summary>Their names, for theories.</summary>
    public static TheoryData<string> Names => [.. All.Select(template => template.Name)];

    public string Name { get; }

    public string Text { get; }

    public JsonObject Json { get; }

    public JsonObject Resources => Json[nameof(Resources)]!.AsObject();

    public JsonObject Parameters => Json[nameof(Parameters)]!.AsObject();

    public static Template Of(string name) => All.Single(template => template.Name == name);

    /// <summary>With these parameters, and the defaults of all others.</summary>
    public Stack With(params (string Name, string Value)[] parameters) => new(this, parameters);

    private static string FindRoot([CallerFilePath] string here = "")
    {
        var folder = Path.GetDirectoryName(here)!;
        while (!File.Exists(Path.Combine(folder, "Purser.slnx"))) folder = Path.GetDirectoryName(folder)!;
        return folder;
    }
}
