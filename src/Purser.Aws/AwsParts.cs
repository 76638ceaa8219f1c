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
using Purser.Outside.Records;

namespace Purser.Aws;

/// <summary>Everything Outside that lies on AWS.</summary>
public static class AwsParts
{
    /// <summary>
    /// Adds records, objects, guests' files, hints, secrets and the edge. The host adds <see cref="IClock"/>,
    /// <see cref="TimeProvider"/> and <see cref="ITokens"/>.
    /// </summary>
    /// <param name="services">Where they are added.</param>
    /// <param name="options">Where they lie.</param>
    /// <param name="near">What this process keeps of the pages, and must forget with the distribution.</param>
    /// <param name="perform">Does what a hint of the queue speaks of.</param>
    public static IServiceCollection AddAws(
        this IServiceCollection services, AwsOptions options, Func<IServiceProvider, IEdge> near,
        Func<IServiceProvider, Func<Hint, CancellationToken, Task>> perform)
    {
        services.AddSingleton(_ => new AwsClients(options));
        return services;
    }
}

/// <summary>A thing on AWS that is there.</summary>
/// <param name="Kind">table, bucket or queue.</param>
/// <param name="Name">Its name.</param>
/// <param name="Address">Its address, if it has one that must be set.</param>
public sealed record AwsPart(string Kind, string Name, string? Address = null);
