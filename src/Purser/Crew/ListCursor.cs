using System.Buffers.Text;
using System.Text;
using NodaTime;

namespace Purser.Crew;

/// <summary>Where a list of events goes on: month and sort key, opaque to the caller.</summary>
internal static class ListCursor
{
    /// <summary>The place after an entry of the index. A blank sorts before everything that a longer id could go on with.</summary>
    public static string After(CrewEvent last)
    {
        var month = last.Trip.Trip.Start.Date.ToYearMonth();
        var text = $"{month.Year:D4}-{month.Month:D2}|{CrewRows.IndexSort(last)} ";
        return Base64Url.EncodeToString(Encoding.UTF8.GetBytes(text));
    }

    /// <summary>The place; null if the text is no cursor of ours.</summary>
    public static (YearMonth Month, string From)? Read(string text)
    {
        if (text.Length > 400 || !Base64Url.IsValid(text)) return null;
        var parts = Encoding.UTF8.GetString(Base64Url.DecodeFromChars(text)).Split('|', 2);
        if (parts.Length != 2 || !MonthOf(parts[0], out var month)) return null;
        return (month, parts[1]);
    }

    private static bool MonthOf(string text, out YearMonth month)
    {
        var read = NodaTime.Text.YearMonthPattern.Iso.Parse(text);
        month = read.Success ? read.Value : default;
        return read.Success;
    }
}
