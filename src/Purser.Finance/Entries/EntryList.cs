using System.Buffers.Text;
using System.Text;
using NodaTime;
using NodaTime.Text;
using Purser.Fleet;
using Purser.Outside.Records;

namespace Purser.Finance.Entries;

/// <summary>Which entries are listed.</summary>
/// <param name="From">Harbour date, inclusive.</param>
/// <param name="To">Harbour date, exclusive.</param>
/// <param name="Vessel">Of one vessel only.</param>
/// <param name="Cancelled">Tombstones too.</param>
/// <param name="Most">In one page, 1 to 200.</param>
/// <param name="Cursor">What the last page gave.</param>
public sealed record EntryQuery(
    LocalDate From, LocalDate To, VesselId? Vessel = null, bool Cancelled = false, int Most = 100, string? Cursor = null)
{
    /// <summary>The longest range that one list covers.</summary>
    public const int MostDays = 800;

    /// <summary>True if the range is not empty, not too long, and the cursor is one of ours.</summary>
    public bool Sound => From < To && Period.DaysBetween(From, To) <= MostDays && Most is >= 1 and <= 200
        && From.Year is >= 1900 and <= 2200 && (Cursor is null || EntryPlace.TryRead(Cursor, out _));
}

/// <summary>A page of entries by start; <paramref name="Next"/> is null for the last.</summary>
public sealed record EntryPage(IReadOnlyList<Entry> Items, string? Next);

/// <summary>
/// Lists entries over the index of start months; what changed a moment ago may be missing or old.
/// </summary>
internal static class EntryList
{
    public static async Task<EntryPage> Read(IRecords records, EntryQuery query, CancellationToken stop)
    {
        Require.That(query.Sound);
        var found = new List<Entry>();
        var begin = new EntryPlace(query.From.PlusDays(-EntryRows.MostDays).ToYearMonth(), "");
        var place = query.Cursor is not null && EntryPlace.TryRead(query.Cursor, out var given) ? given : begin;
        var last = query.To.PlusDays(-1).ToYearMonth();
        for (var month = place.Month; month <= last; month = month.PlusMonths(1))
        {
            var after = month == place.Month && place.Sort.Length > 0 ? place.Sort + "!" : "";
            string? cursor = null;
            do
            {
                var page = await records.RangeIndex(
                    new RangeQuery(EntryRows.Month(month), after, Cursor: cursor), stop);
                foreach (var record in page.Items)
                {
                    var entry = EntryRows.Read(record)!;
                    if (!Wanted(entry, query)) continue;
                    if (found.Count == query.Most)
                        return new EntryPage(found, EntryPlace.Of(found[^1]).Text);
                    found.Add(entry);
                }

                cursor = page.Next;
            }
            while (cursor is not null);
        }

        return new EntryPage(found, null);
    }

    private static bool Wanted(Entry entry, EntryQuery query) =>
        (entry.Live || query.Cancelled) && (query.Vessel is null || entry.Span.Vessel == query.Vessel)
        && entry.Span.Touches(query.From, query.To);
}

/// <summary>A place in the list: the last entry of a page.</summary>
internal readonly record struct EntryPlace(YearMonth Month, string Sort)
{
    private static readonly YearMonthPattern Pattern = YearMonthPattern.CreateWithInvariantCulture("uuuu-MM");

    public string Text => Base64Url.EncodeToString(Encoding.UTF8.GetBytes($"{Pattern.Format(Month)}|{Sort}"));

    public static EntryPlace Of(Entry entry) => new(entry.Span.Start.Date.ToYearMonth(), EntryRows.Sort(entry));

    public static bool TryRead(string text, out EntryPlace place)
    {
        place = default;
        if (text.Length is 0 or > 200 || !Base64Url.IsValid(text)) return false;
        var parts = Encoding.UTF8.GetString(Base64Url.DecodeFromChars(text)).Split('|');
        if (parts.Length != 2 || !Pattern.Parse(parts[0]).TryGetValue(default, out var month)) return false;
        if (month.Year is < 1900 or > 2200) return false;
        place = new EntryPlace(month, parts[1]);
        return true;
    }
}
