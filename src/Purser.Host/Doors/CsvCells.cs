using nietras.SeparatedValues;

namespace Purser.Host.Doors;

/// <summary>The cells of a comma-separated file (RFC 4180).</summary>
/// <param name="Header">The first line.</param>
/// <param name="Rows">The others, each with its line number.</param>
public sealed record CsvCells(IReadOnlyList<string> Header, IReadOnlyList<(int Line, IReadOnlyList<string> Cells)> Rows)
{
    /// <summary>Splits a text; a byte order mark and empty lines are left out.</summary>
    public static CsvCells Read(string text)
    {
        var clean = text.TrimStart('\uFEFF');
        if (clean.Trim().Length == 0) return new CsvCells([], []);
        using var reader = Sep.New(',').Reader(
            options => options with { HasHeader = false, Unescape = true, DisableColCountCheck = true }).FromText(clean);
        var rows = new List<(int, IReadOnlyList<string>)>();
        foreach (var row in reader)
        {
            var cells = new string[row.ColCount];
            for (var i = 0; i < cells.Length; i++) cells[i] = row[i].ToString();
            if (cells is not [""]) rows.Add((row.LineNumberFrom, cells));
        }

        return rows.Count == 0 ? new CsvCells([], []) : new CsvCells([.. rows[0].Item2.Select(name => name.Trim())], rows[1..]);
    }
}
