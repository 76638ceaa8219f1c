using System.Globalization;
using NodaTime;
using Purser.Bookings;
using Purser.Crew;
using Purser.Host.Composition;
using Purser.Host.Doors.Bookings;
using Purser.Host.Pages.Office;
using Purser.Outside;
using Purser.Outside.Outbox;

namespace Purser.Host.Doors.OfficePages;

/// <summary>Reads everything that the page of one booking shows.</summary>
public sealed class BookingPageReading(OfficeRooms house)
{
    private readonly BookingReplies _replies = new(house);

    /// <summary>The page's content.</summary>
    public async Task<BookingPage> Read(OfficeFrame frame, BookingFile file, CancellationToken stop)
    {
        var booking = file.Booking;
        var whole = await _replies.Whole(file, stop);
        var zone = booking.Trip.Departure.Rules;
        var crew = await DeskWays.IfAnswered(house.Desks.Crew.Notices(booking.Id, stop));
        IReadOnlyList<Notice> notices = [.. file.Notices, .. crew ?? []];
        var entry = await DeskWays.IfAnswered(house.Desks.Entries.Show(booking.Id.Text, stop));
        var effects = whole.Effects ?? [];
        var done = effects.Count(effect => effect.State == EffectState.Done);
        var people = file.Effects.CrewSeen?.Roles ?? [];
        var known = await DeskWays.IfAnswered(house.Desks.CrewOffice.Names(stop));
        var names = new Dictionary<string, string>(
            known ?? new Dictionary<string, string>(), StringComparer.Ordinal);
        names["guest"] = booking.Guest.Name;
        names["owner"] = "You";
        foreach (var waiver in file.Effects.GuestSeen?.Waivers ?? [])
            names[$"waiver-{waiver.Id}"] = waiver.Passenger;
        return new BookingPage(
            frame, whole, CrewWords.Vessel(booking.Trip.Vessel, house.Fleet), OfficeWords.When(booking.Trip, house.Fleet),
            house.Fleet.Find(booking.Channel)?.Name ?? booking.Channel.Text, OfficeWords.Of(booking.Status),
            OfficeWords.Crew(file.Effects.CrewSeen), OfficeWords.Paid(file.Clearance.Word), OfficeWords.PageOf(file),
            [.. effects.Select(effect => Line(effect, zone))], $"Version {booking.Generation}. {done} of {effects.Count} done",
            OfficeWords.Zone(house.Fleet, booking.Trip.Zone),
            [.. people.Select(role => new PersonLine(role.Name ?? "Nobody yet", CrewWords.Title(role.Role), OfficeWords.Answer(role)))],
            entry?.Money,
            [.. notices.OrderBy(notice => notice.Changed ?? notice.Due)
                .Select(notice => Line(
                    notice, names.GetValueOrDefault(notice.Key.Person, notice.Key.Person), zone))])
        {
            DayNote = file.Private?.DayNote,
            Waivers = house.Fleet.Waivers is null || booking.Slug is null
                ? null
                : WaiversReading.Of(file, house.Fleet),
            Visits = [.. (await house.Care.Opened(booking.Id, stop)).GroupBy(one => one.Kind).Select(Opened)],
            Photos = Photos(file.Effects.GuestSeen?.Photos),
            Forgotten = booking.Erased is { } at ? OfficeWords.At(at, zone) : null,
        };
    }

    private static Status? Photos(PhotoTally? photos) => photos switch
    {
        null or { LastGiven: null } => null,
        { Waiting: > 0 } => new Status("call", $"{photos.Waiting} wait for you"),
        _ => new Status("done", $"{photos.Published} published"),
    };

    /// <summary>"Opened 14 times, last Sun 30 May, 13 h".</summary>
    private static (string What, string Opened) Opened(IGrouping<VisitKind, Visits> visits)
    {
        var what = visits.Key switch
        {
            VisitKind.Page => "Page",
            VisitKind.Waiver => "Waiver",
            VisitKind.Gallery => "Gallery",
            VisitKind.Archive => "All photos",
            _ => throw new BugException("an unknown kind"),
        };
        var count = visits.Sum(one => one.Count);
        var last = visits.Max(one => one.Hour);
        var times = count == 1 ? "once" : string.Create(CultureInfo.InvariantCulture, $"{count} times");
        var when = last.ToString("ddd d MMM, HH:mm", CultureInfo.InvariantCulture);
        return (what, $"Opened {times}, last in the hour from {when}");
    }

    private static EffectLine Line(EffectReply effect, DateTimeZone zone)
    {
        var status = OfficeWords.Of(effect.State, effect.NextTry is not null);
        var tries = effect.Attempts switch
        {
            0 => "",
            1 => effect.State == EffectState.Done && effect.Surface != "messages" ? "at the first try." : "",
            _ => effect.Surface == "messages" ? "" : $"{effect.Attempts} tries.",
        };
        var proof = effect.Proof is { } text ? $" Proof: {Brief(text)}." : "";
        var next = effect.NextTry is { } at ? $" Next try {OfficeWords.Clock(at, zone)}." : "";
        return new EffectLine(
            effect.Surface, status.Mark, OfficeWords.Surface(effect.Surface),
            effect.Changed is { } when ? OfficeWords.At(when, zone) : "", status.Word,
            (tries + proof + next).Trim(), effect.State == EffectState.Failed ? effect.Error ?? "It failed." : null);
    }

    /// <summary>A hash is known by its first letters; the API has all of it.</summary>
    private static string Brief(string proof) =>
        proof.Length == 64 && proof.All(char.IsAsciiHexDigitLower) ? $"fetched back and equal, {proof[..8]}" : proof;

    private NoticeLine Line(Notice notice, string who, DateTimeZone zone)
    {
        var file = notice.State == NoticeState.Sent && MailFolder.FileOf(house, notice.Key.Name) is { } name ? $"/mails/{name}"
            : notice.State == NoticeState.Draft ? "/drafts"
            : null;
        return new NoticeLine(
            who, OfficeWords.Of(notice.Key.Purpose), OfficeWords.Clock(notice.Changed ?? notice.Due, zone), OfficeWords.Of(notice.State),
            notice.State == NoticeState.Failed ? notice.Error : null, file);
    }
}
