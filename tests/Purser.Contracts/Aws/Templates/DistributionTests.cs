using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Purser.Contracts.Aws.Templates;

/// <summary>Which path goes where, and what of a request and a reply passes.</summary>
public sealed class DistributionTests
{
    private static Stack Guest => Stacks.Of("guest");

    private static Stack Crew => Stacks.Of("crew");

    [Fact]
    public void The_function_at_the_edge_is_the_file_that_the_tests_run() =>
        Assert.Equal(
            File.ReadAllText(Path.Combine(Template.Root, "edge", "guest-site.js")),
            Guest.Resources["EdgeFunction"].Text("FunctionCode"));

    [Theory]
    [InlineData("/api/g/may-30-direct-charter/photos", "doors")]
    [InlineData("/g/may-30-direct-charter/waiver", "doors")]
    [InlineData("/g/may-30-direct-charter/waiver/l/waiver.x.1.2.y", "doors")]
    [InlineData("/unsubscribe/unsubscribe.x.1.2.y", "doors")]
    [InlineData("/assets/photos-AbCdEfGhIjKl.js", "doors")]
    [InlineData("/assets/photos-en-AbCdEfGhIjKl.json", "doors")]
    [InlineData("/g/may-30-direct-charter", "site")]
    [InlineData("/g/may-30-direct-charter.html", "site")]
    [InlineData("/photos/abcdefghijklmnopqrstuvwxyz/360.webp", "site")]
    [InlineData("/", "site")]
    [InlineData("/prices.html", "site")]
    [InlineData("/assets/site.css", "site")]
    public void A_guests_path_goes_to(string path, string origin) =>
        Assert.Equal(origin, Behaviour(Guest, path)["TargetOriginId"]!.ToString());

    [Theory]
    [InlineData("/", "doors")]
    [InlineData("/e/abc/m1", "doors")]
    [InlineData("/l/event.x.1.2.y", "doors")]
    [InlineData("/api/events", "doors")]
    [InlineData("/events/abc", "doors")]
    [InlineData("/assets/crew.AbC.css", "assets-or-doors")]
    [InlineData("/sw.js", "assets-or-doors")]
    [InlineData("/pay", "office")]
    [InlineData("/pay/pay.x.1.2.y", "office")]
    public void A_path_of_the_crew_site_goes_to(string path, string origin) =>
        Assert.Equal(origin, Behaviour(Crew, path)["TargetOriginId"]!.ToString());

    [Fact]
    public void Without_an_office_domain_nothing_is_at_pay() =>
        Assert.Equal("doors", Behaviour(Stacks.Of("crew", ("OfficeDomain", "")), "/pay")["TargetOriginId"]!.ToString());

    [Theory]
    [InlineData("/g/may-30-direct-charter")]
    [InlineData("/photos/abcdefghijklmnopqrstuvwxyz/360.webp")]
    public void Pages_and_photos_pass_the_function_and_carry_what_protects_them(string path)
    {
        var behaviour = Behaviour(Guest, path);
        Assert.Equal("viewer-request", behaviour["FunctionAssociations"]![0]!["EventType"]!.ToString());
        Assert.Equal(
            Physical.Attribute(Guest.Resources["EdgeFunction"], "FunctionARN"),
            behaviour["FunctionAssociations"]![0]!["FunctionARN"]!.ToString());
        var protects = Guest.Resources["Protect"];
        Assert.Equal(Physical.Ref(protects), behaviour["ResponseHeadersPolicyId"]!.ToString());
        const string headers = "ResponseHeadersPolicyConfig.";
        Assert.Equal("frame-ancestors 'none'", protects.Text($"{headers}SecurityHeadersConfig.ContentSecurityPolicy.ContentSecurityPolicy"));
        Assert.Equal("no-referrer", protects.Text($"{headers}SecurityHeadersConfig.ReferrerPolicy.ReferrerPolicy"));
        Assert.NotNull(protects.At($"{headers}SecurityHeadersConfig.ContentTypeOptions"));
        Assert.Equal("noindex, nofollow", protects.Text($"{headers}CustomHeadersConfig.Items.0.Value"));
        var keeps = Guest.Resources["KeepPages"];
        Assert.Equal("0", keeps.Text("CachePolicyConfig.MinTTL"));
        Assert.Equal("3600", keeps.Text("CachePolicyConfig.DefaultTTL"));
        Assert.Null(behaviour["AllowedMethods"]);
    }

    [Theory]
    [InlineData("/api/g/may-30-direct-charter/photos")]
    [InlineData("/g/may-30-direct-charter/waiver")]
    [InlineData("/unsubscribe/unsubscribe.x.1.2.y")]
    public void The_guests_doors_are_not_kept_and_get_what_they_read(string path)
    {
        var behaviour = Behaviour(Guest, path);
        Assert.Contains("DELETE", behaviour["AllowedMethods"]!.ToJsonString(), StringComparison.Ordinal);
        var keeps = Guest.Resources["KeepNothing"];
        Assert.Equal("0", keeps.Text("CachePolicyConfig.DefaultTTL"));
        Assert.InRange(int.Parse(keeps.Text("CachePolicyConfig.MaxTTL")!), 0, 1);
        const string key = "CachePolicyConfig.ParametersInCacheKeyAndForwardedToOrigin";
        Assert.Equal(["Authorization", "X-Event-Code", "X-Batch"], Texts(keeps.At($"{key}.HeadersConfig.Headers")));
        Assert.Equal(["__Host-purser-guest"], Texts(keeps.At($"{key}.CookiesConfig.Cookies")));
        Assert.Equal("all", keeps.Text($"{key}.QueryStringsConfig.QueryStringBehavior"));
        var given = Texts(Guest.Resources["GiveDoors"].At("OriginRequestPolicyConfig.HeadersConfig.Headers")).ToList();
        Assert.Contains("X-Event-Code", given);
        Assert.Contains("Idempotency-Key", given);
        Assert.Contains("Origin", given);
        Assert.DoesNotContain("X-API-Key", given, StringComparer.OrdinalIgnoreCase);
        Assert.DoesNotContain("Host", given, StringComparer.OrdinalIgnoreCase);
        Assert.True(given.Count <= 10);
    }

    [Theory]
    [InlineData("off", "/api/events", false)]
    [InlineData("on", "/api/events", true)]
    [InlineData("on", "/events", false)]
    [InlineData("on", "/", false)]
    [InlineData("on", "/pay", false)]
    public void A_service_key_passes_the_crew_distribution_only_where_it_is_said(string setting, string path, bool passes)
    {
        var crew = Stacks.Of("crew", ("ServiceCallsThroughEdge", setting));
        var policy = Behaviour(crew, path)["OriginRequestPolicyId"]!.ToString();
        var given = crew.OfType("AWS::CloudFront::OriginRequestPolicy")
            .Single(one => Physical.Ref(one) == policy);
        var headers = Texts(given.At("OriginRequestPolicyConfig.HeadersConfig.Headers")).ToList();
        Assert.Equal(passes, headers.Contains("X-API-Key"));
        Assert.DoesNotContain("X-Dashboard-Token", headers);
        Assert.True(headers.Count <= 10);
    }

    [Fact]
    public void Service_keys_are_kept_out_unless_it_is_said() =>
        Assert.Equal("off", Template.Of("crew").Parameters["ServiceCallsThroughEdge"]!["Default"]!.ToString());

    [Fact]
    public void A_missing_page_is_a_404_and_no_refusal_is_rewritten()
    {
        var config = Guest.Resources["Distribution"].At("DistributionConfig")!;
        Assert.Null(config["CustomErrorResponses"]);
        Assert.Equal("index.html", config["DefaultRootObject"]!.ToString());
        var allowed = Guest.Resources["SitePolicy"].At("PolicyDocument.Statement")!.AsArray()
            .Where(one => one!["Effect"]!.ToString() == "Allow").Select(one => one!["Action"]!.ToString());
        Assert.Equal(["s3:GetObject", "s3:ListBucket"], allowed);
    }

    [Fact]
    public void The_distribution_reads_pages_and_shown_photos_and_not_what_waits_for_the_owner()
    {
        var read = Guest.Resources["SitePolicy"].At("PolicyDocument.Statement.0")!;
        Assert.Equal(
            [$"arn:aws:s3:::{Stacks.SiteBucket}/g/*", $"arn:aws:s3:::{Stacks.SiteBucket}/photos/*"], Texts(read["Resource"]));
        Assert.Equal("cloudfront.amazonaws.com", read["Principal"]!["Service"]!.ToString());
        Assert.EndsWith(
            ":distribution/EDISTRIBUTION", read["Condition"]!["StringEquals"]!["AWS:SourceArn"]!.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("guest")]
    [InlineData("crew")]
    public void A_distribution_speaks_encrypted_only_and_reads_its_bucket_signed(string name)
    {
        var stack = Stacks.Of(name);
        var config = stack.Resources["Distribution"].At("DistributionConfig")!;
        Assert.Equal("TLSv1.2_2021", config["ViewerCertificate"]!["MinimumProtocolVersion"]!.ToString());
        foreach (var behaviour in Behaviours(stack).Select(one => one.Behaviour))
            Assert.Matches("^(redirect-to-https|https-only)$", behaviour["ViewerProtocolPolicy"]!.ToString());
        foreach (var origin in config["Origins"]!.AsArray())
        {
            if (origin!["S3OriginConfig"] is not null)
                Assert.NotNull(origin["OriginAccessControlId"]);
            else
                Assert.Equal("https-only", origin["CustomOriginConfig"]!["OriginProtocolPolicy"]!.ToString());
        }

        Assert.Equal("always", stack.Resources["ReadBucket"].Text("OriginAccessControlConfig.SigningBehavior"));
    }

    [Theory]
    [InlineData("guest")]
    [InlineData("crew")]
    public void Access_is_logged_without_what_may_open_a_door(string name)
    {
        var stack = Stacks.Of(name);
        var fields = Texts(stack.Resources["LogDelivery"].At("RecordFields")).ToList();
        Assert.Contains("sc-status", fields);
        Assert.DoesNotContain(fields, field => Regex.IsMatch(field, "query|uri|[Cc]ookie|[Rr]eferer"));
        Assert.Equal(Physical.Attribute(stack.Resources["LogBucket"], "Arn"), stack.Resources["LogDestination"].Text("DestinationResourceArn"));
        Assert.Equal("30", stack.Resources["LogBucket"].Text("LifecycleConfiguration.Rules.0.ExpirationInDays"));
    }

    [Fact]
    public void A_site_and_a_distribution_that_already_stand_there_are_left_as_they_are()
    {
        var beside = Stacks.Of("guest", ("ExistingBucket", "marketing"));
        Assert.DoesNotContain("SiteBucket", beside.Resources.Keys);
        Assert.DoesNotContain("SitePolicy", beside.Resources.Keys);
        Assert.Equal("marketing.s3.us-east-1.amazonaws.com", beside.Resources["Distribution"].Text("DistributionConfig.Origins.0.DomainName"));
        var both = Stacks.Of("guest", ("ExistingBucket", "marketing"), ("ExistingDistribution", "EOLD"));
        Assert.Empty(both.OfType("AWS::CloudFront::Distribution"));
        Assert.Empty(both.OfType("AWS::Logs::DeliverySource"));
        Assert.All(
            both.OfType("AWS::Lambda::Function"),
            one => Assert.Equal("EOLD", one.Text("Environment.Variables.PURSER_DISTRIBUTION_ID")));
    }

    private static JsonObject Behaviour(Stack stack, string path) =>
        Behaviours(stack).First(one => one.Pattern is null || Regex.IsMatch(path, one.Pattern)).Behaviour;

    /// <summary>In the order in which CloudFront tries them; the last takes every path.</summary>
    private static IEnumerable<(string? Pattern, JsonObject Behaviour)> Behaviours(Stack stack)
    {
        var config = stack.Resources["Distribution"].At("DistributionConfig")!;
        foreach (var behaviour in config["CacheBehaviors"]!.AsArray())
        {
            var pattern = Regex.Escape(behaviour!["PathPattern"]!.ToString()).Replace("\\*", ".*", StringComparison.Ordinal);
            yield return ($"^{pattern}$", behaviour.AsObject());
        }

        yield return (null, config["DefaultCacheBehavior"]!.AsObject());
    }

    private static IEnumerable<string> Texts(JsonNode? list) => list!.AsArray().Select(one => one!.ToString());
}
