namespace Purser.Contracts.Aws.Templates;

/// <summary>What AWS gives for a resource's reference and attributes.</summary>
internal static class Physical
{
    /// <summary>The properties that name a resource.</summary>
    public static readonly string[] NameKeys =
        ["TableName", "BucketName", "QueueName", "FunctionName", "RoleName", "LogGroupName", "TopicName", "Name"];

    private const string Place = $"{Stack.Region}:{Stack.Account}";

    public static string NameOf(Resource resource) =>
        NameKeys.Select(key => resource.Properties[key]?.ToString()).FirstOrDefault(name => name is not null)
        ?? resource.Id;

    public static string Ref(Resource resource) => resource.Type switch
    {
        "AWS::SQS::Queue" => $"https://sqs.{Stack.Region}.amazonaws.com/{Stack.Account}/{NameOf(resource)}",
        "AWS::SNS::Topic" => Arn(resource),
        "AWS::CloudFront::Distribution" => $"E{resource.Id.ToUpperInvariant()}",
        _ => NameOf(resource),
    };

    public static string Attribute(Resource resource, string attribute) => attribute switch
    {
        "Arn" or "TopicArn" or "FunctionARN" => Arn(resource),
        "RegionalDomainName" => $"{NameOf(resource)}.s3.{Stack.Region}.amazonaws.com",
        _ => $"{resource.Id}.{attribute}",
    };

    private static string Arn(Resource resource) => resource.Type switch
    {
        "AWS::S3::Bucket" => $"arn:aws:s3:::{NameOf(resource)}",
        "AWS::SQS::Queue" => $"arn:aws:sqs:{Place}:{NameOf(resource)}",
        "AWS::SNS::Topic" => $"arn:aws:sns:{Place}:{NameOf(resource)}",
        "AWS::Lambda::Function" => $"arn:aws:lambda:{Place}:function:{NameOf(resource)}",
        "AWS::IAM::Role" => $"arn:aws:iam::{Stack.Account}:role/{NameOf(resource)}",
        "AWS::Logs::LogGroup" => $"arn:aws:logs:{Place}:log-group:{NameOf(resource)}:*",
        "AWS::DynamoDB::Table" => $"arn:aws:dynamodb:{Place}:table/{NameOf(resource)}",
        "AWS::Events::Rule" => $"arn:aws:events:{Place}:rule/{NameOf(resource)}",
        "AWS::CloudFront::Distribution" => $"arn:aws:cloudfront::{Stack.Account}:distribution/{Ref(resource)}",
        "AWS::CloudFront::Function" => $"arn:aws:cloudfront::{Stack.Account}:function/{NameOf(resource)}",
        _ => $"arn:aws:of:{Place}:{resource.Type}/{NameOf(resource)}",
    };
}
