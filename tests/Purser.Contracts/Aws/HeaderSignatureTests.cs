using System.Text;
using NodaTime;
using Purser.Aws.Edge;

namespace Purser.Contracts.Aws;

public sealed class HeaderSignatureTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>Of the suite that AWS publishes for makers of signers.</summary>
    [Theory]
    [InlineData("GET", "/", "", "host;x-amz-date", "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31")]
    [InlineData("POST", "/", "", "host;x-amz-date", "5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b")]
    [InlineData("GET", "/?Param2=value2&Param1=value1", "", "host;x-amz-date", "b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500")]
    [InlineData("POST", "/", "Param1=value1", "content-type;host;x-amz-date", "ff11897932ad3f4e8b18135d722051e5ac45fc38421b1da7b9d196a0fe09473a")]
    public void The_check_itself_agrees_with_the_published_vectors(
        string method, string target, string body, string signed, string signature)
    {
        var request = new WireRequest(
            method, target,
            new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase)
            {
                ["Host"] = "example.amazonaws.com",
                ["X-Amz-Date"] = "20150830T123600Z",
                ["Content-Type"] = "application/x-www-form-urlencoded",
            },
            Encoding.UTF8.GetBytes(body));
        var header = HeaderSignature.Of(
            request, "AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY",
            "20150830/us-east-1/service/aws4_request", signed);
        Assert.EndsWith($", Signature={signature}", header, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("a/session+token==")]
    public async Task What_arrives_is_signed_for_its_service_over_all_that_it_says(string? token)
    {
        await using var aws = await ScriptedAws.With(new WireReply.Answer(200, "{}"));
        using var signed = new SignedFixture(token: token);
        var call = new SignedCall(
            "try", "secretsmanager", "eu-west-1", HttpMethod.Post, new Uri(aws.Address, "/a/b-c/%C3%A4"),
            new Dictionary<string, string> { ["Content-Type"] = "application/x-amz-json-1.1", ["X-Amz-Target"] = "x.Y" },
            "{\"name\":\"ä\"}"u8.ToArray(), _ => null);
        Assert.True((await signed.Requests.Send(call, Stop)).Succeeded);
        var seen = Assert.Single(aws.Seen);
        Assert.Equal(call.Body, seen.Body);
        Assert.Equal("application/x-amz-json-1.1", seen.Headers["Content-Type"]);
        Assert.Equal(token, seen.Headers.GetValueOrDefault("X-Amz-Security-Token"));
        HeaderSignature.Check(seen, SignedFixture.Key, SignedFixture.Secret, "eu-west-1", "secretsmanager");
    }

    [Fact]
    public async Task A_clock_that_is_given_dates_the_request()
    {
        await using var aws = await ScriptedAws.With(new WireReply.Answer(200, "{}"));
        using var http = SignedRequests.NewClient();
        var requests = new SignedRequests(
            http, Emulator.Credentials, SignedPatience.Usual,
            new SignedMeans(
                new NodaTime.Testing.FakeClock(Instant.FromUtc(2027, 5, 30, 20, 1, 2)), TimeProvider.System,
                new Memory.SeededTokens()));
        var call = new SignedCall(
            "try", "cloudfront", "us-east-1", HttpMethod.Get, aws.Address, new Dictionary<string, string>(), [], _ => null);
        await requests.Send(call, Stop);
        Assert.Equal("20270530T200102Z", aws.Seen[0].Headers["X-Amz-Date"]);
    }
}
