using System.Text;
using Purser.Crew;
using Purser.Host.Doors;

namespace Purser.Host.Composition;

/// <summary>Brings the sample's invented crew aboard, once.</summary>
public static class SampleCrew
{
    /// <summary>Does nothing for a real operator, or where a roster is there already.</summary>
    public static async Task Join(House house, CancellationToken stop)
    {
        if (!house.Fleet.Sample || (await house.Roster.List(stop)).Count > 0) return;
        var path = Path.Combine(house.Folder.Path, "crew.csv");
        if (!File.Exists(path)) return;
        var cells = CsvCells.Read(await File.ReadAllTextAsync(path, Encoding.UTF8, stop));
        var reading = RosterCsv.Read(cells.Header, cells.Rows);
        Require.That(reading.Errors.Count == 0);
        await house.Roster.Import(reading.People, stop);
    }
}
