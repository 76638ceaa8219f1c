using Purser.Bookings;
using Purser.Host.Composition;
using Purser.Outside.Records;

namespace Purser.Host.Doors.Local.Health;

/// <summary>Whether the records of every compartment answer, and agree about the epoch.</summary>
internal sealed class RecordsCheck(House house) : IHealthCheck
{
    public string Name => "records";

    public async Task<IReadOnlyList<DoctorCheck>> Look(CancellationToken stop)
    {
        var rows = await Task.WhenAll(Enum.GetValues<Compartment>().Select(
            compartment => house.Store.Open(compartment).Get(OfficeRows.Epoch, stop)));
        var epochs = rows.Select(row => OfficeRows.Read<EpochRow>(row)?.Epoch ?? 0).Distinct().ToList();
        return
        [
            epochs.Count == 1
                ? new DoctorCheck(Name, true, $"{rows.Length} compartments answer, epoch {epochs[0]}")
                : new DoctorCheck(
                    Name, false, $"the compartments stand at the epochs {string.Join(", ", epochs.Order())}",
                    "A restore was cut off half way: repeat it, so that what is made now outranks what was."),
        ];
    }
}
