using System.Runtime.CompilerServices;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using NodaTime;
using Purser.Aws.Dynamo;
using Purser.Aws.Edge;
using Purser.Aws.Queue;
using Purser.Aws.Secrets;
using Purser.Aws.Storage;
using Purser.Outside;
using Purser.Outside.Moving;
using Purser.Outside.Records;

namespace Purser.Aws;

/// <summary>Everything Outside that lies on AWS.</summary>
public static class AwsParts
{
    private const int HintsAtOnce = 20;

    // What waits for AWS waits in true seconds, whatever the sample's clock says.
    private static readonly TimeProvider Time = TimeProvider.System;

    /// <summary>
    /// Adds records, objects, guests' files, hints, secrets and the edge. The host adds <see cref="IClock"/>
    /// and <see cref="ITokens"/>.
    /// </summary>
    /// <param name="services">Where they are added.</param>
    /// <param name="options">Where they lie.</param>
    /// <param name="near">What this process keeps of the pages, and must forget with the distribution.</param>
    /// <param name="perform">Does what a hint of the queue speaks of.</param>
    public static IServiceCollection AddAws(
        this IServiceCollection services, AwsOptions options, Func<IServiceProvider, IEdge> near,
        Func<IServiceProvider, Func<Hint, CancellationToken, Task>> perform)
    {
        services.AddPlaces(options);
        services.AddSingleton<IEdge>(parts => new BothEdges(near(parts), EdgeOf(options, parts)));
        if (options.Queue is { } queue) services.AddQueue(queue, perform);
        return services;
    }

    /// <summary>
    /// The same for a function: hints of each compartment go to its own queue, and nothing is taken from one
    /// here, for Lambda hands over what comes. The hints of a compartment without a queue are not left.
    /// </summary>
    /// <param name="services">Where they are added.</param>
    /// <param name="options">Where they lie; <see cref="AwsOptions.Queue"/> is not looked at.</param>
    /// <param name="queues">Of each compartment.</param>
    public static IServiceCollection AddAwsFunction(
        this IServiceCollection services, AwsOptions options, IReadOnlyDictionary<Compartment, Uri> queues)
    {
        services.AddPlaces(options);
        services.AddSingleton<IEdge>(parts => EdgeOf(options, parts));
        services.AddSingleton<IHints>(parts => new HintsByCompartment(queues.ToDictionary(
            pair => pair.Key, pair => (IHints)HintsOf(pair.Value, parts))));
        return services;
    }

    private static void AddPlaces(this IServiceCollection services, AwsOptions options)
    {
        services.AddSingleton(_ => new AwsClients(options));
        services.AddSingleton<IStore>(parts => new DynamoStore(
            Clients(parts), options.Tables, Tokens(parts), Time));
        services.AddSingleton<IObjects>(parts => new S3Objects(Clients(parts).S3.Value, options.SiteBucket));
        services.AddSingleton<IQuarantine>(parts => new S3Quarantine(
            Clients(parts).S3.Value, options.QuarantineBucket, parts.GetRequiredService<IClock>(),
            new LentFiles(options.Lent)));
        services.AddSingleton(parts => Signed(parts));
        services.AddSingleton(parts => SecretsOf(options, parts));
        services.AddSingleton(parts => new SecretTexts(Clients(parts).Parameters.Value, options));
        services.AddSingleton<ISecrets>(parts => parts.GetRequiredService<KeptSecrets>());
        services.AddMoving(options);
        services.AddSingleton(parts => new AwsInspection(
            Clients(parts), options, SignedRequests.NewClient(), SystemClock.Instance));
    }

    /// <summary>What lies in the bucket of pages, for an edge before it.</summary>
    public static IObjects Objects(AwsOptions options) =>
        new S3Objects(new AwsClients(options).S3.Value, options.SiteBucket);

    /// <summary>Makes what this mode needs, for development; what is there already stays. May be
    /// repeated.</summary>
    /// <param name="options">Under which names.</param>
    /// <param name="guests">The guests' site.</param>
    /// <param name="tokens">Chance, for pauses between tries.</param>
    /// <param name="time">Waits.</param>
    /// <param name="stop">Gives up; what was made stays.</param>
    public static async IAsyncEnumerable<AwsPart> Create(
        AwsOptions options, Uri guests, ITokens tokens, TimeProvider time,
        [EnumeratorCancellation] CancellationToken stop)
    {
        using var clients = new AwsClients(options);
        await new DynamoTables(clients, tokens, time).Create(options.Tables, keep: false, stop);
        foreach (var table in options.Tables.All) yield return new AwsPart("table", table);
        await new Buckets(clients.S3.Value, options).Make(guests, stop);
        yield return new AwsPart("bucket", options.SiteBucket);
        yield return new AwsPart("bucket", options.QuarantineBucket);
        var name = $"{options.Tables.Office}-hints";
        var queue = await Queues.Ensure(clients.Queue.Value, name, stop);
        yield return new AwsPart("queue", name, queue.ToString());
    }

    private static void AddMoving(this IServiceCollection services, AwsOptions options)
    {
        services.AddSingleton<ISecretTransfer>(parts => parts.GetRequiredService<KeptSecrets>());
        services.AddSingleton<IStoreTransfer>(parts => new DynamoTransfer(
            Clients(parts), options.Tables, Tokens(parts), Time));
        services.AddSingleton(parts => new S3Transfer(
            Clients(parts).S3.Value, options.SiteBucket, options.QuarantineBucket));
        services.AddSingleton<IObjectTransfer>(parts => parts.GetRequiredService<S3Transfer>());
        services.AddSingleton<IQuarantineTransfer>(parts => parts.GetRequiredService<S3Transfer>());
    }

    private static void AddQueue(
        this IServiceCollection services, Uri queue,
        Func<IServiceProvider, Func<Hint, CancellationToken, Task>> perform)
    {
        services.AddSingleton<IHints>(parts => HintsOf(queue, parts));
        services.AddSingleton(parts => new QueuePump(
            Clients(parts).Queue.Value, queue, perform(parts), HintsAtOnce,
            new QueueMeans(
                parts.GetRequiredService<IClock>(), Time, Tokens(parts),
                parts.GetRequiredService<ILogger<QueuePump>>())));
        services.AddHostedService(parts => parts.GetRequiredService<QueuePump>());
    }

    private static SqsHints HintsOf(Uri queue, IServiceProvider parts) => new(
        Clients(parts).Queue.Value, queue, Time, parts.GetRequiredService<ILogger<SqsHints>>());

    private static CloudFrontEdge EdgeOf(AwsOptions options, IServiceProvider parts) =>
        new(parts.GetRequiredService<SignedRequests>(), options, Tokens(parts), Time);

    private static KeptSecrets SecretsOf(AwsOptions options, IServiceProvider parts)
    {
        var parameters = Clients(parts).Parameters.Value;
        return options.Secrets == SecretPlace.ParameterStore
            ? new ParameterSecrets(parameters, options, Tokens(parts), Time)
            : new SecretsManagerSecrets(
                parameters, parts.GetRequiredService<SignedRequests>(), options, Tokens(parts), Time);
    }

    private static SignedRequests Signed(IServiceProvider parts) => new(
        SignedRequests.NewClient(), credentials: null, SignedPatience.Usual,
        // AWS takes what was signed by the true time, whatever the sample's clock says.
        new SignedMeans(SystemClock.Instance, Time, Tokens(parts)));

    private static AwsClients Clients(IServiceProvider parts) => parts.GetRequiredService<AwsClients>();

    private static ITokens Tokens(IServiceProvider parts) => parts.GetRequiredService<ITokens>();
}

/// <summary>A thing on AWS that is there.</summary>
/// <param name="Kind">table, bucket or queue.</param>
/// <param name="Name">Its name.</param>
/// <param name="Address">Its address, if it has one that must be set.</param>
public sealed record AwsPart(string Kind, string Name, string? Address = null);
