using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Purser.Tidy;

/// <summary>What must not be written anywhere, or not in some places.</summary>
public sealed partial class WordRules
{
    private static readonly string[] Unfinished = ["TO" + "DO", "FIX" + "ME", "HA" + "CK", "XX" + "X"];

    private static readonly string[] MoneyWords = ["money", "price", "prices", "gross", "amount", "amounts", "fee", "fees",
        "payout", "payouts", "currency", "currencies"];

    [Fact]
    public void Nothing_is_left_for_later() => Rule.Holds(
        (from path in Repository.TextFiles
         from line in Repository.Lines(path).Index()
         from word in Unfinished
         where Regex.IsMatch(line.Item, $@"\b{word}\b")
         select new Finding(path, line.Index + 1, $"the mark {word}"))
        .Concat(
            from file in Repository.Code
            from name in file.Syntax.DescendantNodes().OfType<IdentifierNameSyntax>()
            where name.Identifier.Text == nameof(NotImplementedException) && !file.Path.EndsWith("WordRules.cs", StringComparison.Ordinal)
            select file.At(name, "code that is not there")),
        "finish it, or file an issue and leave the code whole");

    [Fact]
    public void Warnings_are_mended_not_silenced() => Rule.Holds(
        (from file in Repository.Code
         from trivia in file.Syntax.DescendantTrivia(descendIntoTrivia: true)
         where trivia.IsKind(SyntaxKind.PragmaWarningDirectiveTrivia)
         select file.At(trivia.Token, "a silenced warning"))
        .Concat(
            from file in Repository.Code
            from attribute in file.Syntax.DescendantNodes().OfType<AttributeSyntax>()
            where attribute.Name.ToString().EndsWith("SuppressMessage", StringComparison.Ordinal)
            select file.At(attribute, "a silenced warning")),
        "mend the cause; a rule that is wrong for this repository is set in .editorconfig, with its reason");

    [Fact]
    public void Incident_03_The_house_cannot_name_money() => Rule.Holds(
        from file in Repository.CodeUnder("src/Purser")
        where !Path.GetFileName(file.Path).StartsWith("AmountDetector", StringComparison.Ordinal)
        from token in file.Syntax.DescendantTokens()
        where token.IsKind(SyntaxKind.IdentifierToken) || IsText(token)
        where token.Text != "AmountDetector"
        let found = Words(token.Text).FirstOrDefault(MoneyWords.Contains)
        where found is not null
        select file.At(token, $"names \"{found}\""),
        "money lives in src/Purser.Finance and its doors; hand it through the house as an opaque rider");

    [Fact]
    public void Tests_wait_for_what_happens_not_for_time() => Rule.Holds(
        from file in Repository.CodeUnder("tests")
        from access in file.Syntax.DescendantNodes().OfType<MemberAccessExpressionSyntax>()
        where access.ToString() is "Task.Delay" or "Thread.Sleep" or "SpinWait.SpinUntil"
        select file.At(access, $"calls {access}"),
        "wait on the event itself with a deadline, or move a fake clock");

    [Fact]
    public void No_file_knows_this_machine_or_a_registry() => Rule.Holds(
        from path in Repository.TextFiles
        from line in Repository.Lines(path).Index()
        let match = MachineOrRegistry().Match(line.Item)
        where match.Success
        select new Finding(path, line.Index + 1, $"names \"{match.Value}\""),
        "use a path from the repository's root or a setting; package clients know their registries");

    /// <summary>The words of an identifier or a text, in lower case: <c>grossTotal</c> is gross and total.</summary>
    private static IEnumerable<string> Words(string text) =>
        from Match word in Word().Matches(text) select word.Value.ToLowerInvariant();

    private static bool IsText(SyntaxToken token) => token.Kind() is SyntaxKind.StringLiteralToken
        or SyntaxKind.InterpolatedStringTextToken or SyntaxKind.SingleLineRawStringLiteralToken
        or SyntaxKind.MultiLineRawStringLiteralToken or SyntaxKind.Utf8StringLiteralToken;

    [GeneratedRegex("[A-Z]?[a-z]+|[A-Z]+(?![a-z])")]
    private static partial Regex Word();

    [GeneratedRegex(@"(?<![\w.])/(work|root|home)/\w|\b(registry|pypi|deb|proxy)\.[a-z]+\.[a-z]+\b|\bnuget\.[a-z]{3}\b")]
    private static partial Regex MachineOrRegistry();
}
