namespace Purser.Contracts.Aws.Templates;

/// <summary>What each compartment's role may not do, whatever its function were made to ask.</summary>
public sealed class RoleTests
{
    private const string At = $"{Stack.Region}:{Stack.Account}";

    public static TheoryData<string, string, string> Forbidden =>
    [
        .. from ban in Records.Concat(Files).Concat(Services)
           from role in ban.Roles
           from action in ban.Actions
           from resource in ban.Resources
           select (role, action, resource),
    ];

    private static Ban[] Records =>
    [
        new(["crew", "guest", "office"], ["dynamodb:GetItem", "dynamodb:Query", "dynamodb:PutItem"],
            [Table("calendar-entries")]),
        new(["calendar", "guest", "office"], ["dynamodb:GetItem", "dynamodb:Query", "dynamodb:PutItem"],
            [Table("scc-events")]),
        new(["calendar", "guest", "office"], ["dynamodb:GetItem", "dynamodb:Query", "dynamodb:PutItem"],
            [Table("crew-assignments")]),
        new(["calendar", "crew", "guest"], ["dynamodb:GetItem", "dynamodb:Query", "dynamodb:PutItem"],
            [Table("bookings")]),
        new(["calendar", "crew", "guest"], ["dynamodb:Query"],
            [Table("bookings/index/index")]),
        new(["calendar", "crew"], ["dynamodb:GetItem", "dynamodb:PutItem"],
            [Table("guest-pages")]),
        new(
            Roles,
            ["dynamodb:Scan", "dynamodb:UpdateItem", "dynamodb:DeleteTable", "dynamodb:UpdateTable", "dynamodb:ExportTableToPointInTime"],
            [Table("bookings"), Table("calendar-entries"), Table("scc-events"), Table("guest-pages")]),
        new(Roles, ["dynamodb:GetItem"],
            [Table("another-bookings"), Table("bookings-copy")]),
    ];

    private static Ban[] Files =>
    [
        new(["calendar", "crew"], ["s3:GetObject", "s3:PutObject", "s3:ListBucket"],
            [Site("g/may-30-boatsetter-charter.html"), Site(null)]),
        new(["calendar", "crew"], ["s3:GetObject", "s3:PutObject"],
            [Kept]),
        new(["guest"], ["s3:PutObject", "s3:DeleteObject"],
            [Site("g/may-30-boatsetter-charter.html")]),
        new(["guest", "office"], ["s3:PutObject", "s3:GetObject", "s3:DeleteObject"],
            [Site("index.html"), Site("backups/all.zip")]),
        new(["office"], ["s3:PutObject"],
            [Kept]),
        new(Roles, ["s3:PutBucketPolicy", "s3:DeleteBucket", "s3:PutLifecycleConfiguration"],
            [Site(null)]),
    ];

    private static Ban[] Services =>
    [
        new(["calendar", "crew"], ["cloudfront:CreateInvalidation"],
            [$"arn:aws:cloudfront::{Stack.Account}:distribution/{Stacks.Distribution}"]),
        new(Roles, ["cloudfront:UpdateDistribution"],
            [$"arn:aws:cloudfront::{Stack.Account}:distribution/{Stacks.Distribution}"]),
        new(["calendar", "crew", "guest"], ["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:PurgeQueue"],
            [Queue("office-hints")]),
        new(["calendar", "guest", "office"], ["sqs:SendMessage", "sqs:ReceiveMessage"],
            [Queue("crew-hints")]),
        new(["calendar", "crew"], ["sqs:SendMessage", "sqs:ReceiveMessage"],
            [Queue("guest-hints")]),
        new(Roles, ["iam:PassRole", "sts:AssumeRole"],
            [$"arn:aws:iam::{Stack.Account}:role/purser-office-Role-1A2B3C4D5E6F", $"arn:aws:iam::{Stack.Account}:role/other"]),
        new(Roles, ["lambda:InvokeFunction", "lambda:UpdateFunctionCode", "lambda:GetFunction"],
            [
                .. from name in new[] { "office", "office-work", "calendar", "crew", "crew-work", "guest", "guest-worker" }
                   select $"arn:aws:lambda:{At}:function:purser-{name}",
            ]),
        new(Roles, ["kms:Decrypt", "kms:GenerateDataKey", "kms:CreateGrant"],
            [$"arn:aws:kms:{At}:key/1234abcd-12ab-34cd-56ef-1234567890ab", $"arn:aws:kms:{At}:alias/aws/ssm"]),
    ];

    private static string[] Roles => ["office", "calendar", "crew", "guest"];

    private static string Kept => $"arn:aws:s3:::{Stacks.QuarantineBucket}/kept/x/y";

    [Theory]
    [MemberData(nameof(Forbidden))]
    public void A_role_may_not(string role, string action, string resource) =>
        Assert.False(new RolePolicy(Stacks.Of(role)).Allows(new IamCall(action, resource)));

    [Theory]
    [InlineData("office")]
    [InlineData("calendar")]
    [InlineData("crew")]
    [InlineData("guest")]
    public void No_right_is_for_all_actions_or_for_everything(string role)
    {
        foreach (var place in new[] { "parameter-store", "secrets-manager" })
        {
            var stack = role == "calendar" ? Stacks.Of(role) : Stacks.Of(role, ("SecretPlace", place));
            foreach (var (action, resource) in new RolePolicy(stack).Grants)
            {
                Assert.DoesNotContain("*", action, StringComparison.Ordinal);
                Assert.NotEqual("*", resource);
                Assert.StartsWith("arn:aws:", resource, StringComparison.Ordinal);
                Assert.True(
                    resource.Contains(Stacks.Installation, StringComparison.Ordinal)
                    || resource.StartsWith("arn:aws:cloudfront:", StringComparison.Ordinal));
            }
        }
    }

    [Theory]
    [InlineData("office")]
    [InlineData("calendar")]
    [InlineData("crew")]
    [InlineData("guest")]
    public void Only_Lambda_takes_the_role(string role)
    {
        var trust = new RolePolicy(Stacks.Of(role)).Role.At("AssumeRolePolicyDocument.Statement")!.AsArray();
        Assert.Equal("lambda.amazonaws.com", Assert.Single(trust)!["Principal"]!["Service"]!.ToString());
    }

    [Fact]
    public void Where_the_site_already_stands_the_role_writes_its_own_folders_of_it_only()
    {
        var guest = new RolePolicy(Stacks.Of("guest", ("ExistingBucket", "marketing"), ("ExistingDistribution", "EOLD")));
        var office = new RolePolicy(Stacks.Of("office", ("SiteBucket", "marketing"), ("GuestDistribution", "EOLD")));
        Assert.True(guest.Allows(new IamCall("s3:PutObject", "arn:aws:s3:::marketing/photos/a/360.webp")));
        Assert.True(office.Allows(new IamCall("s3:PutObject", "arn:aws:s3:::marketing/g/may-30-direct-charter.html")));
        foreach (var role in new[] { guest, office })
        {
            Assert.True(role.Allows(new IamCall("cloudfront:CreateInvalidation", $"arn:aws:cloudfront::{Stack.Account}:distribution/EOLD")));
            foreach (var key in new[] { "index.html", "blog/post.html", "g.html", "assets/site.css" })
                Assert.False(role.Allows(new IamCall("s3:PutObject", $"arn:aws:s3:::marketing/{key}")));
        }
    }

    private static string Table(string name) => $"arn:aws:dynamodb:{At}:table/purser-{name}";

    private static string Queue(string name) => $"arn:aws:sqs:{At}:purser-{name}";

    private static string Site(string? key) => $"arn:aws:s3:::{Stacks.SiteBucket}{(key is null ? "" : "/" + key)}";

    private sealed record Ban(string[] Roles, string[] Actions, string[] Resources);
}
