using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Purser.Tidy;

public sealed class NameRules
{
    private static readonly string[] EmptySuffixes = ["Manager", "Helper", "Helpers", "Utils", "Util", "Service", "Processor"];

    private static readonly Dictionary<string, string> RootNamespaces = new()
    {
        ["src/Purser"] = "Purser",
        ["src/Purser.Finance"] = "Purser.Finance",
        ["src/Purser.Embedded"] = "Purser.Embedded",
        ["src/Purser.Aws"] = "Purser.Aws",
        ["src/Purser.Host"] = "Purser.Host",
        ["tests/Purser.Tests"] = "Purser.Tests",
        ["tests/Purser.Contracts"] = "Purser.Contracts",
        ["tests/Purser.EndToEnd"] = "Purser.EndToEnd",
        ["tests/Purser.Tidy"] = "Purser.Tidy",
        ["bench/Purser.Bench"] = "Purser.Bench",
    };

    [Fact]
    public void Names_say_what_a_thing_is() => Rule.Holds(
        (from file in Repository.Code
         from type in file.Syntax.DescendantNodes().OfType<BaseTypeDeclarationSyntax>()
         where EmptySuffixes.Any(type.Identifier.Text.EndsWith)
         select file.At(type.Identifier, $"the name {type.Identifier.Text} says nothing"))
        .Concat(
            from path in Repository.Files
            let name = Path.GetFileNameWithoutExtension(path)
            where EmptySuffixes.Any(name.EndsWith)
            select new Finding(path, 1, $"the name {name} says nothing")),
        "name it after the concept of the domain, or the thing it does");

    [Fact]
    public void Namespaces_follow_folders() => Rule.Holds(
        from file in Repository.Code
        from space in file.Syntax.DescendantNodes().OfType<BaseNamespaceDeclarationSyntax>()
        let parts = file.Path.Split('/')
        let project = $"{parts[0]}/{parts[1]}"
        where RootNamespaces.ContainsKey(project)
        let expected = string.Join('.', [RootNamespaces[project], .. parts[2..^1]])
        where space.Name.ToString() != expected
        select file.At(space, $"namespace {space.Name}, expected {expected}"),
        "move the file, or name the namespace after its folder");

    [Fact]
    public void A_file_with_one_type_is_named_after_it() => Rule.Holds(
        from file in Repository.Code
        let types = TopLevelTypes(file).ToList()
        where types.Count == 1
        let type = types[0].Identifier.Text
        let name = Path.GetFileName(file.Path).Split('.')[0]
        where name != type && !(types[0].Modifiers.Any(IsWord("partial")) && name.StartsWith(type, StringComparison.Ordinal))
        select file.At(types[0].Identifier, $"the file {name} holds only {type}"),
        "give file and type the same name");

    [Fact]
    public void Classes_are_sealed_static_or_abstract() => Rule.Holds(
        from file in Repository.CodeUnder("src")
        from type in file.Syntax.DescendantNodes().OfType<TypeDeclarationSyntax>()
        where type is ClassDeclarationSyntax || (type is RecordDeclarationSyntax && !type.Modifiers.Any(IsWord("struct")))
        where type is not RecordDeclarationSyntax record || record.ClassOrStructKeyword.Text != "struct"
        where !type.Modifiers.Any(word => word.Text is "sealed" or "static" or "abstract" or "partial")
        select file.At(type.Identifier, $"{type.Identifier.Text} is open for inheritance"),
        "seal it");

    private static IEnumerable<BaseTypeDeclarationSyntax> TopLevelTypes(CodeFile file) =>
        file.Syntax.DescendantNodes().OfType<BaseTypeDeclarationSyntax>()
            .Where(type => type.Parent is BaseNamespaceDeclarationSyntax or CompilationUnitSyntax);

    private static Func<SyntaxToken, bool> IsWord(string word) => token => token.Text == word;
}
