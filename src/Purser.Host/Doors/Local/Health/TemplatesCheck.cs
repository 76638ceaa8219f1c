using Purser.Outside;

namespace Purser.Host.Doors.Local.Health;

/// <summary>
/// Which templates pages and mails are made from: the house does not stand on any that fail.
/// </summary>
internal sealed class TemplatesCheck(ITemplates templates) : IHealthCheck
{
    public string Name => "templates";

    public Task<IReadOnlyList<DoctorCheck>> Look(CancellationToken stop) =>
        Task.FromResult<IReadOnlyList<DoctorCheck>>(
            [new DoctorCheck(Name, true, $"all parse, version {templates.Version[..8]}")]);
}
