using System.Globalization;
using NodaTime.Text;
using Purser.Bookings;
using Purser.Crew;
using Purser.Fleet;
using Purser.Host.Composition;
using Purser.Host.Pages.Office;

namespace Purser.Host.Doors.OfficePages;

/// <summary>Reads the review list, in the office's words.</summary>
public sealed class ReviewsReading(OfficeRooms house)
{
    private static readonly LocalDateTimePattern Stamp =
        LocalDateTimePattern.CreateWithInvariantCulture("uuuu-MM-dd'T'HH:mm");

    private static readonly LocalDateTimePattern Words =
        LocalDateTimePattern.CreateWithInvariantCulture("ddd d MMM uuuu, HH:mm");

    /// <summary>What waits for a person, oldest first.</summary>
    public async Task<IReadOnlyList<ReviewCard>> Read(CancellationToken stop)
    {
        var zone = house.Fleet.Harbours[0].Rules;
        var cards = new List<ReviewCard>();
        foreach (var item in await house.Shelf.Reviews(resolved: false, stop))
        {
            var file = item.Booking is { } id ? await house.Shelf.Read(id, stop) : null;
            var (known, open) = Headings(item.Kind);
            cards.Add(new ReviewCard(
                item.Id, Kind(item.Kind), OfficeWords.Until(item.Since, zone), item.What, item.Booking?.Text,
                known, Fields(item.Understood), open, Fields(item.Open),
                file?.Booking is { Status: BookingStatus.Conflict } sold ? sold.Generation : null));
        }

        return cards;
    }

    /// <summary>A field of a document or mail as a person calls it.</summary>
    public static string Field(string name) => name switch
    {
        "guest.name" => "Guest",
        "guest.email" => "Mail",
        "guest.phone" => "Phone",
        "guest.party" => "Guests",
        "requests" => "Wishes",
        "in the way" => "Taken",
        "" => "Mail",
        _ => Capital(name.Replace('.', ' ')),
    };

    /// <summary>A value: times in words, vessels and channels by their names.</summary>
    public static string Value(string name, string text, FleetFacts fleet) => name switch
    {
        "vessel" when VesselId.TryParse(text, out var vessel) => CrewWords.Vessel(vessel, fleet),
        "channel" when ChannelId.TryParse(text, out var channel) => fleet.Find(channel)?.Name ?? text,
        "start" or "end" => InWords(text),
        "in the way" => string.Join(" to ", text.Split(" to ").Select(InWords)),
        _ => text,
    };

    private IReadOnlyList<(string Field, string Text)> Fields(IReadOnlyDictionary<string, string> fields) =>
        [.. fields.Select(pair => (Field(pair.Key), Value(pair.Key, pair.Value, house.Fleet)))];

    private static string InWords(string text)
    {
        var parsed = Stamp.Parse(text);
        return parsed.Success ? Words.Format(parsed.Value) : text;
    }

    private static string Capital(string text) =>
        text.Length == 0 ? text : text[..1].ToUpper(CultureInfo.InvariantCulture) + text[1..];

    private static (string Known, string Open) Headings(ReviewKind kind) => kind switch
    {
        ReviewKind.UnclearMail => ("Understood", "Not clear"),
        ReviewKind.Disputed => ("Yours, kept", "Theirs"),
        ReviewKind.Reappeared => ("As it stands", "As the message says"),
        ReviewKind.AfterCancellation => ("", "As the message says"),
        ReviewKind.MovedOntoTaken => ("As it stands", "Where they moved it"),
        ReviewKind.Conflict => ("As it was sold", "In the way"),
        ReviewKind.Withheld => ("", "Not shown to crew and guests"),
        _ => throw new BugException("an unknown kind"),
    };

    private static string Kind(ReviewKind kind) => kind switch
    {
        ReviewKind.UnclearMail => "Unclear mail",
        ReviewKind.Disputed => "Both changed it",
        ReviewKind.Reappeared => "An old message again",
        ReviewKind.AfterCancellation => "News of a cancelled charter",
        ReviewKind.MovedOntoTaken => "Moved onto a taken time",
        ReviewKind.Conflict => "Sold twice",
        ReviewKind.Withheld => "Words withheld",
        _ => throw new BugException("an unknown kind"),
    };
}
