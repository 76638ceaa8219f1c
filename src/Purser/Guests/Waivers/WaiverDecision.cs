using NodaTime;
using Purser.Fleet;
using Purser.Outside;

namespace Purser.Guests.Waivers;

/// <summary>What is to become of a waiver that somebody signs.</summary>
public abstract record WaiverDecision
{
    private WaiverDecision()
    {
    }

    /// <summary>It is stored.</summary>
    /// <param name="Waiver">As it is stored.</param>
    /// <param name="Replaces">What the same passenger signed before, or null.</param>
    public sealed record Take(Waiver Waiver, Waiver? Replaces) : WaiverDecision;

    /// <summary>The same form came before.</summary>
    public sealed record Same(Waiver Waiver) : WaiverDecision;

    /// <summary>Not taken.</summary>
    public sealed record Refuse(WaiverRefusal Why) : WaiverDecision;

    /// <summary>Re-signed and replaced ones count too, within this many for each who comes aboard.</summary>
    private const int MostSigningsEach = 6;

    /// <summary>Decides, from the facts alone.</summary>
    /// <param name="grant">The charter's.</param>
    /// <param name="known">Every waiver of the charter, the replaced ones too.</param>
    /// <param name="rules">The operator's; null: no waiver is asked for.</param>
    /// <param name="signing">Who signs what, how, and when.</param>
    public static WaiverDecision Of(
        PageGrant grant, IReadOnlyList<Waiver> known, WaiverRules? rules, Signing signing)
    {
        var given = signing.Given;
        var before = known.FirstOrDefault(waiver => waiver.Id == signing.Id);
        if (before is not null && before.Given == given) return new Same(before);
        if (Refusal(grant, rules, given, signing.Now) is { } why) return new Refuse(why);
        Require.That(before is null);
        var holding = known.Where(waiver => waiver.Replaced is null).ToList();
        var replaces = holding.FirstOrDefault(waiver => waiver.Given.Passenger.Same == given.Passenger.Same);
        var full = (replaces is null && holding.Count >= MostHolding(grant.Party))
            || known.Count >= grant.Party * MostSigningsEach;
        if (full) return new Refuse(WaiverRefusal.Full);
        var waiver = new Waiver(
            signing.Id, given, signing.Now, signing.Now + Duration.FromDays(rules!.ValidDays), signing.Proof,
            grant.Trip, grant.Revision);
        return new Take(waiver, replaces is null ? null : replaces with { Replaced = signing.Id });
    }

    /// <summary>Why nobody can sign for a charter now, or null.</summary>
    public static WaiverRefusal? Closed(PageGrant grant, Instant now) =>
        !grant.Live ? WaiverRefusal.Cancelled : now >= grant.Trip.Span.End ? WaiverRefusal.Over : null;

    /// <summary>
    /// How many waivers a charter takes at once: guests are swapped, and nobody should be turned away.
    /// </summary>
    public static int MostHolding(int party) => party * 2;

    private static WaiverRefusal? Refusal(
        PageGrant grant, WaiverRules? rules, WaiverGiven given, Instant now)
    {
        if (rules is null) return WaiverRefusal.NotAsked;
        if (Closed(grant, now) is { } closed) return closed;
        var text = WaiverText.Of(rules, given.Language);
        return text.Hash == given.Hash && text.Version == given.Version ? null : WaiverRefusal.TextChanged;
    }
}

/// <summary>Somebody signs.</summary>
/// <param name="Id">Of the waiver that is made.</param>
/// <param name="Given">What is signed.</param>
/// <param name="Proof">How the signer came in.</param>
/// <param name="Now">When.</param>
public sealed record Signing(string Id, WaiverGiven Given, WaiverProof Proof, Instant Now);

/// <summary>Why a waiver is not taken.</summary>
public enum WaiverRefusal
{
    /// <summary>There is no such charter.</summary>
    Unknown,

    /// <summary>The operator asks for none.</summary>
    NotAsked,

    /// <summary>The charter is cancelled.</summary>
    Cancelled,

    /// <summary>The charter has returned.</summary>
    Over,

    /// <summary>Far more have signed than come aboard.</summary>
    Full,

    /// <summary>Another text holds now than the one that was shown.</summary>
    TextChanged,
}

/// <summary>What became of a signing.</summary>
public abstract record WaiverReply
{
    private WaiverReply()
    {
    }

    /// <summary>Stored, now or before.</summary>
    public sealed record Signed(Waiver Waiver) : WaiverReply;

    /// <summary>Not taken.</summary>
    public sealed record Refused(WaiverRefusal Why) : WaiverReply;

    /// <summary>Calls the one case that this is.</summary>
    public T Match<T>(Func<Waiver, T> signed, Func<WaiverRefusal, T> refused) => this switch
    {
        Signed reply => signed(reply.Waiver),
        Refused reply => refused(reply.Why),
        _ => throw new BugException("an unknown reply"),
    };
}
