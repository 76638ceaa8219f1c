using System.Globalization;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;
using NodaTime;
using NodaTime.Text;

namespace Purser.Contracts.Aws;

/// <summary>
/// Refuses what S3 refuses of strangers' requests, which the emulator takes unseen: forms against their policy, signed
/// addresses against their signature and time, and anything that is not signed at all.
/// </summary>
internal sealed class PostPolicyGate(string accessKey, string secret, string region, Func<Instant> now)
{
    private static readonly InstantPattern Stamp = InstantPattern.CreateWithInvariantCulture("uuuuMMdd'T'HHmmss'Z'");
    private static readonly Duration Skew = Duration.FromMinutes(15);
    private static readonly string[] Free = ["policy", "x-amz-signature", "file", "submit"];

    /// <summary>The bucket is the first part of the path; with a name before the host it is given here.</summary>
    public string? Bucket { get; init; }

    /// <summary>What S3 would answer; null: it is good.</summary>
    public FrontReply? Judge(FrontRequest request)
    {
        if (request.Header("Content-Type")?.StartsWith("multipart/form-data", StringComparison.Ordinal) == true)
            return JudgeForm(request);
        if (request.Query.Contains("X-Amz-Signature=", StringComparison.Ordinal)) return JudgeAddress(request);
        return request.Header("Authorization") is null ? Denied("not signed") : null;
    }

    private FrontReply? JudgeAddress(FrontRequest request)
    {
        var query = QueryHelpers.ParseQuery(request.Query).ToDictionary(pair => pair.Key, pair => pair.Value.ToString());
        string? Field(string name) => query.GetValueOrDefault($"X-Amz-{name}");
        if (Field("Algorithm") != SignatureV4.Algorithm || Field("SignedHeaders") is not { } headers
            || Field("Date") is not { } date || !Stamp.Parse(date).TryGetValue(default, out var from)
            || !int.TryParse(Field("Expires"), NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
            || seconds is < 1 or > 604800)
            return FrontReply.Fault(400, "AuthorizationQueryParametersError");
        if (SignatureV4.Scope.Of(Field("Credential")) is not { } credential || !Fits(credential, date))
            return FrontReply.Fault(403, "InvalidAccessKeyId");
        var signed = headers.Split(';');
        var unsigned = request.Headers.Keys.Any(name =>
            name.StartsWith("x-amz-", StringComparison.OrdinalIgnoreCase)
            && !signed.Contains(name, StringComparer.OrdinalIgnoreCase));
        if (!signed.Contains("host") || unsigned) return Denied("a header is not signed");
        if (now() < from - Skew || now() > from + Duration.FromSeconds(seconds)) return Denied("Request has expired");
        var text = SignatureV4.TextOf(request, credential.Scope, date, headers);
        return SignatureV4.Sign(secret, credential.Scope, text) == Field("Signature")
            ? null
            : FrontReply.Fault(403, "SignatureDoesNotMatch");
    }

    private FrontReply? JudgeForm(FrontRequest request)
    {
        if (request.Method != "POST") return FrontReply.Fault(405, "MethodNotAllowed");
        var (fields, file) = Read(request);
        if (file is null) return FrontReply.Fault(400, "InvalidArgument", "POST requires exactly one file upload");
        if (fields.GetValueOrDefault("policy") is not { } policy
            || fields.GetValueOrDefault("x-amz-date") is not { } date
            || fields.GetValueOrDefault("x-amz-algorithm") != SignatureV4.Algorithm)
            return Denied("no policy");
        if (SignatureV4.Scope.Of(fields.GetValueOrDefault("x-amz-credential")) is not { } credential
            || !Fits(credential, date))
            return FrontReply.Fault(403, "InvalidAccessKeyId");
        if (SignatureV4.Sign(secret, credential.Scope, policy) != fields.GetValueOrDefault("x-amz-signature"))
            return FrontReply.Fault(403, "SignatureDoesNotMatch");
        using var rules = JsonDocument.Parse(Convert.FromBase64String(policy));
        var expires = rules.RootElement.GetProperty("expiration").GetString()!;
        if (now() >= InstantPattern.ExtendedIso.Parse(expires).Value) return Denied("Policy expired");
        fields["bucket"] = Bucket ?? request.Path.Split('/')[1];
        var named = new HashSet<string>(StringComparer.OrdinalIgnoreCase) { "bucket" };
        foreach (var rule in rules.RootElement.GetProperty("conditions").EnumerateArray())
        {
            if (JudgeRule(rule, fields, file.Length, named) is { } refusal) return refusal;
        }

        var extra = fields.Keys.FirstOrDefault(name =>
            !named.Contains(name) && !Free.Contains(name, StringComparer.OrdinalIgnoreCase)
            && !name.StartsWith("x-ignore-", StringComparison.Ordinal));
        return extra is null ? null : Denied($"Extra input fields: {extra}");
    }

    private static FrontReply? JudgeRule(
        JsonElement rule, Dictionary<string, string> fields, int size, HashSet<string> named)
    {
        if (rule.ValueKind == JsonValueKind.Object)
        {
            var pair = rule.EnumerateObject().Single();
            return Holds(pair.Name, value => value == pair.Value.GetString());
        }

        var (kind, wanted) = (rule[0].GetString(), rule[2]);
        return kind switch
        {
            "content-length-range" when size < rule[1].GetInt64() => FrontReply.Fault(400, "EntityTooSmall"),
            "content-length-range" when size > wanted.GetInt64() => FrontReply.Fault(400, "EntityTooLarge"),
            "content-length-range" => null,
            "eq" => Holds(rule[1].GetString()![1..], value => value == wanted.GetString()),
            "starts-with" => Holds(
                rule[1].GetString()![1..], value => value.StartsWith(wanted.GetString()!, StringComparison.Ordinal)),
            _ => FrontReply.Fault(400, "InvalidPolicyDocument"),
        };

        FrontReply? Holds(string name, Func<string, bool> test)
        {
            named.Add(name);
            return fields.GetValueOrDefault(name) is { } value && test(value)
                ? null
                : Denied($"Invalid according to Policy: Policy Condition failed: {name}");
        }
    }

    private bool Fits((string Key, SignatureV4.Scope Scope) credential, string date) =>
        credential.Key == accessKey && credential.Scope == new SignatureV4.Scope(date[..8], region, "s3");

    /// <summary>The fields before the file, by their names in any case, and the file. What follows it counts for nothing.</summary>
    private static (Dictionary<string, string> Fields, byte[]? File) Read(FrontRequest request)
    {
        var fields = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        var boundary = HeaderUtilities.RemoveQuotes(MediaTypeHeaderValue.Parse(request.Header("Content-Type")).Boundary);
        using var body = new MemoryStream(request.Body);
        var reader = new MultipartReader(boundary.ToString(), body);
        while (reader.ReadNextSectionAsync().GetAwaiter().GetResult() is { } section)
        {
            using var content = new MemoryStream();
            section.Body.CopyTo(content);
            var about = ContentDispositionHeaderValue.Parse(section.ContentDisposition);
            var name = HeaderUtilities.RemoveQuotes(about.Name).ToString();
            if (name.Equals("file", StringComparison.OrdinalIgnoreCase)) return (fields, content.ToArray());
            fields[name] = Encoding.UTF8.GetString(content.ToArray());
        }

        return (fields, null);
    }

    private static FrontReply Denied(string message) => FrontReply.Fault(403, "AccessDenied", message);
}
