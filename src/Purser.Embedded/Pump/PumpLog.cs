using Microsoft.Extensions.Logging;
using Purser.Outside;

namespace Purser.Embedded.Pump;

internal static partial class PumpLog
{
    [LoggerMessage(1, LogLevel.Error, "The work of {Hint} failed; the sweep will find it")]
    public static partial void HintFailed(ILogger log, Hint hint, Exception fault);

    [LoggerMessage(2, LogLevel.Error, "Sweep failed, {Count} in a row")]
    public static partial void SweepFailed(ILogger log, int count, Exception fault);

    [LoggerMessage(
        3, LogLevel.Warning, "Stopped before all hints were worked on: {Count} left to the next sweep")]
    public static partial void Cut(ILogger log, int count);
}
