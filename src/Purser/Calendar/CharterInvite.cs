using Purser.Bookings;

namespace Purser.Calendar;

/// <summary>The events that guests and crew are sent, from the facts of a charter.</summary>
public static class CharterInvite
{
    /// <summary>The UID of a booking's event in the calendars of guests: never changes.</summary>
    public static string GuestUid(BookingId id, string domain) => $"{id}@{domain}";

    /// <summary>The UID of a member's own call: a member aboard as a guest too keeps two events.</summary>
    public static string CrewUid(BookingId id, string member, string domain) => $"{id}-{member}@{domain}";

    /// <summary>
    /// For a guest: the charter itself. Nothing sealed but what the caller puts into the texts.
    /// </summary>
    public static Invite ForGuest(
        Booking booking, string domain, string vesselName, string location, string? description) => new(
        GuestUid(booking.Id, domain), booking.Generation, booking.Changed, booking.Trip.Departure, booking.Trip.Return,
        $"Charter aboard {vesselName}", location, description, booking.Status == BookingStatus.Cancelled);
}
