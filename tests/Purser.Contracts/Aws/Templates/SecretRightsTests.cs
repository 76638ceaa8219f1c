namespace Purser.Contracts.Aws.Templates;

/// <summary>Which role reads and makes which secret, in either place for secrets: its own, and no other's.</summary>
public sealed class SecretRightsTests
{
    private const string At = $"{Stack.Region}:{Stack.Account}";
    private const string Parameters = "parameter-store";
    private const string Manager = "secrets-manager";

    private static readonly string[] Places = [Parameters, Manager];

    /// <summary>Every secret of an installation.</summary>
    private static readonly string[] All =
    [
        "office-links-1", "guest-root-1", "guest-links-1", "crew-links-1", "hook-direct-1", "calendar-desk-1",
        "crew-desk-1", "smtp",
    ];

    /// <summary>What each role reads.</summary>
    private static readonly Dictionary<string, string[]> Own = new(StringComparer.Ordinal)
    {
        ["office"] = [.. All.Except(["crew-links-1"])],
        ["calendar"] = [],
        ["crew"] = ["crew-links-1", "smtp"],
        ["guest"] = ["guest-links-1"],
    };

    public static TheoryData<string, string> Roles =>
        [.. from role in Own.Keys from place in Places select (role, place)];

    [Theory]
    [MemberData(nameof(Roles))]
    public void A_role_reads_its_own_secrets_where_they_lie_and_no_others_anywhere(string role, string place)
    {
        var policy = Policy(role, place);
        foreach (var secret in All)
        {
            var own = Own[role].Contains(secret);
            Assert.Equal(own && place == Parameters, policy.Allows(new("ssm:GetParameter", Parameter(secret))));
            Assert.Equal(own && place == Manager, policy.Allows(new("ssm:GetParameter", Reference(secret))));
            Assert.Equal(own && place == Manager, policy.Allows(new("secretsmanager:GetSecretValue", Secret(secret))));
        }
    }

    [Theory]
    [MemberData(nameof(Roles))]
    public void A_role_makes_its_own_secrets_but_never_the_mail_servers_and_writes_over_none(string role, string place)
    {
        var policy = Policy(role, place);
        foreach (var secret in All)
        {
            var own = secret != "smtp" && Own[role].Contains(secret);
            Assert.Equal(own && place == Parameters, policy.Allows(Put(secret, "false")));
            Assert.False(policy.Allows(Put(secret, "true")));
            Assert.False(policy.Allows(new("ssm:PutParameter", Parameter(secret))));
            Assert.Equal(own && place == Manager, policy.Allows(new("secretsmanager:CreateSecret", Secret(secret))));
        }
    }

    [Theory]
    [MemberData(nameof(Roles))]
    public void No_role_changes_removes_or_lists_secrets(string role, string place)
    {
        string[] parameter =
            ["ssm:DeleteParameter", "ssm:DeleteParameters", "ssm:GetParametersByPath", "ssm:DescribeParameters"];
        string[] secret =
        [
            "secretsmanager:PutSecretValue", "secretsmanager:UpdateSecret", "secretsmanager:DeleteSecret",
            "secretsmanager:PutResourcePolicy", "secretsmanager:ListSecrets", "secretsmanager:BatchGetSecretValue",
        ];
        var policy = Policy(role, place);
        foreach (var name in All)
        {
            Assert.All(parameter, action => Assert.False(policy.Allows(new(action, Parameter(name)))));
            Assert.All(secret, action => Assert.False(policy.Allows(new(action, Secret(name)))));
        }
    }

    [Theory]
    [MemberData(nameof(Roles))]
    public void Another_installations_secrets_are_out_of_reach(string role, string place)
    {
        var policy = Policy(role, place);
        foreach (var name in All)
        {
            Assert.False(policy.Allows(new("ssm:GetParameter", Parameter(name, "purser-other"))));
            Assert.False(policy.Allows(new("ssm:GetParameter", Reference(name, "purser-other"))));
            Assert.False(policy.Allows(new("secretsmanager:GetSecretValue", Secret(name, "purser-other"))));
        }
    }

    private static RolePolicy Policy(string role, string place) =>
        new(role == "calendar" ? Stacks.Of(role) : Stacks.Of(role, ("SecretPlace", place)));

    private static IamCall Put(string secret, string overwrite) => new(
        "ssm:PutParameter", Parameter(secret), new Dictionary<string, string> { ["ssm:Overwrite"] = overwrite });

    private static string Parameter(string name, string of = Stacks.Installation) =>
        $"arn:aws:ssm:{At}:parameter/{of}/{name}";

    /// <summary>As Parameter Store names a secret of Secrets Manager.</summary>
    private static string Reference(string name, string of = Stacks.Installation) =>
        $"arn:aws:ssm:{At}:parameter/aws/reference/secretsmanager/{of}/{name}";

    /// <summary>Secrets Manager ends every ARN with a hyphen and six characters of its own.</summary>
    private static string Secret(string name, string of = Stacks.Installation) =>
        $"arn:aws:secretsmanager:{At}:secret:{of}/{name}-AbC1dE";
}
