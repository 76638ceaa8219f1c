using NodaTime;
using Purser.Bookings;
using Purser.Crew;
using Purser.Host.Composition;
using Purser.Host.Pages.Office;
using Purser.Notices;
using Purser.Outside;
using Purser.Outside.Outbox;
using Purser.Outside.Records;
using Purser.Provisioning;

namespace Purser.Host.Doors.OfficePages;

/// <summary>The texts that a person has to send, as they would be now.</summary>
public sealed class DraftsReading(OfficeRooms house)
{
    private const int Most = 200;

    /// <summary>All drafts of both outboxes, by departure.</summary>
    public async Task<IReadOnlyList<DraftCard>> Read(CancellationToken stop)
    {
        var now = house.Clock.GetCurrentInstant();
        var cards = new List<(Instant Departure, DraftCard Card)>();
        foreach (var row in await NoticeReading.Drafts(house.Office, Most, stop))
        {
            if (await OfOffice(row, now, stop) is { } found) cards.Add(found);
        }

        foreach (var draft in await house.Desks.CrewOffice.Drafts(stop)) cards.Add(OfCrew(draft, now));
        return [.. cards.OrderBy(pair => pair.Departure).Select((pair, at) => pair.Card with { Key = $"d{at}" })];
    }

    /// <summary>
    /// Until when no text may be sent, in words; null if it may now: between 17:00 and 08:00 only close to
    /// departure.
    /// </summary>
    public static string? Held(Trip trip, Instant now) =>
        Held(trip.Departure.Rules, trip.Departure.Instant - now, now);

    private static string? Held(DateTimeZone zone, Duration left, Instant now) =>
        QuietHours.HeldUntil(zone, left, now) is { } morning
            ? $"Held until {OfficeWords.Until(morning, zone)}"
            : null;

    private async Task<(Instant Departure, DraftCard Card)?> OfOffice(
        StoredRecord row, Instant now, CancellationToken stop)
    {
        var (partition, notice) = (row.Key.Partition, NoticeRows.Read(row));
        if (!BookingId.TryParse(notice.Key.Subject, out var id)) return null;
        if (await house.Shelf.Read(id, stop) is not { } file) return null;
        if (await house.OfficePost.Preview(notice, null, stop) is not Letter.ByHand letter) return null;
        var about = OfficeWords.Charter(file.Booking, house.Fleet);
        var text = new Text(
            "office", partition, notice.Key.Name, notice.Key.Purpose, letter.Name, letter.Text, letter.Phone);
        return Card(text, new Subject(file.Booking.Trip, about, $"/bookings/{id}"), now);
    }

    private (Instant Departure, DraftCard Card) OfCrew(CrewDraft draft, Instant now)
    {
        var text = new Text(
            "crew", draft.Partition, draft.Name, draft.Purpose, draft.Person, draft.Text, draft.Phone);
        if (draft.About is not { } about)
            return Card(text, new Subject(null, "All trips of one person", "/crew"), now);
        var vessel = CrewWords.Vessel(about.Trip.Vessel, house.Fleet);
        var words = $"{about.Title}, {vessel}, {OfficeWords.Date(about.Trip)}";
        return Card(text, new Subject(about.Trip, words, about.Booked ? $"/bookings/{about.Id}" : null), now);
    }

    private (Instant Departure, DraftCard Card) Card(Text letter, Subject about, Instant now)
    {
        var text = Uri.EscapeDataString(letter.Words);
        var card = new DraftCard(
            "", letter.Outbox, letter.Partition, letter.Name, letter.Person, OfficeWords.Of(letter.Purpose),
            letter.Words, letter.Phone is { } phone ? $"sms:{phone}?body={text}" : null,
            letter.Phone is { } mobile ? $"https://wa.me/{mobile.TrimStart('+')}?text={text}" : null,
            about.Trip is { } trip ? Held(trip, now) : Held(house.Fleet.Harbours[0].Rules, Duration.MaxValue, now),
            about.Words, about.Address);
        return (about.Trip?.Departure.Instant ?? now, card);
    }

    /// <summary>What a draft is about.</summary>
    private sealed record Subject(Trip? Trip, string Words, string? Address);

    /// <summary>A draft of either outbox.</summary>
    private sealed record Text(
        string Outbox, string Partition, string Name, NoticePurpose Purpose, string Person, string Words,
        string? Phone);
}
