using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Purser.Contracts.Aws.Templates;

/// <summary>
/// Which rights a request of the wire needs, by AWS's service authorization reference. A request that it does not know
/// fails the test: a new call of an adapter must find its right here and in the templates.
/// </summary>
internal static class IamCalls
{
    private const string Place = $"{Stack.Region}:{Stack.Account}";

    public static IReadOnlyList<IamCall> Of(FrontRequest request)
    {
        var target = request.Header("X-Amz-Target")?.Split('.') ?? [];
        return target switch
        {
            ["DynamoDB_20120810", var operation] => [.. Dynamo(operation, Json(request))],
            ["AmazonSQS", var operation] => [Sqs(operation, Json(request))],
            ["AmazonSSM", var operation] => [.. Parameters(operation, Json(request))],
            ["secretsmanager", var operation] =>
                [new($"secretsmanager:{operation}", SecretArn(Json(request)["Name"]!.ToString()))],
            [] when Invalidation(request) is { } call => [call],
            [] => [.. S3(request)],
            _ => throw new InvalidDataException($"which right does {string.Join('.', target)} need?"),
        };
    }

    private static IEnumerable<IamCall> Dynamo(string operation, JsonNode body) => operation switch
    {
        "TransactWriteItems" =>
            from item in body["TransactItems"]!.AsArray()
            let part = item!.AsObject().Single()
            let action = part.Key switch
            {
                "Put" => "PutItem",
                "Delete" => "DeleteItem",
                "ConditionCheck" => "ConditionCheckItem",
                _ => throw new InvalidDataException($"which right does {part.Key} need?"),
            }
            select new IamCall($"dynamodb:{action}", Table(part.Value!["TableName"]!.ToString())),
        "BatchGetItem" => body["RequestItems"]!.AsObject().Select(table => new IamCall("dynamodb:BatchGetItem", Table(table.Key))),
        "Query" when body["IndexName"] is { } index =>
            [new("dynamodb:Query", $"{Table(body["TableName"]!.ToString())}/index/{index}")],
        _ => [new($"dynamodb:{operation}", Table(body["TableName"]!.ToString()))],
    };

    private static string Table(string name) => $"arn:aws:dynamodb:{Place}:table/{name}";

    private static IamCall Sqs(string operation, JsonNode body)
    {
        var queue = new Uri(body["QueueUrl"]!.ToString()).Segments;
        return new IamCall($"sqs:{Regex.Replace(operation, "Batch$", "")}", $"arn:aws:sqs:{Stack.Region}:{queue[^2].Trim('/')}:{queue[^1]}");
    }

    private static IEnumerable<IamCall> Parameters(string operation, JsonNode body)
    {
        const string reference = "/aws/reference/secretsmanager/";
        var name = body["Name"]!.ToString();
        var overwrite = body["Overwrite"]?.GetValue<bool>() == true ? "true" : "false";
        yield return new IamCall(
            $"ssm:{operation}", $"arn:aws:ssm:{Place}:parameter{name}",
            new Dictionary<string, string> { ["ssm:Overwrite"] = overwrite });
        if (name.StartsWith(reference, StringComparison.Ordinal))
            yield return new IamCall("secretsmanager:GetSecretValue", SecretArn(name[reference.Length..]));
    }

    private static string SecretArn(string name) => $"arn:aws:secretsmanager:{Place}:secret:{name}-AbCdEf";

    private static IamCall? Invalidation(FrontRequest request)
    {
        var match = Regex.Match(request.Path, "^/2020-05-31/distribution/([^/]+)/invalidation$");
        return match.Success
            ? new IamCall("cloudfront:CreateInvalidation", $"arn:aws:cloudfront::{Stack.Account}:distribution/{match.Groups[1].Value}")
            : null;
    }

    private static IEnumerable<IamCall> S3(FrontRequest request)
    {
        var parts = Uri.UnescapeDataString(request.Path[1..]).Split('/', 2);
        var (bucket, key) = ($"arn:aws:s3:::{parts[0]}", parts.ElementAtOrDefault(1) ?? "");
        var query = request.Query.Split('&').Select(one => one.Split('=')[0]).ToHashSet(StringComparer.Ordinal);
        var one = $"{bucket}/{key}";
        return (request.Method, key.Length > 0) switch
        {
            ("GET", false) when query.Contains("versions") => [new("s3:ListBucketVersions", bucket)],
            ("GET", false) when query.Contains("uploads") => [new("s3:ListBucketMultipartUploads", bucket)],
            ("GET", false) => [new("s3:ListBucket", bucket)],
            ("POST", false) when query.Contains("delete") => Deletes(bucket, request.Body),
            ("GET", true) when query.Contains("uploadId") => [new("s3:ListMultipartUploadParts", one)],
            // To tell a missing object from a forbidden one S3 asks for the right to list.
            ("GET" or "HEAD", true) => [new("s3:GetObject", one), new("s3:ListBucket", bucket)],
            ("PUT", true) when request.Header("x-amz-copy-source") is { } source =>
                [new("s3:PutObject", one), new("s3:GetObject", $"arn:aws:s3:::{Uri.UnescapeDataString(source).TrimStart('/')}")],
            ("PUT" or "POST", true) => [new("s3:PutObject", one)],
            ("DELETE", true) when query.Contains("uploadId") => [new("s3:AbortMultipartUpload", one)],
            ("DELETE", true) => [new("s3:DeleteObject", one)],
            _ => throw new InvalidDataException($"which right does {request.Method} {request.Target} need?"),
        };
    }

    private static IEnumerable<IamCall> Deletes(string bucket, byte[] body) =>
        from entry in XDocument.Load(new MemoryStream(body)).Descendants()
        where entry.Name.LocalName == "Object"
        let version = entry.Elements().Any(part => part.Name.LocalName == "VersionId")
        select new IamCall(
            version ? "s3:DeleteObjectVersion" : "s3:DeleteObject",
            $"{bucket}/{entry.Elements().Single(part => part.Name.LocalName == "Key").Value}");

    private static JsonNode Json(FrontRequest request) =>
        JsonNode.Parse(request.Body) ?? throw new JsonException("an empty body");
}
