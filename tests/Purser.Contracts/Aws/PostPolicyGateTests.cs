using System.Text;
using NodaTime;

namespace Purser.Contracts.Aws;

/// <summary>
/// The gate against the examples that AWS publishes for signatures of version 4: "Example: Browser-Based Upload using HTTP
/// POST" and "Authenticating Requests: Using Query Parameters".
/// </summary>
public sealed class PostPolicyGateTests
{
    private const string Key = "AKIAIOSFODNN7EXAMPLE";
    private const string Secret = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";
    private const string AddressSignature = "aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404";
    private const string FormSignature = "8afdbf4008c03f22c2cd3cdb72e4afbb1f6a588f3255ac628749a66d7f09699e";

    private const string Policy =
        """
        { "expiration": "2015-12-30T12:00:00.000Z",
          "conditions": [
            {"bucket": "sigv4examplebucket"},
            ["starts-with", "$key", "user/user1/"],
            {"acl": "public-read"},
            {"success_action_redirect": "http://sigv4examplebucket.s3.amazonaws.com/successful_upload.html"},
            ["starts-with", "$Content-Type", "image/"],
            {"x-amz-meta-uuid": "14365123651274"},
            {"x-amz-server-side-encryption": "AES256"},
            ["starts-with", "$x-amz-meta-tag", ""],

            {"x-amz-credential": "AKIAIOSFODNN7EXAMPLE/20151229/us-east-1/s3/aws4_request"},
            {"x-amz-algorithm": "AWS4-HMAC-SHA256"},
            {"x-amz-date": "20151229T000000Z" }
          ]
        }
        """;

    private static readonly Instant FormTime = Instant.FromUtc(2015, 12, 30, 11, 59);
    private static readonly Instant AddressTime = Instant.FromUtc(2013, 5, 24, 0, 0);

    private static readonly KeyValuePair<string, string>[] Form =
    [
        new("key", "user/user1/photo.jpg"),
        new("acl", "public-read"),
        new("success_action_redirect", "http://sigv4examplebucket.s3.amazonaws.com/successful_upload.html"),
        new("Content-Type", "image/jpeg"),
        new("x-amz-meta-uuid", "14365123651274"),
        new("x-amz-server-side-encryption", "AES256"),
        new("X-Amz-Credential", $"{Key}/20151229/us-east-1/s3/aws4_request"),
        new("X-Amz-Algorithm", "AWS4-HMAC-SHA256"),
        new("X-Amz-Date", "20151229T000000Z"),
        new("x-amz-meta-tag", ""),
        // The lines of the published text end as those of Windows do.
        new("Policy", Convert.ToBase64String(Encoding.UTF8.GetBytes(Policy.ReplaceLineEndings("\r\n")))),
        new("X-Amz-Signature", FormSignature),
    ];

    [Fact]
    public void The_published_form_is_good() => Assert.Null(Judge(Form, FormTime));

    [Theory]
    [InlineData("key", "user/user2/photo.jpg")]
    [InlineData("acl", "private")]
    [InlineData("Content-Type", "text/html")]
    [InlineData("x-amz-meta-uuid", "1")]
    [InlineData("X-Amz-Date", "20151228T000000Z")]
    [InlineData("X-Amz-Credential", Key + "/20151229/us-west-1/s3/aws4_request")]
    [InlineData("X-Amz-Credential", "AKIAOTHER/20151229/us-east-1/s3/aws4_request")]
    [InlineData("X-Amz-Signature", "9afdbf4008c03f22c2cd3cdb72e4afbb1f6a588f3255ac628749a66d7f09699e")]
    [InlineData("Policy", "e30=")]
    [InlineData("x-amz-meta-more", "not in the policy")]
    public void A_form_that_was_changed_is_refused(string name, string value) =>
        Assert.Equal(403, Judge([.. Form.Where(field => field.Key != name), new(name, value)], FormTime)?.Status);

    [Theory]
    [InlineData("key")]
    [InlineData("Policy")]
    [InlineData("X-Amz-Signature")]
    [InlineData("x-amz-meta-uuid")]
    public void A_form_that_lacks_a_field_is_refused(string name) =>
        Assert.Equal(403, Judge([.. Form.Where(field => field.Key != name)], FormTime)?.Status);

    [Fact]
    public void A_form_that_is_late_or_for_another_bucket_is_refused()
    {
        Assert.Equal(403, Judge(Form, Instant.FromUtc(2015, 12, 30, 12, 0))?.Status);
        Assert.Equal(403, Judge(Form, FormTime, "other")?.Status);
    }

    [Fact]
    public void The_published_address_is_good_for_a_day()
    {
        Assert.Null(Gate(AddressTime).Judge(Address()));
        Assert.Null(Gate(AddressTime + Duration.FromSeconds(86400)).Judge(Address()));
        Assert.Equal(403, Gate(AddressTime + Duration.FromSeconds(86401)).Judge(Address())?.Status);
        Assert.Equal(403, Gate(AddressTime - Duration.FromMinutes(16)).Judge(Address())?.Status);
    }

    [Theory]
    [InlineData("/test.txt", "/other.txt", 403)]
    [InlineData("Expires=86400", "Expires=86500", 403)]
    [InlineData("Expires=86400", "Expires=-1", 400)]
    [InlineData("Expires=86400", "Expires=700000", 400)]
    [InlineData("Signature=a", "Signature=b", 403)]
    [InlineData("SignedHeaders=host", "SignedHeaders=range", 403)]
    [InlineData(Key, "AKIAOTHER", 403)]
    public void An_address_that_was_changed_is_refused(string from, string to, int status) =>
        Assert.Equal(status, Gate(AddressTime).Judge(Address(text => text.Replace(from, to, StringComparison.Ordinal)))?.Status);

    [Fact]
    public void Another_method_host_or_unsigned_header_is_refused()
    {
        Assert.Equal(403, Gate(AddressTime).Judge(Address() with { Method = "PUT" })?.Status);
        Assert.Equal(403, Gate(AddressTime).Judge(Address(host: "other.s3.amazonaws.com"))?.Status);
        Assert.Equal(403, Gate(AddressTime).Judge(Address(extra: "x-amz-acl"))?.Status);
    }

    [Fact]
    public void What_is_not_signed_at_all_is_refused() =>
        Assert.Equal(403, Gate(AddressTime).Judge(new FrontRequest("GET", "/b/k", new Dictionary<string, string>(), []))?.Status);

    private static PostPolicyGate Gate(Instant now, string? bucket = null) =>
        new(Key, Secret, "us-east-1", () => now) { Bucket = bucket };

    private static FrontReply? Judge(KeyValuePair<string, string>[] fields, Instant now, string bucket = "sigv4examplebucket")
    {
        using var form = new MultipartFormDataContent();
        foreach (var (name, value) in fields) form.Add(new StringContent(value), $"\"{name}\"");
        form.Add(new ByteArrayContent([1, 2, 3]), "\"file\"", "\"photo.jpg\"");
        using var body = new MemoryStream();
        form.CopyTo(body, null, TestContext.Current.CancellationToken);
        var headers = Headers(("Content-Type", form.Headers.ContentType!.ToString()));
        return Gate(now, bucket).Judge(new FrontRequest("POST", "/", headers, body.ToArray()));
    }

    private static FrontRequest Address(
        Func<string, string>? change = null, string host = "examplebucket.s3.amazonaws.com", string extra = "accept")
    {
        var target = "/test.txt?X-Amz-Algorithm=AWS4-HMAC-SHA256"
            + $"&X-Amz-Credential={Key}%2F20130524%2Fus-east-1%2Fs3%2Faws4_request"
            + "&X-Amz-Date=20130524T000000Z&X-Amz-Expires=86400&X-Amz-SignedHeaders=host"
            + $"&X-Amz-Signature={AddressSignature}";
        return new FrontRequest("GET", change?.Invoke(target) ?? target, Headers(("Host", host), (extra, "x")), []);
    }

    private static Dictionary<string, string> Headers(params (string Name, string Value)[] all) =>
        all.ToDictionary(one => one.Name, one => one.Value, StringComparer.OrdinalIgnoreCase);
}
