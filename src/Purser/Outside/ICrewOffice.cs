using NodaTime;
using Purser.Bookings;
using Purser.Outside.Outbox;

namespace Purser.Outside;

/// <summary>
/// What the office asks of the crew desk besides events: its people, and its letters that a person has to
/// see to. What is asked for once is done once: after a time-out the caller looks, and does not ask blindly
/// again.
/// </summary>
public interface ICrewOffice
{
    /// <summary>Everybody in the order of the cascade, with what became of his own link.</summary>
    Task<IReadOnlyList<CrewPerson>> People(CancellationToken stop);

    /// <summary>The name of everybody of the roster by his id, also of who has left.</summary>
    Task<IReadOnlyDictionary<string, string>> Names(CancellationToken stop);

    /// <summary>
    /// Has the link to his own trips sent to a person. False: there is no such person, or he has left.
    /// </summary>
    /// <param name="person">The id of the roster.</param>
    /// <param name="stop">Gives up.</param>
    Task<bool> SendLink(string person, CancellationToken stop);

    /// <summary>Revokes every such link that a person has. False: there is no such person.</summary>
    /// <param name="person">The id of the roster.</param>
    /// <param name="stop">Gives up.</param>
    Task<bool> RevokeLinks(string person, CancellationToken stop);

    /// <summary>
    /// The newest texts, two hundred or so, that a person has to send by hand, as they would be now.
    /// </summary>
    Task<IReadOnlyList<CrewDraft>> Drafts(CancellationToken stop);

    /// <summary>A person says that a draft was sent. False: there is no such draft any more.</summary>
    /// <param name="partition">Of the draft.</param>
    /// <param name="name">Of the draft.</param>
    /// <param name="stop">Gives up.</param>
    Task<bool> SentByHand(string partition, string name, CancellationToken stop);

    /// <summary>
    /// Tries the letters about a booking's event again that have failed or wait for a later try. False: none
    /// does.
    /// </summary>
    Task<bool> Retry(BookingId id, CancellationToken stop);
}

/// <summary>A person of the roster, as the office may see him. Pay is not known here.</summary>
/// <param name="Id">Of the roster.</param>
/// <param name="Name">As everybody knows him.</param>
/// <param name="Ranks">What he may serve as.</param>
/// <param name="Email">Where he is written to, or null.</param>
/// <param name="Phone">E.164, or null.</param>
/// <param name="Active">False: he has left.</param>
/// <param name="Link">The last letter with the link to his own trips; null: there was none.</param>
public sealed record CrewPerson(
    string Id, string Name, IReadOnlyList<string> Ranks, string? Email, string? Phone, bool Active,
    CrewLinkLetter? Link);

/// <summary>How far a letter is, and since when.</summary>
public sealed record CrewLinkLetter(NoticeState State, Instant At);

/// <summary>A text to a person without a mail address.</summary>
/// <param name="Partition">Where it lies.</param>
/// <param name="Name">Which of those there.</param>
/// <param name="Purpose">What it is for.</param>
/// <param name="Person">Whose.</param>
/// <param name="Text">All of it, with the person's own link.</param>
/// <param name="Phone">E.164, or null.</param>
/// <param name="About">The event; null: it is about none.</param>
public sealed record CrewDraft(
    string Partition, string Name, NoticePurpose Purpose, string Person, string Text, string? Phone,
    CrewDraftEvent? About);

/// <summary>The event that a draft is about.</summary>
/// <param name="Id">Of the event.</param>
/// <param name="Booked">True: the id is a booking's.</param>
/// <param name="Title">Of the event.</param>
/// <param name="Trip">Of the event.</param>
public sealed record CrewDraftEvent(string Id, bool Booked, string Title, Trip Trip);
