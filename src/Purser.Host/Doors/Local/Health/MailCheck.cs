using Purser.Host.Composition;

namespace Purser.Host.Doors.Local.Health;

/// <summary>Where mail goes.</summary>
internal sealed class MailCheck(House house) : IHealthCheck
{
    public string Name => "mail";

    public Task<IReadOnlyList<DoctorCheck>> Look(CancellationToken stop)
    {
        var found = house.Settings.Smtp is { } address
            ? new DoctorCheck(Name, true, $"by {address.Host}:{address.Port}")
            : new DoctorCheck(
                Name, true, $"kept as files in {house.Folder.Outbox}",
                "Set PURSER_SMTP_URL to have it sent.");
        return Task.FromResult<IReadOnlyList<DoctorCheck>>([found]);
    }
}
