using Purser.Aws;

namespace Purser.Host.Doors.Local.Health;

/// <summary>Whether what lies on AWS is as the product needs it; nothing where nothing lies there.</summary>
internal sealed class AwsChecks(AwsInspection? inspection) : IHealthCheck
{
    public string Name => "aws";

    public async Task<IReadOnlyList<DoctorCheck>> Look(CancellationToken stop) => inspection is null
        ? []
        : [.. (await inspection.Look(stop)).Select(finding =>
            new DoctorCheck(finding.Name, finding.Well, finding.Found, finding.Remedy))];
}
