using Amazon.Runtime;

namespace Purser.Aws.Inspecting;

/// <summary>What several looks say alike.</summary>
internal static class Findings
{
    /// <summary>A finding of a thing with several faults, or with none.</summary>
    /// <param name="name">What was looked at.</param>
    /// <param name="well">What is said if there is no fault.</param>
    /// <param name="faults">Each with its remedy.</param>
    public static AwsFinding Of(
        string name, string well, IReadOnlyList<(string Fault, string Remedy)> faults) =>
        faults.Count == 0
            ? new AwsFinding(name, true, well)
            : new AwsFinding(
                name, false, string.Join("; ", faults.Select(one => one.Fault)),
                string.Join(" ", faults.Select(one => one.Remedy)));

    /// <summary>Looks; a fault of AWS is a finding.</summary>
    /// <param name="name">What is looked at.</param>
    /// <param name="needs">What the role must be allowed for it.</param>
    /// <param name="look">Looks.</param>
    /// <param name="stop">Gives up.</param>
    public static async Task<AwsFinding> Try(
        string name, string needs, Func<Task<AwsFinding>> look, CancellationToken stop)
    {
        try
        {
            return await look();
        }
        catch (AmazonServiceException fault) when (IsDenied(fault))
        {
            return new AwsFinding(
                name, false, $"it may not be looked at ({fault.ErrorCode})",
                $"Let this role do {needs}, or look with the operator's own credentials.");
        }
        catch (Exception fault) when (!stop.IsCancellationRequested)
        {
            var code = (fault as AmazonServiceException)?.ErrorCode ?? fault.GetType().Name;
            return new AwsFinding(
                name, false, $"AWS does not answer ({code})",
                "See AWS_REGION, the credentials and the way to AWS, and look again.");
        }
    }

    private static bool IsDenied(AmazonServiceException fault) =>
        fault.ErrorCode is "AccessDenied" or "AccessDeniedException" or "AuthorizationError"
            or "UnauthorizedOperation";
}
