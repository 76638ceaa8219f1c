using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Purser.Tidy;

public sealed class SizeRules
{
    private const int MostFileLines = 400;
    private const int MostMethodLines = 60;
    private const int MostColumns = 150;
    private const int AimedColumns = 110;
    private const int LinesOverAim = 941;
    private const int MostProjectLines = 30;
    private const double MostComments = 0.15;

    [Fact]
    public void Files_fit_in_the_head() => Rule.Holds(
        from file in Repository.Code
        let lines = file.Tree.GetText().Lines.Count
        where lines > MostFileLines
        select new Finding(file.Path, lines, $"{lines} lines, at most {MostFileLines}"),
        "split the file by concept");

    [Fact]
    public void Methods_fit_on_a_screen() => Rule.Holds(
        from file in Repository.Code
        from node in file.Syntax.DescendantNodes()
        where node is BaseMethodDeclarationSyntax or LocalFunctionStatementSyntax or AccessorDeclarationSyntax
        let span = node.GetLocation().GetLineSpan()
        let lines = span.EndLinePosition.Line - span.StartLinePosition.Line + 1
        where lines > MostMethodLines
        select file.At(node, $"a method of {lines} lines, at most {MostMethodLines}"),
        "take a well-named part out of it, or turn a table into data");

    [Fact]
    public void Lines_can_be_read_side_by_side() => Rule.Holds(
        from path in Repository.TextFiles
        where path.EndsWith(".cs", StringComparison.Ordinal) || Repository.IsScript(path)
        from line in Repository.Lines(path).Index()
        where line.Item.Length > MostColumns && !IsOneLongWord(line.Item)
        select new Finding(path, line.Index + 1, $"{line.Item.Length} columns, at most {MostColumns}"),
        "break the line before an operator or after a bracket");

    /// <summary>A ratchet: whoever makes lines shorter lowers the number.</summary>
    [Fact]
    public void Long_lines_do_not_become_more()
    {
        var files = Repository.CodeUnder("src")
            .GroupBy(file => file.Path, file => file.Lines.Count(line => line.Length > AimedColumns))
            .Select(group => (Path: group.Key, Count: group.Sum()))
            .OrderByDescending(file => file.Count).ToList();
        var count = files.Sum(file => file.Count);
        Assert.True(
            count <= LinesOverAim,
            $"{count} lines in src are over {AimedColumns} columns, at most {LinesOverAim}; most are in "
            + string.Join(", ", files.Take(5).Select(file => $"{file.Path} ({file.Count})"))
            + "\nRemedy: break the lines that were added");
    }

    [Fact]
    public void Project_files_only_say_what_is_special() => Rule.Holds(
        from path in Repository.Files
        where path.EndsWith(".csproj", StringComparison.Ordinal)
        let lines = Repository.Lines(path).Length
        where lines > MostProjectLines
        select new Finding(path, lines, $"{lines} lines, at most {MostProjectLines}"),
        "what holds for all belongs in a Directory.Build.props");

    [Fact]
    public void Comments_are_rare_and_say_why() => Rule.Holds(
        from project in Repository.CodeUnder("src").GroupBy(file => file.Path.Split('/')[1])
        let comments = project.Sum(file => file.Lines.Count(IsComment))
        let code = project.Sum(file => file.Lines.Count(line => line.Trim().Length != 0 && !IsDoc(line) && !IsComment(line)))
        where comments > MostComments * code
        select new Finding($"src/{project.Key}", 0, $"{comments} lines of comment to {code} of code"),
        "let names and tests say it; keep the sentences that say why");

    private static bool IsDoc(string line) => line.TrimStart().StartsWith("///", StringComparison.Ordinal);

    private static bool IsComment(string line) => !IsDoc(line) && line.TrimStart().StartsWith("//", StringComparison.Ordinal);

    private static bool IsOneLongWord(string line) => !line.Trim().Contains(' ', StringComparison.Ordinal);
}
