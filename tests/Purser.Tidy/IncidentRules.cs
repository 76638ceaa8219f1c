using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Purser.Tidy;

/// <summary>Each incident of the trade that this program makes impossible has a test that carries its number.</summary>
public sealed partial class IncidentRules
{
    private const int Incidents = 30;

    /// <summary>None: each of them has its test.</summary>
    private static readonly int[] NotHere = [];

    [Fact]
    public void Each_incident_has_a_test_with_its_number()
    {
        var found = (
            from file in Repository.CodeUnder("tests")
            from method in file.Syntax.DescendantNodes().OfType<MethodDeclarationSyntax>()
            let match = Number().Match(method.Identifier.Text)
            where match.Success
            select int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture)).ToHashSet();
        var missing = Enumerable.Range(1, Incidents).Except(NotHere).Except(found).ToList();
        Assert.True(
            missing.Count == 0,
            $"no test is named Incident_NN for {string.Join(", ", missing)}\n"
            + "Remedy: name the test that shows it is impossible");
    }

    [GeneratedRegex("^Incident_([0-9]{1,2})_")]
    private static partial Regex Number();
}
