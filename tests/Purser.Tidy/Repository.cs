using System.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Purser.Tidy;

/// <summary>The files of this repository: those that git tracks or would add.</summary>
internal static class Repository
{
    private static readonly string[] TextEndings =
        [".cs", ".csproj", ".props", ".slnx", ".json", ".md", ".sbn", ".css", ".js", ".html", ".txt", ".eml", ".yaml", ".service"];

    /// <summary>The folder of Purser.slnx.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>Every file, by its path from the root, with <c>/</c>.</summary>
    public static IReadOnlyList<string> Files { get; } =
        [.. Git("ls-files --cached --others --exclude-standard").Where(path => File.Exists(Path.Combine(Root, path)))];

    /// <summary>Files that are read as text, scripts without an ending included.</summary>
    public static IReadOnlyList<string> TextFiles { get; } =
        [.. Files.Where(path => TextEndings.Any(path.EndsWith) || IsScript(path))];

    /// <summary>The C# files, parsed once.</summary>
    public static IReadOnlyList<CodeFile> Code { get; } =
        [.. Files.Where(path => path.EndsWith(".cs", StringComparison.Ordinal)).Select(CodeFile.Read)];

    /// <summary>The C# files under a folder.</summary>
    public static IEnumerable<CodeFile> CodeUnder(params string[] folders) =>
        Code.Where(file => folders.Any(folder => file.Path.StartsWith(folder + "/", StringComparison.Ordinal)));

    /// <summary>The lines of a file.</summary>
    public static string[] Lines(string path) => File.ReadAllLines(Path.Combine(Root, path));

    /// <summary>The text of a file.</summary>
    public static string Text(string path) => File.ReadAllText(Path.Combine(Root, path));

    /// <summary>True for a text file that starts with <c>#!</c>.</summary>
    public static bool IsScript(string path)
    {
        if (Path.HasExtension(path)) return false;
        using var reader = new StreamReader(Path.Combine(Root, path));
        return reader.Read() == '#' && reader.Read() == '!';
    }

    /// <summary>What git prints, a line each.</summary>
    public static string[] Git(string arguments)
    {
        var start = new ProcessStartInfo("git", arguments) { WorkingDirectory = Root, RedirectStandardOutput = true };
        using var git = Process.Start(start)!;
        var output = git.StandardOutput.ReadToEnd();
        git.WaitForExit();
        Assert.True(git.ExitCode == 0, $"git {arguments} failed: these rules need a clone");
        return output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Purser.slnx")))
            folder = folder.Parent ?? throw new InvalidOperationException("no Purser.slnx above the tests");
        return folder.FullName;
    }
}

/// <summary>One C# file with its syntax.</summary>
/// <param name="Path">From the root.</param>
/// <param name="Tree">Parsed.</param>
internal sealed record CodeFile(string Path, SyntaxTree Tree)
{
    /// <summary>The root of its syntax.</summary>
    public SyntaxNode Syntax => Tree.GetRoot();

    /// <summary>Its lines.</summary>
    public IEnumerable<string> Lines => Tree.GetText().Lines.Select(line => line.ToString());

    /// <summary>Parses a file.</summary>
    public static CodeFile Read(string path) =>
        new(path, CSharpSyntaxTree.ParseText(Repository.Text(path), new CSharpParseOptions(LanguageVersion.Preview), path));

    /// <summary>Something found at a place in it.</summary>
    public Finding At(SyntaxNode node, string what) => At(node.GetLocation(), what);

    /// <summary>Something found at a token in it.</summary>
    public Finding At(SyntaxToken token, string what) => At(token.GetLocation(), what);

    private Finding At(Location location, string what) => new(Path, location.GetLineSpan().StartLinePosition.Line + 1, what);
}

/// <summary>A rule that does not hold at some place.</summary>
internal sealed record Finding(string Path, int Line, string What);

/// <summary>Says where a rule does not hold, and what to do.</summary>
internal static class Rule
{
    /// <summary>Fails with every finding as <c>file:line</c> and the remedy.</summary>
    public static void Holds(IEnumerable<Finding> findings, string remedy)
    {
        var lines = findings.Select(found => $"{found.Path}:{found.Line}: {found.What}").Distinct().ToList();
        if (lines.Count != 0) Assert.Fail($"{string.Join('\n', lines)}\nRemedy: {remedy}");
    }
}
