using NodaTime;
using Purser.Links;

namespace Purser.Crew;

/// <summary>The magic links that crew get, and what they are bound to.</summary>
public static class CrewLinks
{
    private static readonly Duration AfterEvent = Duration.FromDays(1);
    private static readonly Duration Personal = Duration.FromDays(30);

    /// <summary>See and answer one event: dies with the next ask, and a day after the event.</summary>
    public static MagicLink Event(CrewEvent value, MemberId member, int ask) =>
        new(LinkPurpose.Event, Subject(value.Id, member), ask, value.Trip.Trip.Span.End + AfterEvent);

    /// <summary>A person's own events: dies with his link epoch, or after 30 days.</summary>
    public static MagicLink Own(CrewMember member, Instant now) =>
        new(LinkPurpose.Personal, member.Id.Text, member.LinkEpoch, now + Personal);

    /// <summary>What an event link is bound to.</summary>
    public static string Subject(EventId id, MemberId member) => $"{id}~{member}";

    /// <summary>Reads <see cref="Subject"/>; null if it is none.</summary>
    public static (EventId Event, MemberId Member)? Read(string subject) =>
        subject.Split('~') is [var id, var member] && EventId.TryParse(id, out var found) && MemberId.TryParse(member, out var person)
            ? (found, person)
            : null;

    /// <summary>The address of a link at the crew site.</summary>
    public static Uri Address(Uri crewSite, MagicLink link, ReadOnlySpan<byte> key) => new(crewSite, $"/l/{link.Sign(key)}");
}
