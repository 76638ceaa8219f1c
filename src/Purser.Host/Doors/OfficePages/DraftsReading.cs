using NodaTime;
using Purser.Bookings;
using Purser.Crew;
using Purser.Host.Composition;
using Purser.Host.Pages.Office;
using Purser.Notices;
using Purser.Outside.Outbox;
using Purser.Outside.Records;
using Purser.Provisioning;
using EventId = Purser.Crew.EventId;

namespace Purser.Host.Doors.OfficePages;

/// <summary>The texts that a person has to send, as they would be now.</summary>
public sealed class DraftsReading(House house)
{
    private const int Most = 200;

    /// <summary>All drafts of both outboxes, by departure.</summary>
    public async Task<IReadOnlyList<DraftCard>> Read(CancellationToken stop)
    {
        var now = house.Clock.GetCurrentInstant();
        var cards = new List<(Instant Departure, DraftCard Card)>();
        foreach (var (records, compartment) in Outboxes)
        {
            foreach (var row in await Waiting(records, stop))
            {
                if (await Of(row, compartment, stop) is not { } about) continue;
                if (await Card(row, compartment, about, now, stop) is { } card)
                    cards.Add((about.Trip?.Departure.Instant ?? now, card));
            }
        }

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

    private IEnumerable<(IRecords Records, Compartment Compartment)> Outboxes =>
        [(house.Office, Compartment.Office), (house.CrewRecords, Compartment.Crew)];

    /// <summary>
    /// The newest drafts of an outbox. The index may lag: what is a draft no more is left out.
    /// </summary>
    private static async Task<IReadOnlyList<StoredRecord>> Waiting(IRecords records, CancellationToken stop)
    {
        var all = new List<StoredRecord>();
        string? cursor = null;
        do
        {
            var page = await records.RangeIndex(
                new RangeQuery(NoticeRows.DraftIndex, Most: 100, Cursor: cursor, Descending: true), stop);
            all.AddRange(page.Items.Where(row => NoticeRows.Read(row).State == NoticeState.Draft));
            cursor = page.Next;
        }
        while (cursor is not null && all.Count < Most);
        return all;
    }

    private async Task<Subject?> Of(StoredRecord row, Compartment compartment, CancellationToken stop)
    {
        var text = NoticeRows.Read(row).Key.Subject;
        if (compartment == Compartment.Office)
        {
            if (!BookingId.TryParse(text, out var id) || await house.Shelf.Read(id, stop) is not { } file) return null;
            return new Subject(file.Booking.Trip, OfficeWords.Charter(file.Booking, house.Fleet), $"/bookings/{id}");
        }

        if (NoticeRows.Read(row).Key.Purpose == NoticePurpose.CrewLink)
            return new Subject(null, "All trips of one person", "/crew");
        if (!EventId.TryParse(text, out var about) || await house.Crew.Sheet(about, stop) is not { } sheet) return null;
        var (value, trip) = (sheet.Event, sheet.Event.Trip.Trip);
        var words = $"{value.Trip.Title}, {CrewWords.Vessel(trip.Vessel, house.Fleet)}, {OfficeWords.Date(trip)}";
        return new Subject(trip, words, value.Booked ? $"/bookings/{about}" : null);
    }

    private async Task<DraftCard?> Card(
        StoredRecord row, Compartment compartment, Subject about, Instant now, CancellationToken stop)
    {
        var (partition, notice) = (row.Key.Partition, NoticeRows.Read(row));
        if (house.Postman(compartment) is not { } postman) return null;
        if (await postman.Preview(partition, notice, stop) is not Letter.ByHand letter) return null;
        var text = Uri.EscapeDataString(letter.Text);
        return new DraftCard(
            "", compartment == Compartment.Crew ? "crew" : "office", partition, notice.Key.Name, letter.Name,
            OfficeWords.Of(notice.Key.Purpose), letter.Text, letter.Phone is { } phone ? $"sms:{phone}?body={text}" : null,
            letter.Phone is { } mobile ? $"https://wa.me/{mobile.TrimStart('+')}?text={text}" : null,
            about.Trip is { } trip ? Held(trip, now) : Held(house.Fleet.Harbours[0].Rules, Duration.MaxValue, now),
            about.Words, about.Address);
    }

    /// <summary>What a draft is about.</summary>
    private sealed record Subject(Trip? Trip, string Words, string? Address);
}
