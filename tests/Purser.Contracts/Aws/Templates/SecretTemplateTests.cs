using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Purser.Contracts.Aws.Templates;

/// <summary>No template holds a secret or asks for one: hashes and names only.</summary>
public sealed partial class SecretTemplateTests
{
    /// <summary>Of the variables whose names sound like secrets, those that hold a hash or a name.</summary>
    private static readonly Dictionary<string, string> Harmless = new(StringComparer.Ordinal)
    {
        ["SERVICE_KEY_HASH"] = "[0-9a-f]{64}(,[0-9a-f]{64})?",
        ["DASHBOARD_TOKEN_HASH"] = "[0-9a-f]{64}(,[0-9a-f]{64})?",
        ["OFFICE_KEY_HASH"] = "([0-9a-f]{64}(,[0-9a-f]{64})?)?",
        ["BOOKING_KEY_HASH"] = "([0-9a-f]{64}(,[0-9a-f]{64})?)?",
        ["PURSER_SMTP_SECRET"] = "[a-z0-9-]{1,60}",
        ["PURSER_CREW_DESK_KEY"] = "[a-z0-9-]{1,60}",
        ["PURSER_CALENDAR_DESK_KEY"] = "[a-z0-9-]{1,60}",
        ["PURSER_SECRET_PLACE"] = "",
    };

    [Theory]
    [MemberData(nameof(Template.Names), MemberType = typeof(Template))]
    public void No_template_makes_a_secret_or_reads_one_into_itself(string name)
    {
        var template = Template.Of(name);
        Assert.DoesNotContain("{{resolve:", template.Text, StringComparison.Ordinal);
        Assert.DoesNotMatch(KeyText(), template.Text);
        Assert.DoesNotContain(
            template.Resources, one => one.Value!["Type"]!.ToString() is "AWS::SSM::Parameter" or "AWS::SecretsManager::Secret");
    }

    [Theory]
    [MemberData(nameof(Template.Names), MemberType = typeof(Template))]
    public void A_variable_that_sounds_secret_takes_a_hash_or_a_name_only(string name)
    {
        var template = Template.Of(name);
        var variables = template.Resources.SelectMany(one =>
            one.Value!["Properties"]?["Environment"]?["Variables"] as JsonObject ?? []);
        foreach (var (variable, value) in variables.Where(one => Sounding().IsMatch(one.Key)))
        {
            Assert.True(Harmless.TryGetValue(variable, out var pattern), $"{variable} of {name}");
            var parameter = value!["Ref"]?.ToString() ?? value["Fn::If"]![1]!["Ref"]!.ToString();
            var asked = template.Parameters[parameter]!;
            if (pattern!.Length > 0) Assert.Equal(pattern, asked["AllowedPattern"]!.ToString());
            else Assert.NotNull(asked["AllowedValues"]);
        }
    }

    [Fact]
    public void Every_function_of_a_compartment_is_given_the_same()
    {
        foreach (var name in new[] { "crew", "guest", "office" })
        {
            var given = Stacks.Of(name).OfType("AWS::Lambda::Function")
                .Select(one => one.At("Environment.Variables")!.ToJsonString()).Distinct();
            Assert.Single(given);
        }
    }

    [GeneratedRegex("pk_[a-z]+_|whsec_|AKIA|BEGIN [A-Z ]*PRIVATE|smtps?://[^ ]*:[^ ]*@[a-z0-9]+\\.[a-z]")]
    private static partial Regex KeyText();

    [GeneratedRegex("KEY|SECRET|TOKEN|PASSWORD|HASH|SMTP")]
    private static partial Regex Sounding();
}
