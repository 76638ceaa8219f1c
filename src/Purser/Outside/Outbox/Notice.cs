using System.Text.Json.Serialization;
using NodaTime;

namespace Purser.Outside.Outbox;

/// <summary>One message to one person, queued in the commit of its cause and sent once.</summary>
/// <param name="Key">Unique: subject, person, purpose, cause.</param>
/// <param name="State">How far it is.</param>
/// <param name="Queued">When its cause was committed.</param>
/// <param name="Due">When it is next to be looked at.</param>
/// <param name="Attempts">Tries so far.</param>
/// <param name="After">The effect that must be done first (<c>page-check</c>), or null.</param>
/// <param name="Proof">What the mail server said, or the file's name.</param>
/// <param name="Error">The last failure, fit for the owner to read.</param>
/// <param name="Changed">When the state last changed.</param>
/// <param name="Detail">Of an alert: what happened, as it was then. Other notices are rendered from current
/// facts.</param>
public sealed record Notice(
    NoticeKey Key, NoticeState State, Instant Queued, Instant Due, int Attempts = 0, string? After = null,
    string? Proof = null, string? Error = null, Instant? Changed = null,
    string? Detail = null)
{
    private static readonly Duration LongestWait = Duration.FromHours(1);

    /// <summary>Until when it is held on purpose; null: it was to be sent when it was queued.</summary>
    public Instant? HeldUntil { get; init; }

    /// <summary>
    /// The <c>Date</c> of its message if it is sent at this moment. What is sent within an hour of its planned
    /// moment bears that moment, whenever in the hour it leaves: so it can be shown beforehand with the very
    /// bytes that it will have. What was held up for longer bears the time of its sending, since readers sort
    /// by it.
    /// </summary>
    public Instant DateAt(Instant now)
    {
        var planned = HeldUntil ?? Queued;
        return now < planned || now - planned > LongestWait ? now : planned;
    }

    /// <summary>
    /// True if it is to be looked at now. What was queued without a hold is due at once, and a retry further
    /// off than retries ever are is due too: both hold also when the clock has been set back.
    /// </summary>
    public bool IsDue(Instant now) => State == NoticeState.Queued
        && (Due <= now || (Attempts == 0 && Due == Queued) || (Attempts > 0 && Due > now + LongestWait));
}

/// <summary>What makes a notice the same notice.</summary>
/// <param name="Subject">The booking or event it is about.</param>
/// <param name="Person">Who reads it: <c>guest</c>, <c>owner</c>, or a crew member's id.</param>
/// <param name="Purpose">What it is for.</param>
/// <param name="Cause">The counter or act that caused it, for example <c>g3</c> or <c>ask2</c>.</param>
public sealed record NoticeKey(string Subject, string Person, NoticePurpose Purpose, string Cause)
{
    /// <summary>The stable name: <c>subject.person.purpose.cause</c>, of <c>[a-z0-9.-]</c>.</summary>
    [JsonIgnore]
    public string Name => $"{Subject}.{Person}.{Purpose.Word}.{Cause}";
}

/// <summary>What a notice is for.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<NoticePurpose>))]
public enum NoticePurpose
{
    /// <summary>To the guest: you sail.</summary>
    GuestConfirmation,

    /// <summary>To the guest: something you were told has changed.</summary>
    GuestChange,

    /// <summary>To the guest: it is cancelled.</summary>
    GuestCancelled,

    /// <summary>To the guest, on asking: the link again.</summary>
    GuestLink,

    /// <summary>To whoever signed a waiver: the copy.</summary>
    WaiverCopy,

    /// <summary>To the guest, once: your photos are ready.</summary>
    GuestPhotosReady,

    /// <summary>To the guest, once, if the brand wants it: would you write a review?</summary>
    GuestReviewRequest,

    /// <summary>To the owner: photos wait for your eye.</summary>
    PhotoReview,

    /// <summary>To the owner: a person must look.</summary>
    OwnerAlert,

    /// <summary>To crew: you are asked.</summary>
    CrewInvitation,

    /// <summary>To crew: what you agreed to has changed.</summary>
    CrewChange,

    /// <summary>To crew: you are no longer needed.</summary>
    CrewRelease,

    /// <summary>To crew: the charter is cancelled.</summary>
    CrewCancelled,

    /// <summary>To the captain: who has confirmed.</summary>
    CaptainStatus,

    /// <summary>To crew, on asking or by the owner: the link to one's own trips.</summary>
    CrewLink,
}

/// <summary>How far a notice is.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<NoticeState>))]
public enum NoticeState
{
    /// <summary>Waits for its time, or for the effect it needs.</summary>
    Queued,

    /// <summary>Recorded before the hand-over.</summary>
    Sending,

    /// <summary>
    /// Found as being sent after a crash: sent again under the same Message-ID, a few times at most.
    /// </summary>
    Unsure,

    /// <summary>Handed over.</summary>
    Sent,

    /// <summary>No mail address: a person sends it by hand.</summary>
    Draft,

    /// <summary>A person said that it was sent by hand.</summary>
    SentByHand,

    /// <summary>No longer true or no longer news: withdrawn unsent.</summary>
    Dropped,

    /// <summary>Refused for good, or given up: the owner sees it.</summary>
    Failed,
}

/// <summary>Words for purposes.</summary>
public static class NoticePurposes
{
    extension(NoticePurpose purpose)
    {
        /// <summary>The word in keys, file names and replies.</summary>
        public string Word => purpose switch
        {
            NoticePurpose.GuestConfirmation => "guest-confirmation",
            NoticePurpose.GuestChange => "guest-change",
            NoticePurpose.GuestCancelled => "guest-cancelled",
            NoticePurpose.GuestLink => "guest-link",
            NoticePurpose.WaiverCopy => "waiver-copy",
            NoticePurpose.GuestPhotosReady => "guest-photos-ready",
            NoticePurpose.GuestReviewRequest => "guest-review-request",
            NoticePurpose.PhotoReview => "photo-review",
            NoticePurpose.OwnerAlert => "owner-alert",
            NoticePurpose.CrewInvitation => "crew-invitation",
            NoticePurpose.CrewChange => "crew-change",
            NoticePurpose.CrewRelease => "crew-release",
            NoticePurpose.CrewCancelled => "crew-cancelled",
            NoticePurpose.CaptainStatus => "captain-status",
            NoticePurpose.CrewLink => "crew-link",
            _ => throw new BugException("an unknown purpose"),
        };
    }

    /// <summary>The purpose and the person of a notice's name.</summary>
    public static (NoticePurpose Purpose, string Person) OfName(string name)
    {
        var parts = name.Split('.');
        Require.That(parts.Length == 4);
        return (Enum.GetValues<NoticePurpose>().First(purpose => purpose.Word == parts[2]), parts[1]);
    }
}
