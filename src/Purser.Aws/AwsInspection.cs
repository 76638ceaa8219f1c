using NodaTime;
using Purser.Aws.Inspecting;

namespace Purser.Aws;

/// <summary>
/// Looks whether everything on AWS is there and as the product needs it. It only reads, and may need more
/// rights than the product: what it may not look at is a finding too.
/// </summary>
public sealed class AwsInspection
{
    private readonly IReadOnlyList<Func<CancellationToken, Task<AwsFinding>>> _looks;

    internal AwsInspection(AwsClients clients, AwsOptions options, HttpClient http, IClock trueClock)
    {
        var tables = new TableLook(clients.Dynamo.Value);
        var buckets = new BucketLook(clients.S3.Value);
        var looks = options.Tables.All
            .Select(table => (Func<CancellationToken, Task<AwsFinding>>)(stop => tables.Look(table, stop)))
            .Append(stop => buckets.Site(options.SiteBucket, stop))
            .Append(stop => buckets.Quarantine(options.QuarantineBucket, stop));
        if (options.Queue is { } queue)
            looks = looks.Append(stop => new QueueLook(clients.Queue.Value).Look(queue, stop));
        _looks = [.. looks, stop => new ClockLook(http, trueClock).Look(options, stop)];
    }

    /// <summary>Looks at all of it at once; the findings come in an order that stays.</summary>
    public async Task<IReadOnlyList<AwsFinding>> Look(CancellationToken stop) =>
        await Task.WhenAll(_looks.Select(look => look(stop)));
}

/// <summary>What was found of one thing.</summary>
/// <param name="Name">What.</param>
/// <param name="Well">True if it is as it should be.</param>
/// <param name="Found">What was found.</param>
/// <param name="Remedy">What to do; null if nothing.</param>
public sealed record AwsFinding(string Name, bool Well, string Found, string? Remedy = null);
