namespace Purser.Aws.Lambda;

/// <summary>How the function works.</summary>
/// <param name="RuntimeApi">Host and port of the Runtime API, as
/// <see cref="LambdaParts.RuntimeApiVariable"/> says.</param>
/// <param name="Work">What is done with events that are no requests.</param>
public sealed record LambdaOptions(string RuntimeApi, LambdaWork Work)
{
    /// <summary>
    /// Bytes of the largest request body, unless an address allows other; null: whatever the gateway lets
    /// through. A larger one is 413 to whoever reads it.
    /// </summary>
    public long? MostRequestBytes { get; init; }

    /// <summary>The real time, in which deadlines are told.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;
}

/// <summary>
/// What this function does with events that are no requests. An event whose part is null is refused: it was
/// sent to the wrong function. Each may throw, and then the event comes again as its source is set up to. The
/// token falls due half a second before the function's deadline.
/// </summary>
public sealed record LambdaWork
{
    /// <summary>
    /// Takes messages of a queue and returns the ids of those that failed and shall come again. Throwing
    /// lets all of them come again. The event source must report batch item failures.
    /// </summary>
    public Func<IReadOnlyList<QueueRecord>, CancellationToken, Task<IReadOnlyList<string>>>? Queue
    {
        get;
        init;
    }

    /// <summary>Runs for a schedule.</summary>
    public Func<CancellationToken, Task>? Sweep { get; init; }

    /// <summary>Takes what was put into a bucket.</summary>
    public Func<IReadOnlyList<CreatedObject>, CancellationToken, Task>? Created { get; init; }
}

/// <summary>A message of a queue.</summary>
/// <param name="Id">The queue's, by which a failure is told.</param>
/// <param name="Body">As it was sent.</param>
public sealed record QueueRecord(string Id, string Body)
{
    /// <summary>Without the body, which may hold a right: this text may be logged.</summary>
    public override string ToString() => $"QueueRecord {{ Id = {Id} }}";
}

/// <summary>An object that was put into a bucket.</summary>
/// <param name="Bucket">Its name.</param>
/// <param name="Key">The key itself, no longer encoded.</param>
public sealed record CreatedObject(string Bucket, string Key);
