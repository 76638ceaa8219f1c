using System.Text.Json.Serialization;
using NodaTime;
using NodaTime.Text;
using Purser.Crew;
using Purser.Outside;

namespace Purser.Host.Doors;

/// <summary>A crew event as the crew system's API replies it: a closed list of what crew may know.</summary>
/// <param name="Id">The booking's, or the caller's.</param>
/// <param name="Generation">Of the trip; 0 for a desk-only event.</param>
/// <param name="Version">Of what the desk owns.</param>
/// <param name="State">pending, confirmed, in progress, completed or cancelled.</param>
/// <param name="Title">What it is.</param>
/// <param name="Type">charter, training and the like.</param>
/// <param name="Vessel">Which vessel.</param>
/// <param name="Date">Of departure.</param>
/// <param name="Departure">Harbour time.</param>
/// <param name="Return">Harbour time.</param>
/// <param name="Zone">The harbour's zone.</param>
/// <param name="Dock">Where.</param>
/// <param name="Roles">Each with whom it is with.</param>
/// <param name="CrewNotes">For crew.</param>
/// <param name="Checklist">What is to be done.</param>
public sealed record CrewEventReply(
    string Id, long Generation, long Version, string State, string Title, string Type, string Vessel, LocalDate Date,
    string Departure, string Return, string Zone, string Dock, IReadOnlyList<CrewRoleReply> Roles, string? CrewNotes,
    IReadOnlyList<CrewTaskReply> Checklist)
{
    /// <summary>The reply about an event.</summary>
    public static CrewEventReply Of(EventView view)
    {
        var (value, trip) = (view.Event, view.Event.Trip.Trip);
        return new CrewEventReply(
            value.Id.Text, value.Generation, value.Version, view.State.Word, value.Trip.Title, value.Trip.Type, trip.Vessel.Text,
            trip.Start.Date, HouseJson.Text(trip.Start), HouseJson.Text(trip.Return.Local), trip.Zone, value.Trip.Dock,
            [.. view.Roles.Select(role => new CrewRoleReply(role.Role.Text, role.Member?.Text, role.Name, role.Answer, role.Ask))],
            value.Own.CrewNotes,
            [.. value.Checklist.Select(item => new CrewTaskReply(item.Id, item.Text, item.Done is not null))]);
    }

    /// <summary>The counters in the tag of this reply.</summary>
    [JsonIgnore]
    public string Counters => $"{Generation}-{Version}";
}

/// <summary>A role; no member: nobody is left to ask.</summary>
public sealed record CrewRoleReply(string Role, string? Member, string? Name, CrewAnswer Answer, int Ask);

/// <summary>A line of the checklist.</summary>
public sealed record CrewTaskReply(string Id, string Text, bool Done);

/// <summary>A page of events.</summary>
public sealed record CrewEventListReply(IReadOnlyList<CrewEventReply> Items, string? Next);

/// <summary>A person of the roster.</summary>
public sealed record CrewMemberReply(
    string Id, string Name, string? Email, string? Phone, IReadOnlyList<string> Ranks, int Order, string? Licence,
    string? LicenceExpires, IReadOnlyList<LocalDate> Away, bool Active)
{
    /// <summary>The reply about a person.</summary>
    public static CrewMemberReply Of(CrewMember member) => new(
        member.Id.Text, member.Name, member.Email, member.Phone, [.. member.Ranks.Select(rank => rank.Text)], member.Order,
        member.Licence, member.LicenceExpires is { } date ? LocalDatePattern.Iso.Format(date) : null, member.Away, member.Active);
}

/// <summary>The roster.</summary>
public sealed record CrewMemberListReply(IReadOnlyList<CrewMemberReply> Items, string? Next);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    Converters = [typeof(HouseJson.LocalDateConverter)])]
[JsonSerializable(typeof(CrewEventReply))]
[JsonSerializable(typeof(CrewEventListReply))]
[JsonSerializable(typeof(CrewMemberReply))]
[JsonSerializable(typeof(CrewMemberListReply))]
internal sealed partial class CrewApiJson : JsonSerializerContext;
