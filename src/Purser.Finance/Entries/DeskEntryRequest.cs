using NodaTime;
using NodaTime.Text;
using Purser.Bookings;
using Purser.Fleet;

namespace Purser.Finance.Entries;

/// <summary>The fields of a desk-only entry as text, before anything was checked; null = not given.</summary>
/// <param name="Type"><c>hold</c>, <c>maintenance</c> or <c>private</c>.</param>
/// <param name="Vessel">Of the fleet.</param>
/// <param name="Start">Harbour time, <c>yyyy-MM-ddTHH:mm</c>.</param>
/// <param name="End">Harbour time, after the start, at most 31 days later.</param>
/// <param name="Title">At most 100 characters; may be left out.</param>
/// <param name="Location">At most 100 characters; may be left out.</param>
public sealed record DeskEntryRequest(
    string? Type, string? Vessel, string? Start, string? End, string? Title = null, string? Location = null)
{
    private const int MostText = 100;

    private static readonly LocalDateTimePattern Minutes =
        LocalDateTimePattern.CreateWithInvariantCulture("uuuu-MM-dd'T'HH:mm");

    /// <summary>The fields that a stored entry has, for a patch to be laid over.</summary>
    public static DeskEntryRequest Of(Entry entry) => new(
        EntryRows.TypeWords[(int)entry.Type], entry.Span.Vessel.Text, HouseJson.Text(entry.Span.Start),
        HouseJson.Text(entry.Span.End), entry.Title, entry.Location);

    /// <summary>All checked, or every flaw; never both.</summary>
    public IReadOnlyList<EntryFlaw> Check(FleetFacts fleet, out DeskEntryFacts? facts)
    {
        facts = null;
        var flaws = new List<EntryFlaw>();
        var type = EntryType.Hold;
        var word = EntryRows.TypeWords.Skip(1).ToList().IndexOf(Type ?? "");
        if (word < 0) flaws.Add(new EntryFlaw("/type", "it must be hold, maintenance or private", "Charters come from bookings."));
        else type = (EntryType)(word + 1);
        var vessel = VesselId.TryParse(Vessel, out var id) ? fleet.Find(id) : null;
        if (vessel is null)
            flaws.Add(new EntryFlaw("/vessel", "no vessel of the fleet has this id", $"Send one of {Names(fleet)}."));
        Text("/title", Title, flaws);
        Text("/location", Location, flaws);
        var zone = vessel is null ? null : fleet.HarbourOf(vessel).Zone;
        var start = Time("/start", Start, zone, flaws);
        var end = Time("/end", End, zone, flaws);
        if (start is { } from && end is { } to)
        {
            if (to <= from) flaws.Add(new EntryFlaw("/end", "it is not after the start", "Send a later time."));
            else if (Period.DaysBetween(from.Date, to.Date) >= EntryRows.MostDays)
                flaws.Add(new EntryFlaw("/end", $"it is more than {EntryRows.MostDays} days after the start", "Make several entries."));
            else if (flaws.Count == 0)
                facts = new DeskEntryFacts(type, Trimmed(Title), new EntrySpan(vessel!.Id, from, to, zone!), Trimmed(Location));
        }

        return flaws;
    }

    private static string? Trimmed(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();

    private static string Names(FleetFacts fleet) => string.Join(", ", fleet.Vessels.Select(vessel => vessel.Id));

    private static void Text(string pointer, string? text, List<EntryFlaw> flaws)
    {
        if (text is not null && (text.Length > MostText || text.Any(char.IsControl)))
            flaws.Add(new EntryFlaw(pointer, $"it is longer than {MostText} characters or holds control characters", "Shorten it."));
    }

    private static LocalDateTime? Time(string pointer, string? text, string? zone, List<EntryFlaw> flaws)
    {
        if (!Minutes.Parse(text ?? "").TryGetValue(default, out var time))
        {
            flaws.Add(new EntryFlaw(
                pointer, "it is not a harbour time", "Send yyyy-MM-ddTHH:mm in the harbour's own time, without an offset."));
            return null;
        }

        if (time.Year is < 2000 or > 2100)
        {
            flaws.Add(new EntryFlaw(pointer, "its year is out of range", "Send a year from 2000 to 2100."));
            return null;
        }

        if (zone is null) return time;
        var mapping = new HarbourTime(time, zone).Rules.MapLocal(time);
        if (mapping.Count > 0) return time;
        var gap = mapping.EarlyInterval.IsoLocalEnd;
        var after = mapping.LateInterval.IsoLocalStart;
        flaws.Add(new EntryFlaw(
            pointer, "the harbour's clock skips this time",
            $"Send {HouseJson.Text(gap.PlusMinutes(-1))} or before, or {HouseJson.Text(after)} or after."));
        return null;
    }
}

/// <summary>The checked facts of a desk-only entry.</summary>
public sealed record DeskEntryFacts(EntryType Type, string? Title, EntrySpan Span, string? Location);

/// <summary>Why a field of an entry is refused.</summary>
/// <param name="Pointer">A JSON pointer.</param>
/// <param name="Reason">A clause in lower case.</param>
/// <param name="Remedy">A sentence.</param>
public sealed record EntryFlaw(string Pointer, string Reason, string Remedy);
