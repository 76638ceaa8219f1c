using System.Globalization;

namespace Purser.Bench;

/// <summary>The table that is printed.</summary>
internal static class Table
{
    /// <summary>Prints its head.</summary>
    public static void Head()
    {
        Console.WriteLine("| What | Ours | Baseline | Ratio | Aim |");
        Console.WriteLine("|---|---|---|---|---|");
    }

    /// <summary>Prints a line.</summary>
    public static void Row(string what, string ours, string baseline, double ratio, string aim) =>
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {what} | {ours} | {baseline} | {ratio:F2} | {aim} |"));

    /// <summary>The middle one.</summary>
    public static double Median(this IEnumerable<double> values)
    {
        var sorted = values.Order().ToList();
        return sorted[sorted.Count / 2];
    }
}
