namespace Purser.Bookings;

/// <summary>
/// Applies what a source changed since it last spoke; a field that the operator has edited since stays, for a
/// person to decide.
/// </summary>
public static class SaidChanges
{
    /// <summary>The booking with the source's changes, and the fields that are disputed.</summary>
    public static (BookingEdit Edit, IReadOnlyList<DisputedField> Disputed) Apply(
        Booking current, Sighting last, BookingRequest said)
    {
        var disputed = new List<DisputedField>();
        T Field<T>(string name, T now, T before, T next)
        {
            if (Equals(next, before) || Equals(next, now)) return now;
            if (Equals(now, before)) return next;
            disputed.Add(new DisputedField(name, $"{now}", $"{next}"));
            return now;
        }

        var trip = new Trip(
            Field("vessel", current.Trip.Vessel, last.Trip.Vessel, said.Trip.Vessel),
            Field("start", current.Trip.Start, last.Trip.Start, said.Trip.Start),
            Field("hours", current.Trip.Minutes, last.Trip.Minutes, said.Trip.Minutes),
            current.Trip.Zone);
        var guest = new Guest(
            Field("guest.name", current.Guest.Name, last.Guest.Name, said.Guest.Name),
            Field("guest.email", current.Guest.Email, last.Guest.Email, said.Guest.Email),
            Field("guest.phone", current.Guest.Phone, last.Guest.Phone, said.Guest.Phone),
            Field("guest.party", current.Guest.Party, last.Guest.Party, said.Guest.Party));
        var requests = Field("requests", current.Requests, last.Requests, said.Requests);
        if (trip.Vessel == said.Trip.Vessel) trip = trip with { Zone = said.Trip.Zone };
        return (new BookingEdit(trip, guest, requests), disputed);
    }
}

/// <summary>The facts of a booking that can be edited.</summary>
public sealed record BookingEdit(Trip Trip, Guest Guest, string? Requests)
{
    /// <summary>The facts as they stand.</summary>
    public static BookingEdit Of(Booking booking) => new(booking.Trip, booking.Guest, booking.Requests);
}

/// <summary>A field that both the source and the operator changed.</summary>
public sealed record DisputedField(string Field, string Ours, string Theirs);
