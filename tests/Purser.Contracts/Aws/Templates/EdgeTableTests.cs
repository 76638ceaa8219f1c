using System.Text.Json.Nodes;
using Purser.Host.Edge;

namespace Purser.Contracts.Aws.Templates;

/// <summary>The table by which the local edge works is what the templates say of the distributions.</summary>
public sealed class EdgeTableTests
{
    private const string Key = "CachePolicyConfig.ParametersInCacheKeyAndForwardedToOrigin";
    private static readonly string[] UsualErrors = ["404", "414", "500", "501", "502", "503", "504"];

    [Theory]
    [InlineData("guest", "off", "")]
    [InlineData("crew", "off", "")]
    [InlineData("crew", "on", "")]
    [InlineData("crew", "off", "office.example.com")]
    [InlineData("crew", "on", "office.example.com")]
    public void Behaviours_are_the_same_in_the_same_order(string name, string services, string office)
    {
        var stack = name == "guest"
            ? Stacks.Of(name)
            : Stacks.Of(name, ("OfficeDomain", office), ("ServiceCallsThroughEdge", services));
        var crew = office.Length == 0 ? Distribution.Crew : Distribution.CrewWithPay;
        var table = name == "guest" ? Distribution.Guest : crew;
        var config = stack.Resources["Distribution"].At("DistributionConfig")!;
        JsonObject[] written = [.. config["CacheBehaviors"]!.AsArray().Select(one => one!.AsObject()), config["DefaultCacheBehavior"]!.AsObject()];
        Assert.Equal(written.Select(one => one["PathPattern"]?.ToString() ?? "*"), table.Behaviours.Select(one => one.Path));
        foreach (var (json, behaviour) in written.Zip(table.Behaviours))
            Assert.Equal(Words(stack, json), Words(behaviour, services == "on"));
    }

    [Fact]
    public void Errors_are_kept_as_long()
    {
        Assert.Null(Stacks.Of("guest").Resources["Distribution"].At("DistributionConfig.CustomErrorResponses"));
        Assert.Equal(10, Distribution.Guest.ErrorSeconds);
        var rules = Stacks.Of("crew").Resources["Distribution"].At("DistributionConfig.CustomErrorResponses")!.AsArray();
        Assert.Equal(UsualErrors, rules.Select(one => one!["ErrorCode"]!.ToString()));
        Assert.All(rules, one => Assert.Equal($"{Distribution.Crew.ErrorSeconds}", one!["ErrorCachingMinTTL"]!.ToString()));
        Assert.All(rules, one => Assert.Null(one!["ResponsePagePath"]));
    }

    [Fact]
    public void The_crews_function_is_the_file_that_the_tests_run() =>
        Assert.Equal(
            File.ReadAllText(Path.Combine(Template.Root, "edge", "crew-site.js")),
            Stacks.Of("crew").Resources["EdgeFunction"].Text("FunctionCode"));

    private static string Words(Stack stack, JsonObject json)
    {
        var keep = Policy(stack, json["CachePolicyId"])!;
        var give = Policy(stack, json["OriginRequestPolicyId"]);
        var protect = Policy(stack, json["ResponseHeadersPolicyId"]);
        const string asked = "OriginRequestPolicyConfig";
        return string.Join(
            "; ",
            json["TargetOriginId"],
            $"methods {(json["AllowedMethods"] is null ? 2 : json["AllowedMethods"]!.AsArray().Count)}",
            $"ttl {keep.Text("CachePolicyConfig.DefaultTTL")} to {keep.Text("CachePolicyConfig.MaxTTL")}",
            $"packs {keep.Text($"{Key}.EnableAcceptEncodingBrotli")} {keep.Text($"{Key}.EnableAcceptEncodingGzip")}",
            Line(
                "key", keep.At($"{Key}.HeadersConfig.Headers"), keep.At($"{Key}.CookiesConfig.Cookies"),
                keep.Text($"{Key}.QueryStringsConfig.QueryStringBehavior")),
            Line(
                "give", give?.At($"{asked}.HeadersConfig.Headers"), give?.At($"{asked}.CookiesConfig.Cookies"),
                give?.Text($"{asked}.QueryStringsConfig.QueryStringBehavior")),
            $"function {(json["FunctionAssociations"]?[0]?["FunctionARN"]?.ToString() is { } arn ? Name(stack, arn) : "none")}",
            $"protects {(protect is null ? "" : string.Join(",", Protects(protect)))}");
    }

    private static string Words(Behaviour behaviour, bool services)
    {
        var (keep, give) = (behaviour.Keep, services ? behaviour.GiveServices ?? behaviour.Give : behaviour.Give);
        return string.Join(
            "; ",
            behaviour.Origin, $"methods {(behaviour.Acts ? 7 : 2)}", $"ttl {keep.UsualSeconds} to {keep.MostSeconds}",
            $"packs {(keep.Compresses ? "true true" : "false false")}",
            $"key {string.Join(",", keep.Headers)}/{string.Join(",", keep.Cookies)}/{keep.Query}",
            $"give {string.Join(",", give?.Headers ?? [])}/{string.Join(",", give?.Cookies ?? [])}/{give?.Query == true}",
            $"function {behaviour.Function ?? "none"}",
            $"protects {string.Join(",", behaviour.Protect.Select(field => $"{field.Name}={field.Value}").Order(StringComparer.Ordinal))}");
    }

    private static string Line(string word, JsonNode? headers, JsonNode? cookies, string? query) =>
        $"{word} {Texts(headers)}/{Texts(cookies)}/{query == "all"}";

    private static string Texts(JsonNode? list) =>
        string.Join(",", (list?.AsArray() ?? []).Select(one => one!.ToString()));

    private static Resource? Policy(Stack stack, JsonNode? reference) => reference is null
        ? null
        : stack.Resources.Values.Single(one =>
            one.Type.EndsWith("Policy", StringComparison.Ordinal) && one.Type.StartsWith("AWS::CloudFront", StringComparison.Ordinal)
            && Physical.Ref(one) == reference.ToString());

    private static string Name(Stack stack, string arn) =>
        stack.OfType("AWS::CloudFront::Function").Single(one => Physical.Attribute(one, "FunctionARN") == arn).Id;

    /// <summary>As header fields; that of encrypted transport is not played on plain http.</summary>
    private static IEnumerable<string> Protects(Resource policy)
    {
        const string security = "ResponseHeadersPolicyConfig.SecurityHeadersConfig";
        var fields = new List<string>
        {
            $"Content-Security-Policy={policy.Text($"{security}.ContentSecurityPolicy.ContentSecurityPolicy")}",
            $"Referrer-Policy={policy.Text($"{security}.ReferrerPolicy.ReferrerPolicy")}",
        };
        if (policy.At($"{security}.ContentTypeOptions") is not null) fields.Add("X-Content-Type-Options=nosniff");
        foreach (var item in policy.At("ResponseHeadersPolicyConfig.CustomHeadersConfig.Items")!.AsArray())
            fields.Add($"{item!["Header"]}={item["Value"]}");
        return fields.Order(StringComparer.Ordinal);
    }
}
