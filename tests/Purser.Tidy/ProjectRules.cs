using System.Xml.Linq;

namespace Purser.Tidy;

public sealed class ProjectRules
{
    private static readonly Dictionary<string, string[]> MayReference = new()
    {
        ["Purser"] = [],
        ["Purser.Finance"] = ["Purser"],
        ["Purser.Embedded"] = ["Purser.Finance", "Purser"],
        ["Purser.Aws"] = ["Purser.Finance", "Purser"],
        ["Purser.Host"] = ["Purser.Aws", "Purser.Embedded", "Purser.Finance", "Purser"],
        ["Purser.Contracts"] = ["Purser.Host", "Purser.Aws", "Purser.Embedded", "Purser.Finance", "Purser"],
        ["Purser.Tests"] = ["Purser.Host", "Purser.Aws", "Purser.Embedded", "Purser.Finance", "Purser", "Purser.Contracts"],
        ["Purser.Tidy"] = [],
        ["Purser.EndToEnd"] = [],
        ["Purser.Bench"] = [],
    };

    private static readonly string[] HousePackages = ["NodaTime", "NodaTime.Serialization.SystemTextJson"];

    private static IEnumerable<(string Path, string Name, XDocument Xml)> Projects =>
        from path in Repository.Files
        where path.EndsWith(".csproj", StringComparison.Ordinal)
        select (path, Path.GetFileNameWithoutExtension(path), XDocument.Parse(Repository.Text(path)));

    [Fact]
    public void Projects_reference_only_inwards() => Rule.Holds(
        from project in Projects
        from reference in Includes(project.Xml, "ProjectReference")
        let name = Path.GetFileNameWithoutExtension(reference)
        where !MayReference.GetValueOrDefault(project.Name, []).Contains(name)
        select new Finding(project.Path, 1, $"references {name}"),
        "host -> adapters -> annex -> house; never back, never sideways");

    [Fact]
    public void The_house_needs_the_base_library_and_noda_time() => Rule.Holds(
        from project in Projects
        where project.Name is "Purser" or "Purser.Finance"
        from package in Includes(project.Xml, "PackageReference").Concat(Includes(project.Xml, "FrameworkReference"))
        where !HousePackages.Contains(package)
        select new Finding(project.Path, 1, $"references {package}"),
        "declare a port in Outside, and let an adapter use the package");

    [Fact]
    public void Versions_are_kept_in_one_place() => Rule.Holds(
        from project in Projects
        from reference in project.Xml.Descendants("PackageReference")
        where reference.Attribute("Version") is not null || reference.Attribute("VersionOverride") is not null
        select new Finding(project.Path, 1, $"{reference.Attribute("Include")?.Value} has its own version"),
        "name the version in Directory.Packages.props");

    [Fact]
    public void Every_project_is_built_locked_and_introduced()
    {
        var solution = Repository.Text("Purser.slnx");
        Rule.Holds(
            from project in Projects
            let folder = Path.GetDirectoryName(project.Path)
            from need in new[]
            {
                (Met: solution.Contains(project.Path, StringComparison.Ordinal), What: "is not in Purser.slnx"),
                (Met: Repository.Files.Contains($"{folder}/packages.lock.json"), What: "has no packages.lock.json"),
                (Met: IsShort($"{folder}/README.md"), What: "has no README.md of at most 15 lines"),
            }
            where !need.Met
            select new Finding(project.Path, 1, need.What),
            "add it: purpose, law, who may depend on it");
    }

    [Fact]
    public void Nothing_needed_is_ignored_by_git() => Rule.Holds(
        from path in Repository.Git("ls-files --others --ignored --exclude-standard src tests templates samples edge bench docs")
        where !path.Contains("/bin/", StringComparison.Ordinal) && !path.Contains("/obj/", StringComparison.Ordinal)
        where !path.Contains("TestResults/", StringComparison.Ordinal) && !path.Contains("__mismatch__/", StringComparison.Ordinal)
        select new Finding(path, 1, "exists here, and will be in no clone"),
        "name it so that .gitignore does not take it, or delete it");

    private static bool IsShort(string path) =>
        Repository.Files.Contains(path) && Repository.Lines(path).Length <= 15;

    private static IEnumerable<string> Includes(XDocument xml, string element) =>
        xml.Descendants(element).Select(reference => reference.Attribute("Include")?.Value ?? "");
}
