using System.Text;
using Purser.Crew;

namespace Purser.Host.Doors;

/// <summary>Takes over the people of a CSV file; for every door that takes one.</summary>
public static class RosterImport
{
    /// <summary>
    /// How many people were taken over, all or none; or what is wrong with the file, each by its line and
    /// column.
    /// </summary>
    public static async Task<(int Count, Problem? Wrong)> Take(ReadOnlyMemory<byte> csv, Roster roster, CancellationToken stop)
    {
        var cells = CsvCells.Read(Encoding.UTF8.GetString(csv.Span));
        var reading = RosterCsv.Read(cells.Header, cells.Rows);
        if (reading.Errors.Count > 0) return (0, Problem.Invalid([.. reading.Errors.Select(Say)]));
        await roster.Import(reading.People, stop);
        return (reading.People.Count, null);
    }

    private static ProblemError Say(RosterError error)
    {
        var (pointer, where) = error.Column is { } column
            ? ($"/{error.Line}/{column}", $"Line {error.Line}, {column}")
            : ($"/{error.Line}", $"Line {error.Line}");
        return new ProblemError(pointer, $"{where}: {error.Remedy}");
    }
}
