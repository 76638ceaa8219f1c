using Purser.Host.Composition;

namespace Purser.Host.Doors.Local.Health;

/// <summary>Whether what travels may be read on its way.</summary>
internal sealed class SettingsCheck(Settings settings) : IHealthCheck
{
    public string Name => "settings";

    public Task<IReadOnlyList<DoctorCheck>> Look(CancellationToken stop)
    {
        var open = settings.Sites.Where(site => !site.Private).Select(site => site.Origin).ToList();
        var found = open.Count == 0
            ? new DoctorCheck(Name, true, string.Join(", ", settings.Sites.Select(site => site.Origin)))
            : new DoctorCheck(
                Name, false, $"{string.Join(", ", open)} is public and not encrypted",
                "Use https: until then sealed details and sign-in stay closed.");
        return Task.FromResult<IReadOnlyList<DoctorCheck>>([found]);
    }
}
