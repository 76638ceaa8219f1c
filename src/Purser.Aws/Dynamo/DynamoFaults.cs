using System.Net;
using Amazon.DynamoDBv2.Model;
using Amazon.Runtime;
using Purser.Outside;

namespace Purser.Aws.Dynamo;

/// <summary>DynamoDB's faults in the words of the ports.</summary>
internal static class DynamoFaults
{
    /// <summary>Reasons of a cancelled transaction that pass by themselves.</summary>
    private static readonly string[] Passing =
        ["TransactionConflict", "ThrottlingError", "ProvisionedThroughputExceeded", "None"];

    private static readonly string[] Credentials =
    [
        "UnrecognizedClientException", "InvalidClientTokenId", "InvalidSignatureException",
        "SignatureDoesNotMatch", "MissingAuthenticationToken",
        "MissingAuthenticationTokenException", "IncompleteSignature", "IncompleteSignatureException",
    ];

    /// <summary>Whether this came from the outside at all, and is not the caller's own stop.</summary>
    public static bool IsOutside(Exception fault, CancellationToken stop) => fault switch
    {
        OperationCanceledException => !stop.IsCancellationRequested,
        AmazonServiceException or AmazonClientException => true,
        HttpRequestException or TimeoutException or IOException or WebException => true,
        _ => false,
    };

    /// <summary>Somebody else works on the same records: it is over in a moment.</summary>
    public static bool IsConflict(Exception fault) => fault switch
    {
        TransactionConflictException or ReplicatedWriteConflictException => true,
        // Our own, whose reply was lost and which is still under way.
        TransactionInProgressException => true,
        TransactionCanceledException cancelled =>
            cancelled.CancellationReasons?.TrueForAll(reason => Passing.Contains(reason.Code)) ?? true,
        _ => false,
    };

    /// <summary>It cannot now; the SDK has tried again already.</summary>
    public static bool IsBusy(Exception fault) => fault is AmazonServiceException told
        && Refusals.Passes(told.StatusCode, told.ErrorCode);

    /// <summary>What the port throws for this fault.</summary>
    public static Exception Of(string operation, string tables, Exception fault) => fault switch
    {
        _ when IsConflict(fault) => new OutsideUnavailable(
            operation, fault, "others are at work on the same records"),
        _ when IsBusy(fault) => new OutsideUnavailable(operation, fault, Refusals.WhyOf(fault)),
        ResourceNotFoundException => new OutsideRefused(
            operation, $"there is no table {tables}: deploy it, or run `purser aws init` with its name"),
        AmazonServiceException { ErrorCode: "AccessDeniedException" } denied => new OutsideRefused(
            operation,
            $"the role may not do this to the table {tables}: allow it in its policy ({denied.Message})"),
        // The other side's text may repeat parts of the credentials.
        AmazonServiceException service when Credentials.Contains(service.ErrorCode) => new OutsideRefused(
            operation,
            $"AWS does not take these credentials for the table {tables} ({service.ErrorCode}): renew them"),
        AmazonServiceException { StatusCode: >= HttpStatusCode.BadRequest } refused => new OutsideRefused(
            operation, $"the table {tables}: {refused.ErrorCode}, {refused.Message}"),
        _ => new OutsideUnavailable(operation, fault, Refusals.WhyOf(fault)),
    };
}
