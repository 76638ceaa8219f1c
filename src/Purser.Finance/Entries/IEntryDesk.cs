using NodaTime;
using Purser.Outside;

namespace Purser.Finance.Entries;

/// <summary>
/// The calendar desk as the annex sees it: an entry with all its halves. The same guards as
/// <see cref="ICalendarDesk"/>, which the annex makes of it for the house.
/// </summary>
public interface IEntryDesk
{
    /// <summary>Puts trip, crew and, if given, the annex's half in one commit.</summary>
    Task<CalendarPutReply> Put(CalendarPut put, MoneyHalf? money, CancellationToken stop);

    /// <summary>The entry as the calendar API replies it, tombstones included; null if never put.</summary>
    Task<EntryReply?> Show(string id, CancellationToken stop);

    /// <summary>Live booked entries that touch the dates, <paramref name="to"/> exclusive.</summary>
    Task<IReadOnlyList<EntryCounters>> Booked(LocalDate from, LocalDate to, CancellationToken stop);

    /// <summary>Every desk-only entry with its version, tombstones included.</summary>
    Task<IReadOnlyList<DeskEntryMark>> Marks(CancellationToken stop);
}
