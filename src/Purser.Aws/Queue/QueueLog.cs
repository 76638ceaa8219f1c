using Microsoft.Extensions.Logging;
using Purser.Outside;

namespace Purser.Aws.Queue;

internal static partial class QueueLog
{
    [LoggerMessage(
        1, LogLevel.Warning, "{Count} hints were not left; the sweep will find what they spoke of")]
    public static partial void Lost(ILogger log, int count, Exception? fault);

    [LoggerMessage(2, LogLevel.Error, "The work of {Hint} failed; the queue brings it again")]
    public static partial void Failed(ILogger log, Hint hint, Exception fault);

    [LoggerMessage(3, LogLevel.Error, "Message {Id} is no hint; it is left out")]
    public static partial void Broken(ILogger log, string? id);

    [LoggerMessage(4, LogLevel.Error, "The queue {Queue} did not answer, {Count} times in a row")]
    public static partial void PollFailed(ILogger log, Uri queue, int count, Exception fault);

    [LoggerMessage(
        5, LogLevel.Warning, "{Count} hints that are done were not taken off the queue; they come again")]
    public static partial void NotDeleted(ILogger log, int count, Exception? fault);

    [LoggerMessage(
        6, LogLevel.Warning, "Stopped before all hints were worked on; the queue brings them again")]
    public static partial void Cut(ILogger log);
}
