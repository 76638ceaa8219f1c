using System.Security.Cryptography;
using System.Text;
using NodaTime;
using Purser.Bookings;
using Purser.Guests.Photos;
using Purser.Outside;
using Purser.Outside.Records;

namespace Purser.Guests.Desk;

/// <summary>What somebody shows to prove that he belongs to a charter.</summary>
/// <param name="Grant">The link's grant, from <c>Authorization: Bearer</c>; null: none.</param>
/// <param name="Code">The event code as typed; null: none.</param>
public sealed record PageProof(string? Grant, string? Code);

/// <summary>A page that somebody has proved to belong to.</summary>
/// <param name="Grant">Who may give what, and when.</param>
/// <param name="By">The code counts more than the link: it is known aboard only.</param>
public sealed record PageProven(PageGrant Grant, GuestProof By)
{
    /// <summary>True while photos are taken.</summary>
    public bool IsOpen(Instant now) => PhotoWindow.IsOpen(Grant, now);
}

/// <summary>
/// Judges proofs. What is wrong cannot be told from outside: a page that is not there costs the same reads,
/// and a wrong code the same write, as one that is.
/// </summary>
/// <param name="records">The guest compartment's.</param>
/// <param name="secrets">Of which only <c>guest-links-1</c> is asked for.</param>
/// <param name="clock">The time.</param>
public sealed class PageProofs(IRecords records, ISecrets secrets, IClock clock)
{
    private const int MostWrong = 10;
    private const int HashLetters = 64;
    private const string NoHash = "----------------------------------------------------------------";
    private const int Tries = 5;

    /// <summary>A charter that there is not, whose records are read for pages that are not there.</summary>
    private static readonly BookingId Nobody = Texts.Parse<BookingId>(new string('0', 26));

    private static readonly Duration Kept = Duration.FromHours(3);

    /// <summary>The page, if the proof is right for it; null for whatever is wrong.</summary>
    /// <param name="slug">As asked for; need not be a slug at all.</param>
    /// <param name="proof">What was shown.</param>
    /// <param name="stop">Gives up.</param>
    public async Task<PageProven?> Judge(string slug, PageProof proof, CancellationToken stop)
    {
        var pepper = await secrets.Get(SecretNames.GuestLinks, stop);
        var booking = await Whose(slug, stop);
        var now = clock.GetCurrentInstant();
        var guesses = PhotoRows.Guess(booking, now);
        var rows = await records.GetMany([GuestRows.Grant(booking), guesses], stop);
        var grant = GuestRows.ReadGrant(rows[0]);
        var link = Same(GuestKey.HashOfGrant(proof.Grant), grant?.GrantHash);
        _ = EventCode.TryParse(proof.Code, out var typed);
        var code = Same(typed.Hash(pepper.Span, booking), grant?.CodeHash) && typed.Text.Length > 0;
        if (!code && !string.IsNullOrEmpty(proof.Code)) await Count(guesses, rows[1], now, stop);
        return grant is null || (!link && !code)
            ? null
            : new PageProven(grant, code ? GuestProof.Code : GuestProof.Link);
    }

    /// <summary>True if so many codes were wrong within this hour that nothing is shown unseen.</summary>
    internal async Task<bool> IsGuessed(BookingId booking, CancellationToken stop)
    {
        var row = await records.Get(PhotoRows.Guess(booking, clock.GetCurrentInstant()), stop);
        return GuestRows.Read<WrongCodes>(row)?.Count >= MostWrong;
    }

    /// <summary>Whose page an address is; of no page, a charter that there is not.</summary>
    internal async Task<BookingId> Whose(string slug, CancellationToken stop)
    {
        var known = Slug.TryParse(slug, out var parsed);
        var claim = await records.Get(GuestRows.Slug(known ? parsed : Texts.Parse<Slug>("0")), stop);
        return GuestRows.Read<Claimed>(claim)?.Booking ?? Nobody;
    }

    private async Task Count(RecordKey key, StoredRecord? row, Instant now, CancellationToken stop)
    {
        for (var i = 0; i < Tries; i++)
        {
            var count = GuestRows.Read<WrongCodes>(row)?.Count ?? 0;
            var body = GuestRows.Body(new WrongCodes(count + 1));
            var put = RecordChange.Put(key, row?.Version ?? 0, body, expires: now + Kept);
            if (await records.Commit([put], stop) is null) return;
            row = await records.Get(key, stop);
        }
    }

    /// <summary>Nothing is the same as no hash: not as none given, not as none kept.</summary>
    private static bool Same(string? given, string? kept)
    {
        var same = CryptographicOperations.FixedTimeEquals(
            Encoding.ASCII.GetBytes(given ?? NoHash), Encoding.ASCII.GetBytes(kept ?? NoHash));
        return same && given is { Length: HashLetters } && kept is { Length: HashLetters };
    }
}
