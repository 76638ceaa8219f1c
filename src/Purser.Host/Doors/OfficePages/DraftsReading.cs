using NodaTime;
using Purser.Bookings;
using Purser.Crew;
using Purser.Host.Composition;
using Purser.Host.Pages.Office;
using Purser.Outside.Outbox;
using Purser.Outside.Records;
using Purser.Provisioning;

namespace Purser.Host.Doors.OfficePages;

/// <summary>The texts that a person has to send, as they would be now.</summary>
public sealed class DraftsReading(House house)
{
    private static readonly LocalTime Evening = new(17, 0);
    private static readonly LocalTime Morning = new(8, 0);
    private static readonly Duration Soon = Duration.FromHours(6);
    private readonly BoardReading _board = new(house);

    /// <summary>All drafts of the charters ahead.</summary>
    public async Task<IReadOnlyList<DraftCard>> Read(CancellationToken stop)
    {
        var now = house.Clock.GetCurrentInstant();
        var cards = new List<DraftCard>();
        foreach (var (file, notices) in await _board.Files(now.InZone(house.Fleet.Harbours[0].Rules).Date, stop))
        {
            foreach (var notice in notices.Where(notice => notice.State == NoticeState.Draft))
            {
                if (await Card(file, notice, cards.Count, now, stop) is { } card) cards.Add(card);
            }
        }

        return cards;
    }

    /// <summary>Until when no text may be sent, in words; null if it may now: between 17:00 and 08:00 only close to departure.</summary>
    public static string? Held(Trip trip, Instant now)
    {
        var zone = trip.Departure.Rules;
        var local = now.InZone(zone).LocalDateTime;
        var quiet = local.TimeOfDay >= Evening || local.TimeOfDay < Morning;
        var left = trip.Departure.Instant - now;
        if (!quiet || (left > Duration.Zero && left <= Soon)) return null;
        var date = local.TimeOfDay >= Evening ? local.Date.PlusDays(1) : local.Date;
        return $"Held until {OfficeWords.Until(zone.AtLeniently(date + Morning).ToInstant(), zone)}";
    }

    private async Task<DraftCard?> Card(BookingFile file, Notice notice, int number, Instant now, CancellationToken stop)
    {
        var ours = file.Notices.Contains(notice);
        var compartment = ours ? Compartment.Office : Compartment.Crew;
        var partition = ours ? OfficeRows.Partition(file.Booking.Id) : CrewRows.EventPartition(Crew.EventId.Of(file.Booking.Id));
        if (house.Postman(compartment) is not { } postman) return null;
        if (await postman.Preview(partition, notice, stop) is not Letter.ByHand letter) return null;
        var text = Uri.EscapeDataString(letter.Text);
        return new DraftCard(
            $"d{number}", ours ? "office" : "crew", partition, notice.Key.Name, letter.Name, OfficeWords.Of(notice.Key.Purpose),
            letter.Text, letter.Phone is { } phone ? $"sms:{phone}?body={text}" : null,
            letter.Phone is { } mobile ? $"https://wa.me/{mobile.TrimStart('+')}?text={text}" : null,
            Held(file.Booking.Trip, now));
    }
}
