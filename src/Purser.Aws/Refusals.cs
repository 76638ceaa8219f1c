using System.Net;
using Amazon.Runtime;
using Purser.Outside;

namespace Purser.Aws;

/// <summary>
/// Tells what passes from what does not, by the code that AWS gives. Its sentences are not repeated: they may
/// quote what was sent, and that may be a secret.
/// </summary>
internal static class Refusals
{
    // Whoever holds temporary credentials gets new ones: an expired one passes.
    private static readonly HashSet<string> Passing = new(StringComparer.Ordinal)
    {
        "ExpiredToken", "ExpiredTokenException", "RequestExpired", "Throttling", "ThrottlingException",
        "ThrottledException", "RequestThrottled", "RequestThrottledException", "RequestLimitExceeded",
        "TooManyRequestsException", "TooManyUpdates", "TooManyInvalidationsInProgress", "RequestTimeout",
        "RequestTimeoutException", "PriorRequestNotComplete", "KmsThrottled", "LimitExceededException",
        "ProvisionedThroughputExceededException", "OperationAborted", "ConditionalRequestConflict",
    };

    /// <summary>True if the same call may be answered later.</summary>
    /// <param name="status">Of the reply.</param>
    /// <param name="code">Of the error; null if it gave none.</param>
    public static bool Passes(HttpStatusCode status, string? code) =>
        status is 0 or HttpStatusCode.TooManyRequests or HttpStatusCode.RequestTimeout
        || (int)status >= 500 || (code is not null && Passing.Contains(code));

    /// <summary>What passes, in words for the owner, with what helps if it stays.</summary>
    /// <param name="status">Of the reply.</param>
    /// <param name="code">Of the error; null if it gave none.</param>
    public static string WhyOf(HttpStatusCode status, string? code)
    {
        var name = code ?? $"{(int)status}";
        if (code is "ExpiredToken" or "ExpiredTokenException")
        {
            return $"{name}: the credentials have run out; a role gets new ones by itself, a person signs in "
                + "again";
        }

        if (code == "RequestExpired")
            return $"{name}: it took too long on its way, or this machine's clock is wrong";
        if ((code is null && status == 0) || code is "RequestTimeout" or "RequestTimeoutException")
            return "no answer came in time";
        var throttled = status == HttpStatusCode.TooManyRequests
            || (code is not null && (code.Contains("Throttl", StringComparison.Ordinal)
                || code.Contains("Exceeded", StringComparison.Ordinal)
                || code.StartsWith("TooMany", StringComparison.Ordinal)));
        if (throttled) return $"{name}: AWS is asked too often; if it stays so, have the limit raised";
        return (int)status >= 500
            ? $"{name}: AWS has a fault of its own"
            : $"{name}: somebody else is at work on the same";
    }

    /// <summary>The same of what an SDK's client threw.</summary>
    public static string WhyOf(Exception fault) => fault is AmazonServiceException answer
        ? WhyOf(answer.StatusCode, answer.ErrorCode)
        : "no answer came in time";

    /// <summary>The fault that a port throws for what an SDK's client threw.</summary>
    /// <param name="fault">What it threw.</param>
    /// <param name="operation">What was being done, with the name of the thing.</param>
    /// <param name="remedy">What the owner does if it was refused for good.</param>
    public static Exception Of(Exception fault, string operation, string remedy) =>
        fault is AmazonServiceException answer && !Passes(answer.StatusCode, answer.ErrorCode)
            ? new OutsideRefused(operation, $"{answer.ErrorCode ?? $"{(int)answer.StatusCode}"}: {remedy}")
            : new OutsideUnavailable(operation, fault, WhyOf(fault));
}
