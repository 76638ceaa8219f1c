using Purser.Bookings;
using Purser.Guests.Desk;
using Purser.Guests.Waivers;
using Purser.Outside;
using Purser.Outside.Records;

namespace Purser.Guests;

/// <content>Waivers, and the names of who comes aboard.</content>
public sealed partial class GuestDesk
{
    /// <summary>The grant of the page at an address; null if there is no such page.</summary>
    public async Task<PageGrant?> GrantAt(Slug slug, CancellationToken stop)
    {
        var claim = GuestRows.Read<Claimed>(await windows.Records.Get(GuestRows.Slug(slug), stop));
        return claim is null ? null
            : GuestRows.ReadGrant(await windows.Records.Get(GuestRows.Grant(claim.Booking), stop));
    }

    /// <summary>
    /// Takes a signed waiver. The same form sent twice is one waiver; the same passenger's next one replaces
    /// the last.
    /// </summary>
    /// <param name="booking">The charter.</param>
    /// <param name="id">Of the signing; another is made where it is not new.</param>
    /// <param name="given">What was signed.</param>
    /// <param name="proof">How the signer came in.</param>
    /// <param name="stop">Gives up.</param>
    public async Task<WaiverReply> Sign(
        BookingId booking, string id, WaiverGiven given, WaiverProof proof, CancellationToken stop)
    {
        for (var i = 0; i < Tries; i++)
        {
            if (await GuestReading.Load(windows.Records, booking, stop) is not { } reading)
                return new WaiverReply.Refused(WaiverRefusal.Unknown);
            var known = reading.Waivers;
            var rules = windows.Fleet().Waivers;
            var used = known.Any(waiver => waiver.Id == id && waiver.Given != given);
            if (used || !GuestRows.IsId(id)) id = windows.Tokens.Id();
            var signing = new Signing(id, given, proof, windows.Clock.GetCurrentInstant());
            switch (WaiverDecision.Of(reading.Grant, known, rules, signing))
            {
                case WaiverDecision.Same same: return new WaiverReply.Signed(same.Waiver);
                case WaiverDecision.Refuse no: return new WaiverReply.Refused(no.Why);
                case WaiverDecision.Take take:
                    var changes = Changes(reading, take);
                    if (await FrozenText(WaiverText.Of(rules!, given.Language), stop) is { } text)
                        changes.Add(text);
                    if (await windows.Records.Commit(changes, stop) is not null) break;
                    await windows.Hints.Leave(new Hint.Follow(booking), stop);
                    return new WaiverReply.Signed(take.Waiver);
                default: throw new BugException("an unknown decision");
            }
        }

        throw new OutsideUnavailable($"sign a waiver of {booking}");
    }

    /// <summary>Puts a name on the list of who comes aboard, or takes it off.</summary>
    /// <param name="booking">The charter.</param>
    /// <param name="name">The passenger.</param>
    /// <param name="aboard">False: takes it off.</param>
    /// <param name="stop">Gives up.</param>
    /// <returns>False: there is no such charter, or the list is full.</returns>
    public async Task<bool> Name(BookingId booking, PassengerName name, bool aboard, CancellationToken stop)
    {
        for (var i = 0; i < Tries; i++)
        {
            if (await GuestReading.Load(windows.Records, booking, stop) is not { } reading) return false;
            var key = GuestRows.Passenger(booking, name);
            var others = reading.Passengers.Where(one => !one.Gone && one.Name.Same != name.Same).ToList();
            if (aboard && others.Count >= WaiverDecision.MostHolding(reading.Grant.Party)) return false;
            var before = reading.Read<Passenger>(key);
            var after = new Passenger(aboard ? name : before?.Name ?? name, Gone: !aboard);
            if (after == before || (before is null && !aboard)) return true;
            RecordChange[] changes =
            [
                RecordChange.Put(key, reading.Version(key), GuestRows.Body(after)), Turn(reading),
            ];
            if (await windows.Records.Commit(changes, stop) is not null) continue;
            await windows.Hints.Leave(new Hint.Follow(booking), stop);
            return true;
        }

        throw new OutsideUnavailable($"name a passenger of {booking}");
    }

    /// <inheritdoc />
    public async Task<WaiverPaper?> Waiver(BookingId booking, string id, CancellationToken stop)
    {
        if (!GuestRows.IsId(id)) return null;
        var grant = GuestRows.ReadGrant(await windows.Records.Get(GuestRows.Grant(booking), stop));
        var waiver = GuestRows.Read<Waiver>(await windows.Records.Get(GuestRows.Waiver(booking, id), stop));
        if (grant is null || waiver is null) return null;
        var given = waiver.Given;
        var key = GuestRows.WaiverText(given.Version, given.Language, given.Hash);
        var text = GuestRows.Read<WaiverText>(await windows.Records.Get(key, stop))
            ?? throw new BugException("a waiver is stored with its text");
        return new WaiverPaper(
            booking, waiver.Id, given.Passenger.Text, given.Minor?.Guardian.Text, given.Minor?.Born,
            new SignedText(text.Version, text.Date, text.Language, given.Hash, text.Clauses),
            given.Typed?.Text, given.Drawn?.Path, waiver.Signed, waiver.Expires, given.Mail, given.Spoken,
            waiver.Proof.Word, waiver.Trip, grant.Channel, waiver.Replaced);
    }

    private static List<RecordChange> Changes(GuestReading reading, WaiverDecision.Take take)
    {
        var booking = reading.Grant.Booking;
        var grant = GuestRows.Grant(booking);
        var changes = new List<RecordChange>
        {
            RecordChange.Put(GuestRows.Waiver(booking, take.Waiver.Id), 0, GuestRows.Body(take.Waiver)),
            RecordChange.Check(grant, reading.Version(grant)),
            Turn(reading),
        };
        if (take.Replaces is not { } old) return changes;
        var key = GuestRows.Waiver(booking, old.Id);
        changes.Add(RecordChange.Put(key, reading.Version(key), GuestRows.Body(old)));
        return changes;
    }

    /// <summary>Two signings at once read the same turn; the later one reads again.</summary>
    private static RecordChange Turn(GuestReading reading)
    {
        var key = GuestRows.Papers(reading.Grant.Booking);
        var turn = new PapersTurn((reading.Read<PapersTurn>(key)?.Changes ?? 0) + 1);
        return RecordChange.Put(key, reading.Version(key), GuestRows.Body(turn));
    }

    /// <summary>The record that keeps the exact text; null if it is kept already.</summary>
    private async Task<RecordChange?> FrozenText(WaiverText text, CancellationToken stop)
    {
        var key = GuestRows.WaiverText(text.Version, text.Language, text.Hash);
        return await windows.Records.Get(key, stop) is null
            ? RecordChange.Put(key, 0, GuestRows.Body(text))
            : null;
    }
}
