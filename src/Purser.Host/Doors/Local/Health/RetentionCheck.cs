using NodaTime;
using Purser.Embedded.Pump;
using Purser.Host.Composition;

namespace Purser.Host.Doors.Local.Health;

/// <summary>The daily clearing. It is late when a server has run for days without it.</summary>
internal sealed class RetentionCheck(House house, PumpState pump) : IHealthCheck
{
    public string Name => "retention";

    private static readonly Duration Late = Duration.FromDays(2);

    public async Task<IReadOnlyList<DoctorCheck>> Look(CancellationToken stop)
    {
        if (await house.Retention.Last(stop) is not { } last)
            return [new DoctorCheck(Name, true, "has not run yet: the first sweep does it")];
        var removed = last.Removed.Where(kind => kind.Value > 0)
            .Select(kind => $"{kind.Value} {kind.Key}").ToList();
        var what = removed.Count == 0 ? "nothing was due" : $"removed {string.Join(", ", removed)}";
        var now = house.Clock.GetCurrentInstant();
        var late = pump.Started is { } since && since + Late < now && last.At + Late < now;
        return
        [
            new DoctorCheck(
                Name, !late, $"last ran {last.At}, {what}", late ? "See the log: clearing fails." : null),
        ];
    }
}
