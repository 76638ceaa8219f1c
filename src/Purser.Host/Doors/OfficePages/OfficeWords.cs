using System.Globalization;
using NodaTime;
using NodaTime.Text;
using Purser.Bookings;
using Purser.Crew;
using Purser.Fleet;
using Purser.Host.Pages.Office;
using Purser.Outside;
using Purser.Outside.Outbox;

namespace Purser.Host.Doors.OfficePages;

/// <summary>The status vocabulary: one word and one mark for each state.</summary>
public static class OfficeWords
{
    private static readonly ZonedDateTimePattern Moment =
        ZonedDateTimePattern.CreateWithInvariantCulture("ddd d MMM, HH:mm:ss", null);

    private static readonly ZonedDateTimePattern Minute = ZonedDateTimePattern.CreateWithInvariantCulture("ddd d MMM, HH:mm", null);

    private static readonly LocalDatePattern Day = LocalDatePattern.CreateWithInvariantCulture("ddd d MMM uuuu");

    /// <summary>"Sun 30 May, 10:00:07".</summary>
    public static string At(Instant instant, DateTimeZone zone) => Moment.Format(instant.InZone(zone));

    /// <summary>"Sun 30 May, 10:00 PDT".</summary>
    public static string Until(Instant instant, DateTimeZone zone) =>
        $"{Minute.Format(instant.InZone(zone))} {instant.InZone(zone).GetZoneInterval().Name}";

    /// <summary>"Sun 30 May, 10:00", where the page says the zone.</summary>
    public static string Clock(Instant instant, DateTimeZone zone) => Minute.Format(instant.InZone(zone));

    /// <summary>"Sun 30 May 2027": the harbour date of departure.</summary>
    public static string Date(Trip trip) => Day.Format(trip.Start.Date);

    /// <summary>"Robin Alvarez, JADA, Sun 30 May 2027".</summary>
    public static string Charter(Purser.Bookings.Booking booking, FleetFacts fleet) =>
        $"{booking.Guest.Name}, {CrewWords.Vessel(booking.Trip.Vessel, fleet)}, {Date(booking.Trip)}";

    /// <summary>"San Diego time": of the operator's first harbour, or of a trip's.</summary>
    public static string Zone(FleetFacts fleet, string? zone = null) =>
        $"{fleet.Harbours.FirstOrDefault(one => zone is null || one.Zone == zone)?.Name ?? zone} time";

    /// <summary>"Sunday 30 May 2027, 10:00 – 13:00, San Diego time (PDT)".</summary>
    public static string When(Trip trip, FleetFacts fleet) =>
        $"{CrewWords.Date(trip.Start.Date)}, {CrewWords.Span(trip)}, {CrewWords.Zone(trip, fleet)}";

    /// <summary>Where a booking stands.</summary>
    public static Status Of(BookingStatus status) => status switch
    {
        BookingStatus.Confirmed => new Status("done", "Confirmed"),
        BookingStatus.Conflict => new Status("call", "Conflict"),
        BookingStatus.Cancelled => new Status("gone", "Cancelled"),
        _ => throw new BugException("an unknown status"),
    };

    /// <summary>How far crew has answered.</summary>
    public static Status Crew(CrewSummary? seen)
    {
        if (seen is null || seen.Roles.Count == 0) return new Status("none", "Not asked yet");
        if (!seen.Live) return new Status("gone", "Released");
        var yes = seen.Roles.Count(role => role.Answer == CrewAnswer.Yes);
        if (seen.Roles.Any(role => role.Member is null)) return new Status("call", "Role at risk");
        return new Status(yes == seen.Roles.Count ? "done" : yes > 0 ? "part" : "asked", $"{yes} of {seen.Roles.Count} yes");
    }

    /// <summary>One person's answer.</summary>
    public static Status Answer(CrewRoleSummary role) => role switch
    {
        { Member: null } => new Status("call", "Open"),
        { Answer: CrewAnswer.Yes } => new Status("done", "Yes"),
        { Answer: CrewAnswer.No } => new Status("no", "No"),
        { Ask: 0 } => new Status("none", "Not asked yet"),
        _ => new Status("asked", "Asked"),
    };

    /// <summary>"Sun 30 May 2027, 11:00 PDT".</summary>
    public static string Spoken(HarbourTime time) =>
        $"{time.Local.ToString("ddd d MMM uuuu, HH:mm", CultureInfo.InvariantCulture)} {time.Abbreviation}";

    /// <summary>How far it is paid: the annex's one word.</summary>
    public static Status Paid(PaymentWord? word) => word switch
    {
        null => new Status("none", "Nothing said"),
        PaymentWord.Tentative => new Status("asked", "Tentative"),
        PaymentWord.DepositReceived => new Status("part", "Deposit received"),
        PaymentWord.PaidInFull => new Status("done", "Paid in full"),
        PaymentWord.RefundDue => new Status("late", "Refund due"),
        PaymentWord.Refunded => new Status("gone", "Refunded"),
        _ => throw new BugException("an unknown word"),
    };

    /// <summary>How far the guest's page is.</summary>
    public static Status PageOf(BookingFile file)
    {
        if (file.Booking.Slug is null) return new Status("none", "Not made yet");
        var (page, check) = (file.Effects.Page, file.Effects.PageCheck);
        if (page is { State: EffectState.Failed, NextTry: null })
            return new Status("call", file.Page?.Page is null ? "Held back" : "Held back, old page stays");
        if (check.State == EffectState.Failed && check.NextTry is null) return new Status("call", "Not seen from outside");
        return check.State == EffectState.Done && check.Counters.Generation == file.Booking.Generation
            ? new Status("done", "Live")
            : new Status("part", "Being published");
    }

    /// <summary>An effect.</summary>
    public static Status Of(EffectState state, bool again) => state switch
    {
        EffectState.Pending => new Status("asked", "To do"),
        EffectState.Working => new Status("part", "Under way"),
        EffectState.Done => new Status("done", "Done"),
        EffectState.Failed => again ? new Status("no", "Failed, will try again") : new Status("call", "Needs you"),
        _ => throw new BugException("an unknown state"),
    };

    /// <summary>A message.</summary>
    public static Status Of(NoticeState state) => state switch
    {
        NoticeState.Queued => new Status("none", "Planned"),
        NoticeState.Sending => new Status("part", "Sending"),
        NoticeState.Sent => new Status("done", "Delivered"),
        NoticeState.Draft => new Status("asked", "Draft, waits for you"),
        NoticeState.SentByHand => new Status("done", "Sent by you"),
        NoticeState.Dropped => new Status("gone", "Withdrawn"),
        NoticeState.Failed => new Status("no", "Bounced"),
        _ => throw new BugException("an unknown state"),
    };

    /// <summary>"Guest confirmation".</summary>
    public static string Of(NoticePurpose purpose)
    {
        var word = purpose.Word.Replace('-', ' ');
        return char.ToUpperInvariant(word[0]) + word[1..];
    }

    /// <summary>A surface by its name.</summary>
    public static string Surface(string surface) => surface switch
    {
        "calendar" => "Calendar entry",
        "crew" => "Crew event",
        "page" => "Guest page",
        "page-check" => "Guest page, seen from outside",
        "messages" => "Messages",
        _ => surface,
    };
}
