using Purser.Aws.Queue;
using Purser.Embedded.Pump;
using Purser.Host.Composition;
using Purser.Host.Doors.Local.Health;
using Purser.Outside;

namespace Purser.Host.Doors.Local;

/// <summary>
/// Looks at everything that must be right for the house to work, and names the remedy of what is not. A new
/// check is a file in <c>Health/</c> and a line here.
/// </summary>
public sealed class Doctor
{
    private readonly IReadOnlyList<IHealthCheck> _checks;

    /// <summary>All checks, in the order in which they are told.</summary>
    /// <param name="house">Everything.</param>
    /// <param name="pump">How its pump fares.</param>
    /// <param name="queue">How the queue of hints fares; null: hints do not leave this process.</param>
    /// <param name="testMailTo">Who gets a test mail; null: nobody.</param>
    public Doctor(House house, PumpState pump, QueueState? queue, string? testMailTo) =>
        _checks =
        [
            new SettingsCheck(house.Settings),
            new ClockCheck(house),
            new FolderCheck(house.Folder),
            new SecretsCheck(house),
            new RecordsCheck(house),
            new AwsChecks(house.Inspection),
            new TemplatesCheck(house.Templates),
            new MailCheck(house, testMailTo),
            new SweepCheck(pump),
            new QueueCheck(queue),
            new RetentionCheck(house, pump),
            new SitesCheck(house.Settings.Sites, house.Public, house.Settings.Aws is not null),
            new PageCheck(PageWay.Of(house)),
            new RoutesCheck(house),
        ];

    /// <summary>Looks.</summary>
    public async Task<DoctorReply> Look(CancellationToken stop)
    {
        var checks = new List<DoctorCheck>();
        foreach (var check in _checks) checks.AddRange(await Look(check, stop));
        return new DoctorReply(checks.All(check => check.Well), checks);
    }

    /// <summary>What a check cannot reach is a finding, and the others are looked at all the same.</summary>
    private static async Task<IReadOnlyList<DoctorCheck>> Look(IHealthCheck check, CancellationToken stop)
    {
        try
        {
            return await check.Look(stop);
        }
        catch (OutsideUnavailable fault)
        {
            var why = fault.InnerException is { } inner ? $"{fault.Message}: {inner.Message}" : fault.Message;
            return [new DoctorCheck(check.Name, false, why, "Try again; if it stays so, see the log.")];
        }
        catch (OutsideRefused fault)
        {
            return [new DoctorCheck(check.Name, false, fault.Message, "Do what it says, and look again.")];
        }
    }
}
