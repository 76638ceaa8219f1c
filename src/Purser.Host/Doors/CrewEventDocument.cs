using NodaTime;
using NodaTime.Text;
using Purser.Bookings;
using Purser.Crew;
using Purser.Fleet;
using Purser.Host.Intake;
using Purser.Host.Intake.Json;
using EventId = Purser.Crew.EventId;

namespace Purser.Host.Doors;

/// <summary>Crew events as JSON: what a POST makes, and what a merge patch (RFC 7396) changes.</summary>
public sealed class CrewEventDocument(DocumentNode root, DocumentErrors errors)
{
    private const int LongestMinutes = 14_400;

    private static readonly string[] Trip = ["title", "type", "vessel", "departure", "return", "dock", "roles"];
    private static readonly string[] Said = ["date", "zone"];
    private static readonly string[] Derived = ["id", "generation", "version", "state"];
    private static readonly string[] OfficeOnly = ["officeNotes", "notes"];

    private readonly List<WantedMember> members = [];

    /// <summary>True if the patch speaks of what a booking owns.</summary>
    public bool TouchesTrip => Trip.Concat(Said).Any(name => !root[name].Absent);

    /// <summary>The event that a POST makes; null if anything is wrong.</summary>
    /// <param name="fleet">Vessels and harbours.</param>
    /// <param name="now">Dates too far from it are refused.</param>
    /// <param name="fresh">The id if the caller chose none.</param>
    public EventDraft? Draft(FleetFacts fleet, Instant now, EventId fresh)
    {
        Known(["id", "crewNotes", .. Trip, .. Said]);
        var id = root["id"].Given ? root["id"].Name<EventId>("1 to 64 of a-z, 0-9 and hyphens") : fresh;
        var half = Half(null, fleet, now);
        var notes = Notes();
        return errors.None ? new EventDraft(id!.Value, half!, notes) { Members = members } : null;
    }

    /// <summary>The change that a patch makes; null if anything is wrong.</summary>
    public EventChange? Change(EventView view, FleetFacts fleet, Instant now)
    {
        foreach (var name in Derived.Where(name => !root[name].Absent))
            root[name].Refuse("It is derived, and not written.", "Leave it out; change departure and return instead.");
        Known(["crewNotes", "checklist", .. Trip, .. Said, .. Derived]);
        var half = TouchesTrip ? Half(view.Event.Trip, fleet, now) : null;
        var notes = Notes();
        var ticks = root["checklist"].Absent ? null : Ticks();
        if (!errors.None) return null;
        return new EventChange(
            half is null ? null : _ => half, root["crewNotes"].Absent ? default : new Optional<string?>(true, notes), ticks,
            view.Event.Version, view.Event.Generation)
        {
            Members = members,
        };
    }

    private void Known(string[] known)
    {
        foreach (var name in OfficeOnly.Where(name => !root[name].Absent))
            root[name].Refuse("The office's notes do not belong to the crew system.", "Write them to /api/bookings/{id}, officeNotes.");
        root.IsObject([.. known, .. OfficeOnly]);
    }

    private string? Notes() => Clean("crewNotes", root["crewNotes"].OptionalText(4000, lines: true));

    private string? Clean(string name, string? text)
    {
        if (text is not null && AmountDetector.Finds(text))
            root[name].Refuse("It names an amount, and crew read it.", "Take the amount out, or keep it in the booking's officeNotes.");
        return text;
    }

    private TripHalf? Half(TripHalf? before, FleetFacts fleet, Instant now)
    {
        var vessel = before is not null && root["vessel"].Absent ? fleet.Find(before.Trip.Vessel) : BookingFields.Vessel(root["vessel"], fleet);
        var title = before is not null && root["title"].Absent ? before.Title : Clean("title", root["title"].Text(120));
        var type = Type(before);
        if (vessel is null) return null;
        var harbour = fleet.HarbourOf(vessel);
        var start = before is not null && root["departure"].Absent ? before.Trip.Start : StartField.Read(root["departure"], harbour, now, []);
        var end = before is not null && root["return"].Absent
            ? before.Trip.Return.Local
            : StartField.Read(root["return"], harbour, now, []);
        var dock = root["dock"].Absent ? before?.Dock ?? vessel.Dock : Clean("dock", root["dock"].OptionalText(200)) ?? vessel.Dock;
        var roles = root["roles"].Absent ? before?.Roles ?? vessel.Roles : Roles(vessel);
        if (start is not { } departure || end is not { } back || title is null || type is null) return null;
        var minutes = Minutes(departure, back, harbour.Zone);
        Agrees("date", LocalDatePattern.Iso.Format(departure.Date));
        Agrees("zone", harbour.Zone);
        return errors.None
            ? new TripHalf(title, type, new Trip(vessel.Id, departure, minutes, harbour.Zone), dock, before?.Guests ?? 0, before?.Requests, roles)
            : null;
    }

    /// <summary>What follows from departure and vessel may be said, if it is said right.</summary>
    private void Agrees(string name, string right)
    {
        if (root[name].Given && root[name].Said() != $"\"{right}\"")
            root[name].Refuse($"{root[name].Said()} does not agree with departure and vessel.", $"Leave it out, or give \"{right}\".");
    }

    private string? Type(TripHalf? before)
    {
        if (!root["type"].Given) return before?.Type ?? "event";
        var text = root["type"].Text(40);
        if (Texts.IsName(text, 40)) return text;
        root["type"].Refuse("It is no type.", "Give 1 to 40 of a-z, 0-9 and hyphens, for example training.");
        return null;
    }

    private int Minutes(LocalDateTime departure, LocalDateTime back, string zone)
    {
        var length = (new HarbourTime(back, zone).Instant - new HarbourTime(departure, zone).Instant).TotalMinutes;
        if (length is >= 15 and <= LongestMinutes) return (int)length;
        root["return"].Refuse(
            "It is not after departure, or more than ten days after it.", "Give a return 15 minutes to ten days after departure.");
        return 15;
    }

    private List<VesselRole> Roles(Vessel vessel)
    {
        var roles = new List<VesselRole>();
        foreach (var item in root["roles"].Items(1, 12))
        {
            // A role alone may be written as its name.
            var node = item.IsText ? item : item["role"];
            if (!item.IsText && !item.IsObject("role", "member")) continue;
            if (node.Name<CrewRole>("a role in lower case, for example first mate") is not { } role) continue;
            if (roles.Any(other => other.Role == role)) node.Refuse("The role is there twice.", "Give each role once.");
            if (item["member"].Given && item["member"].Name<MemberId>("Give the id of a person of the roster.") is { } member)
                members.Add(new WantedMember(role, member, item["member"].Pointer[1..]));
            roles.Add(vessel.Roles.FirstOrDefault(need => need.Role == role) ?? new VesselRole(role, 60, 60, []));
        }

        return roles;
    }

    private List<(string Task, bool Done)> Ticks()
    {
        var ticks = new List<(string, bool)>();
        foreach (var item in root["checklist"].Items(0, 200))
        {
            if (item.IsObject("id", "text", "done") && item["id"].Text(60) is { } id) ticks.Add((id, item["done"].Flag()));
        }

        return ticks;
    }
}
