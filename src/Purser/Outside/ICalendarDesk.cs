using NodaTime;
using Purser.Bookings;
using Purser.Fleet;

namespace Purser.Outside;

/// <summary>
/// The internal calendar as the house sees it: the trip and crew halves of an entry. The annex wraps this
/// port and adds its own half, which the house cannot name. Same guards as <see cref="ICrewDesk"/>.
/// </summary>
public interface ICalendarDesk
{
    /// <summary>Puts the halves given; the crew half only if <see cref="CalendarPut.Crew"/> is set.</summary>
    Task<CalendarPutReply> Put(CalendarPut put, CancellationToken stop);

    /// <summary>The counters of the entry, tombstones included; null if never put.</summary>
    Task<EntryCounters?> Read(BookingId id, CancellationToken stop);

    /// <summary>Live booked entries that touch the dates, for the drift check.</summary>
    Task<IReadOnlyList<EntryCounters>> List(LocalDate from, LocalDate to, CancellationToken stop);

    /// <summary>
    /// Desk-only entries (hold, maintenance, private) of a vessel: what blocks it besides bookings.
    /// Tombstones included.
    /// </summary>
    Task<DeskEntry?> ReadDeskEntry(string id, CancellationToken stop);

    /// <summary>Every desk-only entry with its version, tombstones included, for the drift check.</summary>
    Task<IReadOnlyList<DeskEntryMark>> ListDeskEntries(CancellationToken stop);
}

/// <summary>What is put.</summary>
/// <param name="Booking">The booking, also the entry's id.</param>
/// <param name="Generation">Of the booking.</param>
/// <param name="Live">False: a tombstone.</param>
/// <param name="Title">"Robin Alvarez, party of 6".</param>
/// <param name="Trip">Vessel and times.</param>
/// <param name="Location">The dock.</param>
/// <param name="Source">The channel.</param>
/// <param name="Reference">The channel's name for it.</param>
/// <param name="Roles">The roles the vessel needs, from which the annex computes its lines.</param>
/// <param name="Crew">The crew half, if it is to be put.</param>
/// <param name="AnnexVersion">The counter of the annex's facts that this put should carry, as the clearance
/// row says; 0 = none.</param>
public sealed record CalendarPut(
    BookingId Booking, long Generation, bool Live, string Title, Trip Trip, string Location, ChannelId Source,
    ChannelReference Reference, IReadOnlyList<CrewRole> Roles, CalendarCrew? Crew, long AnnexVersion);

/// <summary>The crew half of an entry.</summary>
/// <param name="EventVersion">Of the crew event.</param>
/// <param name="Captain">Who has said yes, or null.</param>
/// <param name="Crew">Everybody who has said yes.</param>
public sealed record CalendarCrew(long EventVersion, string? Captain, IReadOnlyList<string> Crew);

/// <summary>What became of a put.</summary>
public sealed record CalendarPutReply(PutOutcome Outcome, EntryCounters Now);

/// <summary>The counters from which an entry was made.</summary>
public sealed record EntryCounters(BookingId Booking, long Generation, long EventVersion, long AnnexVersion, bool Live);

/// <summary>That a desk-only entry stands at a version, live or cancelled.</summary>
public sealed record DeskEntryMark(string Id, long Version);

/// <summary>An entry that the desk owns whole and that blocks the vessel.</summary>
public sealed record DeskEntry(string Id, string Type, VesselId Vessel, HarbourTime Start, HarbourTime End, bool Live, long Version);
