using Amazon;
using Amazon.DynamoDBv2;
using Amazon.Runtime;
using Amazon.S3;
using Amazon.SimpleSystemsManagement;
using Amazon.SQS;

namespace Purser.Aws;

/// <summary>
/// One client a service, with the same patience: a call that does not answer ends, and is tried again a few
/// times with growing pauses, before the port says that the outside did not answer.
/// </summary>
internal sealed class AwsClients : IDisposable
{
    private const int Retries = 3;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    // An empty queue lets whoever asks wait for twenty seconds before it answers.
    private static readonly TimeSpan PatienceWithQueue = TimeSpan.FromSeconds(30);

    // A video goes up as one body.
    private static readonly TimeSpan PatienceWithBodies = TimeSpan.FromMinutes(2);

    /// <summary>Clients for these options; credentials are found as every AWS tool finds them.</summary>
    /// <param name="options">Where.</param>
    /// <param name="credentials">Null: of the environment.</param>
    public AwsClients(AwsOptions options, AWSCredentials? credentials = null)
    {
        Dynamo = new(() => Made(new AmazonDynamoDBConfig(), config => credentials is null
            ? new AmazonDynamoDBClient(config) : new AmazonDynamoDBClient(credentials, config)));
        var storage = new AmazonS3Config
        {
            ForcePathStyle = options.Endpoint is not null,
            Timeout = PatienceWithBodies,
        };
        S3 = new(() => Made(storage, config =>
            credentials is null ? new AmazonS3Client(config) : new AmazonS3Client(credentials, config)));
        Queue = new(() => Made(new AmazonSQSConfig { Timeout = PatienceWithQueue }, config =>
            credentials is null ? new AmazonSQSClient(config) : new AmazonSQSClient(credentials, config)));
        Parameters = new(() => Made(new AmazonSimpleSystemsManagementConfig(), config => credentials is null
            ? new AmazonSimpleSystemsManagementClient(config)
            : new AmazonSimpleSystemsManagementClient(credentials, config)));

        TClient Made<TConfig, TClient>(TConfig config, Func<TConfig, TClient> make)
            where TConfig : ClientConfig
        {
            config.RegionEndpoint = RegionEndpoint.GetBySystemName(options.Region);
            if (options.Endpoint is { } endpoint)
            {
                config.ServiceURL = endpoint.ToString();
                config.AuthenticationRegion = options.Region;
            }

            config.Timeout ??= Patience;
            config.MaxErrorRetry = Retries;
            return make(config);
        }
    }

    /// <summary>Records.</summary>
    public Lazy<AmazonDynamoDBClient> Dynamo { get; }

    /// <summary>Objects and guests' files.</summary>
    public Lazy<AmazonS3Client> S3 { get; }

    /// <summary>Hints.</summary>
    public Lazy<AmazonSQSClient> Queue { get; }

    /// <summary>Secrets.</summary>
    public Lazy<AmazonSimpleSystemsManagementClient> Parameters { get; }

    /// <inheritdoc />
    public void Dispose()
    {
        if (Dynamo.IsValueCreated) Dynamo.Value.Dispose();
        if (S3.IsValueCreated) S3.Value.Dispose();
        if (Queue.IsValueCreated) Queue.Value.Dispose();
        if (Parameters.IsValueCreated) Parameters.Value.Dispose();
    }
}
