using NodaTime;
using Purser.Bookings;
using Purser.Fleet;
using Purser.Host.Pages.Office;
using Purser.Outside;
using Purser.Provisioning;

namespace Purser.Host.Doors.OfficePages;

/// <summary>What the office sees of a charter's waivers: who, by name, and until when.</summary>
public static class WaiversReading
{
    private static readonly NodaTime.Text.LocalDatePattern Day =
        NodaTime.Text.LocalDatePattern.CreateWithInvariantCulture("d MMM uuuu");

    /// <summary>The panel of a booking's page.</summary>
    public static WaiversPanel Of(BookingFile file, FleetFacts fleet)
    {
        var booking = file.Booking;
        var seen = file.Effects.GuestSeen;
        var (tally, returns) = (GuestPapers.Tally(file, fleet), booking.Trip.Span.End);
        var zone = booking.Trip.Departure.Rules;
        var lines = (seen?.Waivers ?? []).Select(waiver => Line(booking.Id, waiver, returns, zone));
        var more = tally.More switch
        {
            0 => null,
            1 => "And one more, whose name is not known.",
            _ => $"And {tally.More} more, whose names are not known.",
        };
        return new WaiversPanel(
            Status(tally.Signed, tally.Of), [.. lines], tally.Missing, more, seen?.Passengers ?? [],
            booking.Live);
    }

    private static Status Status(int signed, int of) => signed switch
    {
        0 => new Status("asked", $"None yet of {of}"),
        _ when signed >= of => new Status("done", $"All {of} signed"),
        _ => new Status("part", $"{signed} of {of} signed"),
    };

    private static WaiverLine Line(BookingId booking, WaiverMark waiver, Instant returns, DateTimeZone zone)
    {
        var until = Day.Format(waiver.Expires.InZone(zone).Date);
        var who = waiver.Minor ? "By a guardian, " : "";
        return new WaiverLine(
            waiver.Passenger, $"{who}{OfficeWords.Until(waiver.Signed, zone)}, holds until {until}",
            waiver.Expires >= returns ? new Status("done", "Signed") : new Status("late", "Out of date"),
            $"/bookings/{booking}/waivers/{waiver.Id}");
    }
}
