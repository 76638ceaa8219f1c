using System.Net.Http.Headers;
using System.Xml.Linq;
using Purser.Aws;
using Purser.Aws.Edge;
using Purser.Embedded;
using Purser.Outside;

namespace Purser.Contracts.Aws;

public sealed class CloudFrontTests
{
    private static readonly XNamespace Space = "http://cloudfront.amazonaws.com/doc/2020-05-31/";
    private static readonly WireReply Made = new WireReply.Answer(201, "<Invalidation/>", "text/xml");
    private readonly StandingTime _time = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_distribution_forgets_exactly_these_paths()
    {
        using var http = new HttpClient { BaseAddress = Emulator.Address };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue(
            "AWS4-HMAC-SHA256", "Credential=x/20270530/us-east-1/cloudfront/aws4_request, SignedHeaders=host, Signature=0");
        var made = await Read(await http.PostAsync("/2020-05-31/distribution", new StringContent(Distribution), Stop));
        var id = made.Element(Space + "Id")!.Value;
        using var signed = new SignedFixture();
        var options = Emulator.Fresh() with { Distribution = id };
        var edge = new CloudFrontEdge(signed.Requests, options, new SystemTokens(), TimeProvider.System);
        await edge.Invalidate(["/g/may-30-boatsetter-charter", "/photos/a b~ä.jpg"], Stop);
        var place = $"/2020-05-31/distribution/{id}/invalidation";
        var listed = await Read(await http.GetAsync(place, Stop));
        var one = Assert.Single(listed.Descendants(Space + "InvalidationSummary")).Element(Space + "Id")!.Value;
        var kept = await Read(await http.GetAsync($"{place}/{one}", Stop));
        Assert.Equal(
            ["/g/may-30-boatsetter-charter", "/photos/a%20b%7E%C3%A4.jpg"], kept.Descendants(Space + "Path").Select(path => path.Value));
        await Refused(() => Edge(signed, options with { Distribution = "ENOTHERE" }).Invalidate(["/g/a"], Stop), "NoSuchDistribution");
    }

    [Fact]
    public async Task Without_a_distribution_nothing_is_asked()
    {
        await using var aws = await ScriptedAws.With(Made);
        using var signed = new SignedFixture();
        await Edge(signed, Options(aws) with { Distribution = null }).Invalidate(["/g/a"], Stop);
        await Edge(signed, Options(aws)).Invalidate([], Stop);
        Assert.Empty(aws.Seen);
    }

    [Theory]
    [InlineData("/g/a-b.c_d/E-1", "/g/a-b.c_d/E-1")]
    [InlineData("/a!$&'()+,;=:@", "/a!$&'()+,;=:@")]
    [InlineData("/a b\"<>#%{}|\\^~[]`", "/a%20b%22%3C%3E%23%25%7B%7D%7C%5C%5E%7E%5B%5D%60")]
    [InlineData("/ü€\n", "/%C3%BC%E2%82%AC%0A")]
    public void Only_what_CloudFront_calls_unsafe_is_encoded(string path, string encoded) =>
        Assert.Equal(encoded, CloudFrontEdge.Encoded(path));

    [Theory]
    [InlineData("g/a")]
    [InlineData("/g/*")]
    [InlineData("")]
    public async Task A_path_that_would_forget_something_else_is_a_bug(string path)
    {
        await using var aws = await ScriptedAws.With(Made);
        using var signed = new SignedFixture();
        await Assert.ThrowsAsync<BugException>(() => Edge(signed, Options(aws)).Invalidate([path], Stop));
        Assert.Empty(aws.Seen);
    }

    [Fact]
    public async Task Calls_of_a_moment_share_a_request_and_a_path_is_named_once()
    {
        await using var aws = await ScriptedAws.With(Made);
        using var signed = new SignedFixture();
        var edge = Edge(signed, Options(aws), _time);
        var calls = new[] { edge.Invalidate(["/g/a", "/g/b"], Stop), edge.Invalidate(["/g/b"], Stop), edge.Invalidate(["/g/c"], Stop) };
        Assert.Empty(aws.Seen);
        _time.Advance(_time.Waits.Single());
        await Task.WhenAll(calls);
        Assert.Equal(["/g/a", "/g/b", "/g/c"], PathsOf(Assert.Single(aws.Seen)));
    }

    [Fact]
    public async Task No_request_names_more_paths_than_CloudFront_takes()
    {
        await using var aws = await ScriptedAws.With(Made);
        using var signed = new SignedFixture();
        var paths = Enumerable.Range(0, CloudFrontEdge.MostPaths + 1).Select(number => $"/g/{number}").ToList();
        await Edge(signed, Options(aws)).Invalidate(paths, Stop);
        Assert.Equal([CloudFrontEdge.MostPaths, 1], aws.Seen.Select(seen => PathsOf(seen).Count));
        Assert.Equal(paths, aws.Seen.SelectMany(PathsOf));
    }

    [Fact]
    public async Task A_request_is_tried_again_as_the_same_and_each_is_signed()
    {
        await using var aws = await ScriptedAws.With(
            WireReply.Xml(400, "TooManyInvalidationsInProgress"), WireReply.Xml(503, "ServiceUnavailable"), Made);
        using var signed = new SignedFixture();
        var edge = Edge(signed, Options(aws));
        await edge.Invalidate(["/g/a"], Stop);
        await edge.Invalidate(["/g/a"], Stop);
        Assert.Equal(4, aws.Seen.Count);
        var references = aws.Seen.Select(seen => Xml(seen).Element(Space + "CallerReference")!.Value).ToList();
        Assert.Single(references.Take(3).Distinct());
        Assert.NotEqual(references[0], references[3]);
        Assert.All(aws.Seen, seen =>
        {
            Assert.Equal("/2020-05-31/distribution/E1EXAMPLE/invalidation", seen.Target);
            HeaderSignature.Check(seen, SignedFixture.Key, SignedFixture.Secret, "us-east-1", "cloudfront");
        });
    }

    [Theory]
    [InlineData(400, "TooManyInvalidationsInProgress")]
    [InlineData(400, "Throttling")]
    [InlineData(403, "ExpiredToken")]
    [InlineData(503, "ServiceUnavailable")]
    [InlineData(429, "x")]
    public async Task What_does_not_pass_in_time_did_not_answer(int status, string code)
    {
        await using var aws = await ScriptedAws.With(WireReply.Xml(status, code));
        using var signed = new SignedFixture(tries: 3);
        var fault = await Assert.ThrowsAsync<OutsideUnavailable>(() => Edge(signed, Options(aws)).Invalidate(["/g/a"], Stop));
        Assert.Contains("E1EXAMPLE", fault.Operation, StringComparison.Ordinal);
        Assert.Equal(3, aws.Seen.Count);
    }

    [Theory]
    [InlineData(403, "AccessDenied", "cloudfront:CreateInvalidation")]
    [InlineData(404, "NoSuchDistribution", "no distribution")]
    [InlineData(400, "InvalidArgument", "does not take")]
    public async Task What_is_refused_for_good_is_not_tried_again(int status, string code, string remedy)
    {
        await using var aws = await ScriptedAws.With(WireReply.Xml(status, code));
        using var signed = new SignedFixture();
        var refusal = await Refused(() => Edge(signed, Options(aws)).Invalidate(["/g/a"], Stop), code);
        Assert.Contains("E1EXAMPLE", refusal.Reason, StringComparison.Ordinal);
        Assert.Contains(remedy, refusal.Reason, StringComparison.Ordinal);
        Assert.Single(aws.Seen);
    }

    [Fact]
    public async Task A_refusal_that_is_no_XML_is_told_by_its_number()
    {
        await using var aws = await ScriptedAws.With(new WireReply.Answer(403, "{no"));
        using var signed = new SignedFixture();
        await Refused(() => Edge(signed, Options(aws)).Invalidate(["/g/a"], Stop), "403");
    }

    [Fact]
    public async Task An_outside_that_is_silent_or_cuts_the_line_did_not_answer()
    {
        await using var aws = await ScriptedAws.With(new WireReply.Cut(), new WireReply.Silence());
        using var signed = new SignedFixture(tries: 2, _time);
        var waiting = Edge(signed, Options(aws)).Invalidate(["/g/a"], Stop);
        await Watching.Until(() => aws.Seen.Count == 2);
        _time.Advance(TimeSpan.FromSeconds(20));
        await Assert.ThrowsAsync<OutsideUnavailable>(() => waiting.WaitAsync(Watching.Patience, Stop));
    }

    private static async Task<OutsideRefused> Refused(Func<Task> act, string code)
    {
        var refusal = await Assert.ThrowsAsync<OutsideRefused>(act);
        Assert.StartsWith(code, refusal.Reason, StringComparison.Ordinal);
        Assert.DoesNotContain(WireReply.Quoted, $"{refusal}", StringComparison.Ordinal);
        return refusal;
    }

    private static AwsOptions Options(ScriptedAws aws) => new(
        Emulator.Region, aws.Address, TableNames.Under(""), "site", "quarantine", null, "/purser/", "E1EXAMPLE");

    private static CloudFrontEdge Edge(SignedFixture signed, AwsOptions options, TimeProvider? time = null) =>
        new(signed.Requests, options, new SystemTokens(), time ?? TimeProvider.System);

    private static XElement Xml(WireRequest request) => XDocument.Load(new MemoryStream(request.Body)).Root!;

    private static List<string> PathsOf(WireRequest request)
    {
        var paths = Xml(request).Descendants(Space + "Path").Select(path => path.Value).ToList();
        Assert.Equal($"{paths.Count}", Xml(request).Descendants(Space + "Quantity").Single().Value);
        return paths;
    }

    private static async Task<XElement> Read(HttpResponseMessage reply)
    {
        reply.EnsureSuccessStatusCode();
        return XDocument.Parse(await reply.Content.ReadAsStringAsync(Stop)).Root!;
    }

    private const string Distribution = """
        <DistributionConfig xmlns="http://cloudfront.amazonaws.com/doc/2020-05-31/">
          <CallerReference>one</CallerReference><Comment>guests</Comment><Enabled>true</Enabled>
          <Origins><Quantity>1</Quantity><Items><Origin>
            <Id>site</Id><DomainName>site.s3.us-east-1.amazonaws.com</DomainName>
            <S3OriginConfig><OriginAccessIdentity></OriginAccessIdentity></S3OriginConfig>
          </Origin></Items></Origins>
          <DefaultCacheBehavior>
            <TargetOriginId>site</TargetOriginId><ViewerProtocolPolicy>redirect-to-https</ViewerProtocolPolicy>
          </DefaultCacheBehavior>
        </DistributionConfig>
        """;
}
