using Purser.Embedded.Pump;

namespace Purser.Host.Doors.Local.Health;

/// <summary>When the last sweep was: it finds whatever a lost hint would have told.</summary>
internal sealed class SweepCheck(PumpState pump) : IHealthCheck
{
    public string Name => "last sweep";

    public Task<IReadOnlyList<DoctorCheck>> Look(CancellationToken stop) =>
        Task.FromResult<IReadOnlyList<DoctorCheck>>([Look()]);

    private DoctorCheck Look()
    {
        if (pump.FailedSweeps > 0)
        {
            return new DoctorCheck(
                Name, false, $"{pump.FailedSweeps} failed in a row: {pump.LastFailure}",
                "See the log; work waits until it succeeds.");
        }

        return pump.LastSweep is { } at
            ? new DoctorCheck(Name, true, $"{at}, {pump.Waiting} waiting")
            : new DoctorCheck(Name, true, "none yet: it has just started");
    }
}
