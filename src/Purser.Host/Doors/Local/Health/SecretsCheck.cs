using Purser.Host.Composition;
using Purser.Outside;

namespace Purser.Host.Doors.Local.Health;

/// <summary>Whether each secret can be read, without making any.</summary>
internal sealed class SecretsCheck(House house) : IHealthCheck
{
    public string Name => "secrets";

    public async Task<IReadOnlyList<DoctorCheck>> Look(CancellationToken stop)
    {
        var missing = new List<string>();
        foreach (var name in SecretNames.All)
        {
            if (await house.SecretsAsTheyAre.Find(name, stop) is null) missing.Add(name);
        }

        if (missing.Contains(SecretNames.GuestRoot) && await HasPages(stop))
        {
            return
            [
                new DoctorCheck(
                    Name, false, $"{SecretNames.GuestRoot} is missing, but there are guests' pages",
                    "Put it back from the backup or the sealed file before a new one is made: else every "
                    + "guest's link shows the public page only."),
            ];
        }

        var found = missing.Count == 0
            ? $"all {SecretNames.All.Count} are there"
            : $"{string.Join(", ", missing)} will be made when first needed";
        return [new DoctorCheck(Name, true, found)];
    }

    private async Task<bool> HasPages(CancellationToken stop)
    {
        var today = house.Clock.GetCurrentInstant().InUtc().Date;
        return (await house.Shelf.List(today.PlusDays(-40), today.PlusDays(360), null, stop)).Items.Count > 0;
    }
}
