using Purser.Bookings;
using Purser.Host.Composition;
using Purser.Outside.Outbox;
using Purser.Provisioning;

namespace Purser.Host.Doors.Bookings;

/// <summary>Composes replies about bookings from their files.</summary>
public sealed class BookingReplies(OfficeRooms house)
{
    /// <summary>
    /// The counters in a booking's tag: its generation, and the version of the office's own notes.
    /// </summary>
    public static string Counters(BookingFile file) =>
        $"{file.Booking.Generation}-{file.Version(OfficeRows.Private(file.Booking.Id))}";

    /// <summary>The whole, with effects and notices.</summary>
    public async Task<BookingReply> Whole(BookingFile file, CancellationToken stop)
    {
        // Until its event was put there is nobody whom the crew desk could have written to.
        var crew = file.Effects.Crew == Effect.None
            ? []
            : await DeskWays.IfAnswered(house.Desks.Crew.Notices(file.Booking.Id, stop));
        IReadOnlyList<Notice> notices = [.. file.Notices, .. crew ?? []];
        return Short(file.Booking) with
        {
            Links = await Links(file, stop),
            Effects = Effects(file, notices, known: crew is not null),
            Notices = [.. notices.Select(Say)],
            OfficeNotes = file.Private?.OfficeNotes,
        };
    }

    /// <summary>One line of a list.</summary>
    public BookingReply Short(Booking booking) => new()
    {
        Id = booking.Id.Text,
        Generation = booking.Generation,
        Status = booking.Status,
        Slug = booking.Slug?.Text,
        Channel = booking.Channel.Text,
        Reference = booking.Reference.Text,
        Vessel = booking.Trip.Vessel.Text,
        Start = HouseJson.Text(booking.Trip.Start),
        End = HouseJson.Text(booking.Trip.Return.Local),
        Zone = booking.Trip.Zone,
        Hours = booking.Trip.Minutes / 60m,
        Requests = booking.Requests,
        CancelReason = booking.CancelReason,
        Guest = new GuestReply(booking.Guest.Name, booking.Guest.Email, booking.Guest.Phone, booking.Guest.Party),
        Links = new LinksReply(Address(booking.Id), null, null, null),
    };

    /// <summary>The address of a booking at this API.</summary>
    public string Address(BookingId id) => new Uri(house.Settings.Office.Base, $"api/bookings/{id}").ToString();

    /// <summary>Each surface of a booking, messages last.</summary>
    /// <param name="file">The booking.</param>
    /// <param name="notices">All that are known.</param>
    /// <param name="known">False: the crew desk does not answer, so there may be more.</param>
    public IReadOnlyList<EffectReply> Effects(
        BookingFile file, IReadOnlyList<Notice> notices, bool known = true)
    {
        if (file.Booking.Slug is null && file.Work.Wanted == file.Work.Done)
            return [Messages(file, notices, known)];
        var effects = Planner.Now(file);
        return
        [
            Say("calendar", effects.Calendar), Say("crew", effects.Crew), Say("page", effects.Page),
            Say("page-check", effects.PageCheck), Messages(file, notices, known),
        ];
    }

    private async Task<LinksReply> Links(BookingFile file, CancellationToken stop)
    {
        var (office, crew, id) = (house.Settings.Office.Base, house.Settings.Crew.Base, file.Booking.Id);
        var made = file.Booking.Slug is not null;
        var page = house.Settings.Guest.Private
            ? await house.Papers.Link(file, stop)
            : file.Booking.Slug is { } slug ? Purser.Guests.PagePlace.Address(house.Settings.Guest.Base, slug)
                : null;
        var calendar = new Uri(house.Settings.Calendar.Base, $"calendar/events/{id}");
        return new LinksReply(
            Address(id), made ? calendar.ToString() : null,
            made ? new Uri(crew, $"api/events/{id}").ToString() : null, page?.ToString());
    }

    private static EffectReply Say(string surface, Effect effect) => new(
        surface, effect.State,
        new CountersReply(effect.Counters.Generation)
        {
            Event = effect.Counters.Event,
            Money = effect.Counters.Annex,
            Revision = effect.Counters.Revision,
        },
        effect.Attempts, effect.Proof, effect.NextTry)
    { Error = effect.Error, Changed = effect.Changed };

    private static NoticeReply Say(Notice notice) => new(
        notice.Key.Name, notice.Key.Person, notice.Key.Purpose.Word, notice.State, notice.Due, notice.Attempts, notice.Proof)
    {
        Error = notice.Error,
    };

    private EffectReply Messages(BookingFile file, IReadOnlyList<Notice> notices, bool known)
    {
        var now = house.Clock.GetCurrentInstant();
        var waiting = notices.Where(notice => notice.IsDue(now)).ToList();
        var retried = notices.Where(notice => notice is { State: NoticeState.Queued, Error: not null }).ToList();
        var failed = notices.FirstOrDefault(notice => notice.State == NoticeState.Failed);
        var sending = notices.Any(notice => notice.State is NoticeState.Sending or NoticeState.Unsure);
        var pending = !known || waiting.Count > 0 || file.Work.Wanted > file.Work.Done;
        var state = failed is not null || retried.Count > 0 ? EffectState.Failed
            : sending ? EffectState.Working
            : pending ? EffectState.Pending
            : EffectState.Done;
        var handed = notices.Count(notice => notice.State is NoticeState.Sent or NoticeState.SentByHand);
        var drafts = notices.Count(notice => notice.State == NoticeState.Draft);
        var proof = $"{handed} handed over" + (drafts > 0 ? $", {drafts} drafted" : "");
        return new EffectReply(
            "messages", state, new CountersReply(file.Booking.Generation), notices.Sum(notice => notice.Attempts),
            state == EffectState.Done ? proof : null, retried.Count == 0 ? null : retried.Min(notice => notice.Due))
        {
            Error = failed?.Error ?? retried.FirstOrDefault()?.Error
                ?? (known ? null : "the crew desk does not say what it has sent"),
        };
    }
}
