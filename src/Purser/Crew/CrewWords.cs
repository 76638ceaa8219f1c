using System.Globalization;
using NodaTime;
using NodaTime.Text;
using Purser.Bookings;
using Purser.Fleet;

namespace Purser.Crew;

/// <summary>
/// Times and facts in the words that crew read: in pages, in mails, in subjects. Every time says its zone.
/// </summary>
public static class CrewWords
{
    private static readonly LocalDatePattern LongDate =
        LocalDatePattern.CreateWithInvariantCulture("dddd d MMMM uuuu");

    private static readonly LocalDatePattern ShortDate = LocalDatePattern.CreateWithInvariantCulture("ddd d MMM");

    private static readonly LocalTimePattern Clock = LocalTimePattern.CreateWithInvariantCulture("HH:mm");

    /// <summary>"Sunday 30 May 2027".</summary>
    public static string Date(LocalDate date) => LongDate.Format(date);

    /// <summary>"Sun 30 May".</summary>
    public static string Short(LocalDate date) => ShortDate.Format(date);

    /// <summary>"10:00".</summary>
    public static string Time(HarbourTime time) => Clock.Format(time.Local.TimeOfDay);

    /// <summary>"10:00 – 13:00"; where the return is on another day, with that day.</summary>
    public static string Span(Trip trip) => trip.Return.Date == trip.Departure.Date
        ? $"{Time(trip.Departure)} – {Time(trip.Return)}"
        : $"{Time(trip.Departure)} – {Short(trip.Return.Date)}, {Time(trip.Return)}";

    /// <summary>"San Diego time (PDT)".</summary>
    public static string Zone(Trip trip, FleetFacts fleet)
    {
        var harbour = fleet.Harbours.FirstOrDefault(one => one.Zone == trip.Zone)?.Name ?? trip.Zone;
        return $"{harbour} time ({trip.Departure.Abbreviation})";
    }

    /// <summary>
    /// "Aboard 09:00, away by 14:00."; a day is named where it is not the day of departure.
    /// </summary>
    public static string Aboard(AskFacts facts) =>
        $"Aboard {Near(facts.Aboard, facts)}, away by {Near(facts.Away, facts)}.";

    /// <summary>"5 hours", "5.5 hours".</summary>
    public static string Hours(AskFacts facts)
    {
        var hours = (facts.BeforeMinutes + facts.Trip.Minutes + facts.AfterMinutes) / 60m;
        return $"{hours.ToString("0.##", CultureInfo.InvariantCulture)} hours";
    }

    /// <summary>"First mate".</summary>
    public static string Title(CrewRole role) => char.ToUpperInvariant(role.Text[0]) + role.Text[1..];

    /// <summary>The vessel's printed name; its id if the fleet no longer has it.</summary>
    public static string Vessel(VesselId id, FleetFacts fleet) => fleet.Find(id)?.Name ?? id.Text;

    /// <summary>What a person is asked anew about: each fact that changed, as it was and as it is.</summary>
    public static IReadOnlyList<ChangedFact> Changes(AskFacts was, AskFacts now, FleetFacts fleet)
    {
        (string Name, string Was, string Now)[] facts =
        [
            ("Date", Date(was.Trip.Start.Date), Date(now.Trip.Start.Date)),
            ("Time", $"{Span(was.Trip)} {was.Trip.Departure.Abbreviation}", $"{Span(now.Trip)} {now.Trip.Departure.Abbreviation}"),
            ("Vessel", Vessel(was.Trip.Vessel, fleet), Vessel(now.Trip.Vessel, fleet)),
            ("Where", was.Dock, now.Dock),
            ("Aboard", Near(was.Aboard, was), Near(now.Aboard, now)),
            ("Away by", Near(was.Away, was), Near(now.Away, now)),
        ];
        return [.. facts.Where(fact => fact.Was != fact.Now).Select(fact => new ChangedFact(fact.Name, fact.Was, fact.Now))];
    }

    /// <summary>How far a charter may depart, in a sentence; null if there is nothing to say.</summary>
    public static string? Departure(CrewEvent value, EventState state)
    {
        if (state is EventState.Cancelled or EventState.Completed) return null;
        var confirmed = Confirmed(value);
        if (value.Payment.Word is null) return confirmed ? "Confirmed." : null;
        return (confirmed, HeldBack(value)) switch
        {
            (true, false) => "Confirmed and paid in full. Clear to depart.",
            (true, true) => "Confirmed. Do not depart before it is paid in full.",
            (false, false) => "Paid in full. Not everybody has confirmed yet.",
            (false, true) => "Not everybody has confirmed yet. Do not depart before it is paid in full.",
        };
    }

    /// <summary>
    /// True once everybody has confirmed and nothing more is to be paid: the vessel may leave.
    /// </summary>
    public static bool ClearToDepart(CrewEvent value) => Confirmed(value) && !HeldBack(value);

    /// <summary>True while it must not leave, whoever has confirmed.</summary>
    public static bool HeldBack(CrewEvent value) =>
        value.Payment.Word is { } word
        && word != PaymentWord.PaidInFull.Text && word != PaymentWord.RefundDue.Text;

    private static bool Confirmed(CrewEvent value) =>
        value.Cast.All(entry => entry.Answer == Outside.CrewAnswer.Yes);

    private static string Near(HarbourTime time, AskFacts facts) => time.Date == facts.Trip.Start.Date
        ? Time(time)
        : $"{Short(time.Date)}, {Time(time)}";
}

/// <summary>A fact that changed.</summary>
public sealed record ChangedFact(string Name, string Was, string Now);
