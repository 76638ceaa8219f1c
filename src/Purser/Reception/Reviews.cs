using NodaTime;
using NodaTime.Text;
using Purser.Bookings;

namespace Purser.Reception;

/// <summary>
/// The items of the review list that the front desk makes. Ids are functions of the cause: the same cause is
/// one item.
/// </summary>
internal static class Reviews
{
    private static readonly IReadOnlyDictionary<string, string> Nothing = new Dictionary<string, string>();

    public static string ConflictOf(BookingId id) => $"{id}-conflict";

    public static ReviewItem Conflict(Booking booking, string channel, Interval taken, Instant now) => new(
        ConflictOf(booking.Id), ReviewKind.Conflict, now, booking.Id,
        $"{channel} sold {booking.Reference} for a time that is taken. Nothing was sent. "
        + "Move or cancel one of them, then confirm the other.",
        Trip(booking.Trip), Taken(taken, booking.Trip));

    public static ReviewItem MovedOntoTaken(
        Booking booking, string channel, Trip trip, Interval taken, BookingRequest request, Instant now) => new(
        $"{booking.Id}-moved-{request.BodyHash[..12]}", ReviewKind.MovedOntoTaken, now, booking.Id,
        $"{channel} moved {booking.Reference} to a time that is taken. It stays where it is until you decide.",
        Trip(booking.Trip), new Dictionary<string, string>(Trip(trip)) { ["in the way"] = Taken(taken, trip)["in the way"] });

    public static ReviewItem Disputed(
        Booking booking, string channel, BookingRequest request, IReadOnlyList<DisputedField> fields, Instant now) => new(
        $"{booking.Id}-disputed-{request.BodyHash[..12]}", ReviewKind.Disputed, now, booking.Id,
        $"{channel} changed what you had changed by hand on {booking.Reference}. Yours was kept.",
        fields.ToDictionary(field => field.Field, field => field.Ours),
        fields.ToDictionary(field => field.Field, field => field.Theirs));

    public static ReviewItem Reappeared(
        Booking booking, string channel, BookingRequest request, Instant now) => new(
        $"{booking.Id}-reappeared-{request.BodyHash[..12]}-{booking.Generation}", ReviewKind.Reappeared, now, booking.Id,
        $"{channel} sent an earlier message about {booking.Reference} again, without a time of its own. "
        + "It may be a late copy or a change back. Nothing was changed.",
        Trip(booking.Trip), Trip(request.Trip));

    public static ReviewItem AfterCancellation(
        Booking booking, string channel, BookingRequest request, Instant now) => new(
        $"{booking.Id}-after-{request.BodyHash[..12]}", ReviewKind.AfterCancellation, now, booking.Id,
        $"{channel} wrote about {booking.Reference} after it was cancelled. It stays cancelled until you decide.",
        Nothing, Trip(request.Trip));

    public static ReviewItem Withheld(Booking booking, IReadOnlyList<string> passages) => new(
        $"{booking.Id}-withheld-{booking.Generation}", ReviewKind.Withheld, booking.Changed, booking.Id,
        "The guest's wishes speak of payment. Crew and guests see them without these words.",
        Nothing, passages.Select((text, index) => (text, index)).ToDictionary(pair => $"passage {pair.index + 1}", pair => pair.text));

    private static Dictionary<string, string> Trip(Trip trip) => new()
    {
        ["vessel"] = trip.Vessel.Text,
        ["start"] = HouseJson.Text(trip.Start),
        ["end"] = HouseJson.Text(trip.Return.Local),
        ["zone"] = trip.Zone,
    };

    private static Dictionary<string, string> Taken(Interval taken, Trip trip)
    {
        var pattern = LocalDateTimePattern.CreateWithInvariantCulture("uuuu-MM-dd'T'HH:mm");
        string At(Instant instant) => pattern.Format(instant.InZone(trip.Departure.Rules).LocalDateTime);
        return new() { ["in the way"] = $"{At(taken.Start)} to {At(taken.End)}" };
    }
}
