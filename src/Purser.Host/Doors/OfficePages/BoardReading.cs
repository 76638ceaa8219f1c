using NodaTime;
using NodaTime.Text;
using Purser.Bookings;
using Purser.Crew;
using Purser.Host.Composition;
using Purser.Host.Doors.Bookings;
using Purser.Host.Pages.Office;
using Purser.Outside.Outbox;

namespace Purser.Host.Doors.OfficePages;

/// <summary>Reads the charters ahead, and finds what is not yet right with them.</summary>
public sealed class BoardReading(OfficeRooms house)
{
    private const int DaysListed = 400;
    private const int MostCharters = 500;
    private static readonly LocalDatePattern Short = LocalDatePattern.CreateWithInvariantCulture("d MMM");
    private static readonly LocalDatePattern Weekday = LocalDatePattern.CreateWithInvariantCulture("dddd");
    private static readonly LocalDatePattern WeekdayAndYear = LocalDatePattern.CreateWithInvariantCulture("dddd, uuuu");
    private static readonly LocalTimePattern Clock = LocalTimePattern.CreateWithInvariantCulture("HH:mm");
    private readonly BookingReplies _replies = new(house);
    private readonly DraftsReading _drafts = new(house);

    private DateTimeZone Zone => house.Fleet.Harbours[0].Rules;

    /// <summary>The whole board.</summary>
    public async Task<BoardPage> Read(OfficeFrame frame, CancellationToken stop)
    {
        var now = house.Clock.GetCurrentInstant();
        var today = now.InZone(Zone).Date;
        var files = await Files(today, stop);
        var needs = new List<NeedLine>();
        foreach (var item in await house.Shelf.Reviews(resolved: false, stop))
            needs.Add(new NeedLine(new Status("call", "To review"), item.What, "Review", "/reviews"));
        foreach (var (file, notices) in files) needs.AddRange(Needs(file, notices));
        needs.AddRange((await _drafts.Read(stop)).GroupBy(draft => draft.About).Select(group => Unsent(group.Key, [.. group])));
        var live = files.Where(pair => pair.File.Booking.Status != BookingStatus.Cancelled).Select(pair => pair.File).ToList();
        var days = live.GroupBy(file => file.Booking.Trip.Start.Date).OrderBy(group => group.Key).Select(group => new BoardDay(
            Short.Format(group.Key), (group.Key.Year == today.Year ? Weekday : WeekdayAndYear).Format(group.Key),
            [.. group.OrderBy(file => file.Booking.Trip.Start).Select(Row)]));
        var clock = $"{Clock.Format(now.InZone(Zone).TimeOfDay)}, {OfficeWords.Zone(house.Fleet)}";
        return new BoardPage(frame, CrewWords.Date(today), clock, Summary(live, needs.Count), needs, [.. days]);
    }

    /// <summary>Bookings from yesterday on, with their notices and the crew's.</summary>
    private async Task<IReadOnlyList<(BookingFile File, IReadOnlyList<Notice> Notices)>> Files(LocalDate today, CancellationToken stop)
    {
        var all = new List<(BookingFile, IReadOnlyList<Notice>)>();
        string? cursor = null;
        do
        {
            var page = await house.Shelf.List(today.PlusDays(-1), today.PlusDays(DaysListed - 1), cursor, stop);
            foreach (var booking in page.Items)
            {
                if (await house.Shelf.Read(booking.Id, stop) is not { } file) continue;
                var crew = await DeskWays.IfAnswered(house.Desks.Crew.Notices(booking.Id, stop));
                IReadOnlyList<Notice> notices = [.. file.Notices, .. crew ?? []];
                all.Add((file, notices));
            }

            cursor = page.Next;
        }
        while (cursor is not null && all.Count < MostCharters);
        return all;
    }

    private IEnumerable<NeedLine> Needs(BookingFile file, IReadOnlyList<Notice> notices)
    {
        var booking = file.Booking;
        var name = OfficeWords.Charter(booking, house.Fleet);
        var address = $"/bookings/{booking.Id}";
        foreach (var effect in _replies.Effects(file, notices).Where(effect => effect.State == EffectState.Failed))
        {
            yield return new NeedLine(
                OfficeWords.Of(EffectState.Failed, effect.NextTry is not null),
                $"{OfficeWords.Surface(effect.Surface)}: {name}. {effect.Error}", "Open", address);
        }

        if (booking.Live && file.Effects.CrewSeen is { Live: true } seen)
        {
            foreach (var role in seen.Roles.Where(role => role.Member is null))
                yield return new NeedLine(new Status("call", "Role at risk"), $"{role.Role}: {name}. Nobody is left to ask.", "Open", address);
        }
    }

    private static NeedLine Unsent(string about, IReadOnlyList<DraftCard> drafts)
    {
        var held = drafts.All(draft => draft.Held is not null) ? $" {drafts[0].Held}." : "";
        var what = drafts.Count == 1 ? $"A message to {drafts[0].To} has" : $"{drafts.Count} messages have";
        return new NeedLine(
            new Status("asked", "Draft, waits for you"), $"{about}. {what} to be sent by hand.{held}",
            held.Length > 0 ? "Read" : "Send", $"/drafts#{drafts[0].Key}-h");
    }

    private BoardRow Row(BookingFile file)
    {
        var booking = file.Booking;
        var channel = house.Fleet.Find(booking.Channel)?.Name ?? booking.Channel.Text;
        return new BoardRow(
            booking.Id.Text, CrewWords.Span(booking.Trip), booking.Guest.Name, CrewWords.Vessel(booking.Trip.Vessel, house.Fleet),
            $"{booking.Guest.Party} guests, {channel}", booking.Reference.Text, OfficeWords.Of(booking.Status),
            OfficeWords.Crew(file.Effects.CrewSeen), OfficeWords.Paid(file.Clearance.Word), OfficeWords.PageOf(file));
    }

    private static string Summary(List<BookingFile> live, int needs)
    {
        var charters = live.Count switch
        {
            0 => "No charters ahead.",
            1 => "One charter ahead.",
            _ => $"{live.Count} charters ahead.",
        };
        return needs == 0 ? charters + " Nothing needs a person." : charters;
    }
}
