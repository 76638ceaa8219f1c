using NodaTime;
using Purser.Host.Composition;

namespace Purser.Host.Doors.Local.Health;

/// <summary>Whether the clock can be right.</summary>
internal sealed class ClockCheck(House house) : IHealthCheck
{
    public string Name => "clock";

    private static readonly Instant Built = Instant.FromUtc(2025, 1, 1, 0, 0);

    public Task<IReadOnlyList<DoctorCheck>> Look(CancellationToken stop)
    {
        var now = house.Clock.GetCurrentInstant();
        var offset = house.Files.Offset;
        var found = offset == Duration.Zero
            ? $"{now}"
            : $"{now}, the sample's own ({offset} ahead of the true time)";
        var plausible = offset != Duration.Zero || now > Built;
        return Task.FromResult<IReadOnlyList<DoctorCheck>>(
        [
            new DoctorCheck(
                Name, plausible, found, plausible ? null : "Set the machine's clock, and keep it by NTP."),
        ]);
    }
}
