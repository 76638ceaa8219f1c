using System.Text.RegularExpressions;

namespace Purser.Tidy;

public sealed partial class DocumentRules
{
    private static IEnumerable<string> Documents =>
        Repository.Files.Where(path => path.EndsWith(".md", StringComparison.Ordinal));

    [Fact]
    public void Links_between_documents_lead_somewhere() => Rule.Holds(
        from path in Documents
        from line in Repository.Lines(path).Index()
        from Match link in Link().Matches(line.Item)
        let target = link.Groups[1].Value
        where !target.Contains("://", StringComparison.Ordinal) && !target.StartsWith("mailto:", StringComparison.Ordinal)
        let file = target.Split('#')[0]
        where file.Length != 0
        let full = Path.Combine(Repository.Root, Path.GetDirectoryName(path)!, Uri.UnescapeDataString(file))
        where !File.Exists(full) && !Directory.Exists(full)
        select new Finding(path, line.Index + 1, $"links to {target}, which is not there"),
        "mend the link or add the document");

    [Fact]
    public void Decisions_are_short_and_whole() => Rule.Holds(
        from path in Documents
        where path.StartsWith("docs/decisions/", StringComparison.Ordinal) && !path.EndsWith("README.md", StringComparison.Ordinal)
        let text = Repository.Text(path)
        from need in new[] { "## Context", "## Options", "## Choice", "## Cost" }
            .Where(part => !text.Contains(part, StringComparison.Ordinal)).Select(part => $"has no part \"{part}\"")
            .Concat(Repository.Lines(path).Length > 60 ? ["is longer than 60 lines"] : [])
        select new Finding(path, 1, need),
        "context, options, choice, cost: a page at most");

    [Fact]
    public void Files_end_their_lines_alike() => Rule.Holds(
        from path in Repository.TextFiles
        where !path.EndsWith(".eml", StringComparison.Ordinal) && !path.EndsWith(".lock.json", StringComparison.Ordinal)
        let text = Repository.Text(path)
        let inline = path.StartsWith("templates/", StringComparison.Ordinal)
        where text.Contains('\r', StringComparison.Ordinal) || (!inline && text.Length != 0 && text[^1] != '\n')
        select new Finding(path, 1, "has a carriage return, or no new line at its end"),
        "LF, and one at the end");

    [GeneratedRegex(@"\]\(([^)\s]+)\)")]
    private static partial Regex Link();
}
