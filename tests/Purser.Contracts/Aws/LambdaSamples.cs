using System.Text.Json.Nodes;

namespace Purser.Contracts.Aws;

/// <summary>Events as AWS documents them. A test changes what it is about and leaves the rest.</summary>
internal static class LambdaSamples
{
    /// <summary>API Gateway, "Input format of a Lambda function for proxy integration".</summary>
    public const string Rest = """
        {
          "resource": "/my/path", "path": "/my/path", "httpMethod": "GET",
          "headers": { "header1": "value1", "header2": "value2" },
          "multiValueHeaders": { "header1": [ "value1" ], "header2": [ "value1", "value2" ] },
          "queryStringParameters": { "parameter1": "value1", "parameter2": "value" },
          "multiValueQueryStringParameters": { "parameter1": [ "value1", "value2" ], "parameter2": [ "value" ] },
          "requestContext": {
            "accountId": "123456789012", "apiId": "id",
            "authorizer": { "claims": null, "scopes": null },
            "domainName": "id.execute-api.us-east-1.amazonaws.com", "domainPrefix": "id",
            "extendedRequestId": "request-id", "httpMethod": "GET",
            "identity": {
              "accessKey": null, "accountId": null, "caller": null, "cognitoAuthenticationProvider": null,
              "cognitoAuthenticationType": null, "cognitoIdentityId": null, "cognitoIdentityPoolId": null,
              "principalOrgId": null, "sourceIp": "203.0.113.7", "user": null, "userAgent": "user-agent",
              "userArn": null,
              "clientCert": {
                "clientCertPem": "CERT_CONTENT", "subjectDN": "www.example.com", "issuerDN": "Example issuer",
                "serialNumber": "a1:a1:a1:a1:a1:a1:a1:a1:a1:a1:a1:a1:a1:a1:a1:a1",
                "validity": { "notBefore": "May 28 12:30:02 2019 GMT", "notAfter": "Aug  5 09:36:04 2021 GMT" }
              }
            },
            "path": "/my/path", "protocol": "HTTP/1.1", "requestId": "id=",
            "requestTime": "04/Mar/2020:19:15:17 +0000", "requestTimeEpoch": 1583349317135,
            "resourceId": null, "resourcePath": "/my/path", "stage": "$default"
          },
          "pathParameters": null, "stageVariables": null, "body": "Hello from Lambda!", "isBase64Encoded": false
        }
        """;

    /// <summary>Lambda, "Request payload format" of function URLs.</summary>
    public const string Url = """
        {
          "version": "2.0", "routeKey": "$default", "rawPath": "/my/path",
          "rawQueryString": "parameter1=value1&parameter1=value2&parameter2=value",
          "cookies": [ "cookie1", "cookie2" ],
          "headers": { "header1": "value1", "header2": "value1,value2" },
          "queryStringParameters": { "parameter1": "value1,value2", "parameter2": "value" },
          "requestContext": {
            "accountId": "123456789012", "apiId": "<urlid>", "authentication": null,
            "authorizer": {
              "iam": {
                "accessKey": "AKIA...", "accountId": "111122223333", "callerId": "AIDA...",
                "cognitoIdentity": null, "principalOrgId": null,
                "userArn": "arn:aws:iam::111122223333:user/example-user", "userId": "AIDA..."
              }
            },
            "domainName": "<url-id>.lambda-url.us-west-2.on.aws", "domainPrefix": "<url-id>",
            "http": {
              "method": "POST", "path": "/my/path", "protocol": "HTTP/1.1", "sourceIp": "123.123.123.123",
              "userAgent": "agent"
            },
            "requestId": "id", "routeKey": "$default", "stage": "$default",
            "time": "12/Mar/2020:19:03:58 +0000", "timeEpoch": 1583348638390
          },
          "body": "Hello from client!", "pathParameters": null, "isBase64Encoded": false, "stageVariables": null
        }
        """;

    /// <summary>Lambda, "Example standard queue message event".</summary>
    public const string Queue = """
        {
          "Records": [
            {
              "messageId": "059f36b4-87a3-44ab-83d2-661975830a7d",
              "receiptHandle": "AQEBwJnKyrHigUMZj6rYigCgxlaS3SLy0a...", "body": "Test message.",
              "attributes": {
                "ApproximateReceiveCount": "1", "SentTimestamp": "1545082649183",
                "SenderId": "AIDAIENQZJOLO23YVJ4VO", "ApproximateFirstReceiveTimestamp": "1545082649185"
              },
              "messageAttributes": {
                "myAttribute": {
                  "stringValue": "myValue", "stringListValues": [], "binaryListValues": [], "dataType": "String"
                }
              },
              "md5OfBody": "e4e68fb7bd0e697a0ae8f1bb342846b3", "eventSource": "aws:sqs",
              "eventSourceARN": "arn:aws:sqs:us-east-2:123456789012:my-queue", "awsRegion": "us-east-2"
            },
            {
              "messageId": "2e1424d4-f796-459a-8184-9c92662be6da",
              "receiptHandle": "AQEBzWwaftRI0KuVm4tP+/7q1rGgNqicHq...", "body": "Test message.",
              "attributes": {
                "ApproximateReceiveCount": "1", "SentTimestamp": "1545082650636",
                "SenderId": "AIDAIENQZJOLO23YVJ4VO", "ApproximateFirstReceiveTimestamp": "1545082650649"
              },
              "messageAttributes": {},
              "md5OfBody": "e4e68fb7bd0e697a0ae8f1bb342846b3", "eventSource": "aws:sqs",
              "eventSourceARN": "arn:aws:sqs:us-east-2:123456789012:my-queue", "awsRegion": "us-east-2"
            }
          ]
        }
        """;

    /// <summary>EventBridge, a rule on a schedule.</summary>
    public const string Rule = """
        {
          "version": "0", "id": "53dc4d37-cffa-4f76-80c9-8b7d4a4d2eaa", "detail-type": "Scheduled Event",
          "source": "aws.events", "account": "123456789012", "time": "2015-10-08T16:53:06Z",
          "region": "us-east-1", "resources": [ "arn:aws:events:us-east-1:123456789012:rule/my-scheduled-rule" ],
          "detail": {}
        }
        """;

    /// <summary>EventBridge Scheduler, a target without input of its own.</summary>
    public const string Scheduler = """
        {
          "version": "0", "id": "4b1e0a4a-3c52-4b7c-9d0e-2f4f3c0f6f11", "detail-type": "Scheduled Event",
          "source": "aws.scheduler", "account": "123456789012", "time": "2026-01-01T09:00:00Z",
          "region": "us-east-1", "resources": [ "arn:aws:scheduler:us-east-1:123456789012:schedule/default/sweep" ],
          "detail": "{}"
        }
        """;

    /// <summary>Lambda, "Using AWS Lambda with Amazon S3".</summary>
    public const string Bucket = """
        {
          "Records": [
            {
              "eventVersion": "2.1", "eventSource": "aws:s3", "awsRegion": "us-east-2",
              "eventTime": "2019-09-03T19:37:27.192Z", "eventName": "ObjectCreated:Put",
              "userIdentity": { "principalId": "AWS:AIDAINPONIXQXHT3IKHL2" },
              "requestParameters": { "sourceIPAddress": "205.255.255.255" },
              "responseElements": {
                "x-amz-request-id": "D82B88E5F771F645",
                "x-amz-id-2": "vlR7PnpV2Ce81l0PRw6jlUpck7Jo5ZsQjryTjKlc5aLWGVHPZLj5NeC6qMa0emYBDXOo6QBU0Wo="
              },
              "s3": {
                "s3SchemaVersion": "1.0", "configurationId": "828aa6fc-f7b5-4305-8584-487c791949c1",
                "bucket": {
                  "name": "amzn-s3-demo-bucket", "ownerIdentity": { "principalId": "A3I5XTEXAMAI3E" },
                  "arn": "arn:aws:s3:::lambda-artifacts-deafc19498e3f2df"
                },
                "object": {
                  "key": "b21b84d653bb07b05b1e6b33684dc11b", "size": 1305107,
                  "eTag": "b21b84d653bb07b05b1e6b33684dc11b", "sequencer": "0C0F6F405D6ED209E1"
                }
              }
            }
          ]
        }
        """;

    /// <summary>A sample with a change.</summary>
    public static string But(this string sample, Action<JsonNode> change)
    {
        var json = JsonNode.Parse(sample)!;
        change(json);
        return json.ToJsonString();
    }

    /// <summary>A request of a REST API.</summary>
    public static string RestOf(string method, string path, Action<JsonNode>? change = null) => Rest.But(json =>
    {
        var context = json["requestContext"]!;
        (json["httpMethod"], context["httpMethod"]) = (method, method);
        (json["path"], context["path"]) = (path, path);
        json["body"] = null;
        change?.Invoke(json);
    });

    /// <summary>A request of a function URL.</summary>
    public static string UrlOf(string method, string path, Action<JsonNode>? change = null) => Url.But(json =>
    {
        var http = json["requestContext"]!["http"]!;
        http["method"] = method;
        (json["rawPath"], http["path"]) = (path, path);
        json.AsObject().Remove("body");
        change?.Invoke(json);
    });
}
