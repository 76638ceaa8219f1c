using Microsoft.Extensions.Logging;

namespace Purser.Aws.Lambda;

internal static partial class LambdaLog
{
    [LoggerMessage(1, LogLevel.Error, "Request {Id} failed")]
    public static partial void RequestFailed(ILogger log, string id, Exception fault);

    [LoggerMessage(2, LogLevel.Error, "Event {Id} failed")]
    public static partial void EventFailed(ILogger log, string id, Exception fault);

    [LoggerMessage(3, LogLevel.Warning, "Request {Id} was given up before the function's deadline")]
    public static partial void GivenUp(ILogger log, string id);

    [LoggerMessage(4, LogLevel.Error, "The work of {Id} did not heed that the deadline came, and goes on")]
    public static partial void Unheeded(ILogger log, string id);

    [LoggerMessage(5, LogLevel.Error, "The reply to {Id} was too large to be sent")]
    public static partial void TooLarge(ILogger log, string id);

    [LoggerMessage(6, LogLevel.Error, "The Lambda runtime did not take the reply to {Id}: {Status}")]
    public static partial void NotTaken(ILogger log, string id, int status);

    [LoggerMessage(7, LogLevel.Error, "What was to be done after the reply to {Id} failed")]
    public static partial void AfterwardsFailed(ILogger log, string id, Exception fault);

    [LoggerMessage(8, LogLevel.Critical, "The program stops: it gets no more events")]
    public static partial void AtAnEnd(ILogger log, Exception fault);

    [LoggerMessage(9, LogLevel.Error, "The work of {Id} failed after it had been given up")]
    public static partial void FailedLate(ILogger log, string id, Exception fault);
}
