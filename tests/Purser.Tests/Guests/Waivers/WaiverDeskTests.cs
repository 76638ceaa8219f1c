using NodaTime;
using NodaTime.Testing;
using Purser.Contracts.Memory;
using Purser.Fleet;
using Purser.Guests;
using Purser.Guests.Waivers;
using Purser.Outside;

namespace Purser.Tests.Guests.Waivers;

/// <summary>What the guest desk takes, replaces and refuses.</summary>
public sealed class WaiverDeskTests
{
    private static readonly PageGrant Grant = GuestSamples.Grant(GuestSamples.Example) with { Revision = 3 };
    private readonly MemoryStore _store = new(seed: 5);
    private readonly FakeClock _clock = new(GuestSamples.Now);
    private readonly MemoryHints _hints = new();
    private WaiverRules? _rules = GuestSamples.Waivers;
    private int _forms;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private GuestDesk Desk => field ??=
        GuestSamples.Desk(_store, _clock, () => GuestSamples.Fleet with { Waivers = _rules }, _hints);

    [Fact]
    public async Task A_signed_waiver_is_kept_with_its_exact_text_though_the_text_changes_later()
    {
        await Desk.Put(Grant, Stop);
        var signed = await Sign("Robin Alvarez");
        Assert.Equal(GuestSamples.Now + Duration.FromDays(365), signed.Expires);
        Assert.IsType<Hint.Follow>(_hints.Take());
        var text = WaiverText.Of(_rules!, "en");
        _rules = _rules! with
        {
            Texts = new Dictionary<string,
            IReadOnlyList<WaiverClause>>
            { ["en"] = [new WaiverClause("Other", "Words")] }
        };
        var paper = await Desk.Waiver(Grant.Booking, signed.Id, Stop);
        Assert.Equal(text.Hash, paper!.Text.Hash);
        Assert.Equal(text.Clauses, paper.Text.Clauses);
        Assert.Equal(text.Hash, (text with { Clauses = paper.Text.Clauses }).Hash);
        // The operator forgot to raise the version: the hash tells the two texts apart all the same.
        var other = await Sign("Sam Alvarez");
        Assert.Equal("Words", (await Desk.Waiver(Grant.Booking, other.Id, Stop))!.Text.Clauses[0].Text);
    }

    [Fact]
    public async Task The_same_form_sent_twice_is_one_waiver()
    {
        await Desk.Put(Grant, Stop);
        var given = Given("Robin Alvarez");
        var id = new string('b', 26);
        var replies = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ =>
            Desk.Sign(Grant.Booking, id, given, WaiverProof.Code, Stop)));
        Assert.All(replies, reply => Assert.Equal(id, Assert.IsType<WaiverReply.Signed>(reply).Waiver.Id));
        Assert.Single((await Desk.Read(Grant.Booking, Stop))!.Waivers);
    }

    [Fact]
    public async Task The_same_passenger_signing_again_replaces_the_last()
    {
        await Desk.Put(Grant, Stop);
        var first = await Sign("Robin Alvarez");
        var before = await Desk.Read(Grant.Booking, Stop);
        _clock.Advance(Duration.FromMinutes(5));
        var second = await Sign("ROBIN  alvarez");
        var summary = await Desk.Read(Grant.Booking, Stop);
        Assert.Equal([second.Id], summary!.Waivers.Select(waiver => waiver.Id));
        Assert.True(summary.PapersVersion > before!.PapersVersion);
        Assert.True(summary.Version > before.Version);
        Assert.Equal(second.Id, (await Desk.Waiver(Grant.Booking, first.Id, Stop))!.Replaced);
    }

    [Fact]
    public async Task Another_person_under_the_same_form_gets_a_waiver_of_its_own()
    {
        await Desk.Put(Grant, Stop);
        var id = new string('c', 26);
        await Desk.Sign(Grant.Booking, id, Given("Robin Alvarez"), WaiverProof.Link, Stop);
        await Desk.Sign(Grant.Booking, id, Given("Sam Alvarez"), WaiverProof.Link, Stop);
        await Desk.Sign(Grant.Booking, "../x", Given("Ada Stone"), WaiverProof.Link, Stop);
        var summary = await Desk.Read(Grant.Booking, Stop);
        Assert.Equal(3, summary!.Waivers.Select(waiver => waiver.Id).Distinct().Count());
    }

    [Fact]
    public async Task Nobody_signs_for_a_cancelled_charter_after_the_return_or_where_nothing_is_asked()
    {
        Assert.Equal(WaiverRefusal.Unknown, await Refused());
        await Desk.Put(Grant with { Live = false }, Stop);
        Assert.Equal(WaiverRefusal.Cancelled, await Refused());
        await Desk.Put(Grant with { Revision = 4 }, Stop);
        _clock.Reset(Grant.Trip.Span.End - Duration.FromSeconds(1));
        await Sign("Robin Alvarez");
        _clock.Reset(Grant.Trip.Span.End);
        Assert.Equal(WaiverRefusal.Over, await Refused());
        _clock.Reset(GuestSamples.Now);
        var forged = Given("Sam Alvarez") with { Hash = new string('0', 64) };
        Assert.Equal(WaiverRefusal.TextChanged, await Refused(forged));
        _rules = null;
        Assert.Equal(WaiverRefusal.NotAsked, await Refused(Given("Sam Alvarez", GuestSamples.Waivers)));
        Assert.Single((await Desk.Read(Grant.Booking, Stop))!.Waivers);
    }

    [Fact]
    public async Task A_charter_takes_twice_its_party_and_a_replacement_still_then()
    {
        await Desk.Put(Grant with { Party = 2 }, Stop);
        foreach (var name in (string[])["A", "B", "C", "D"]) await Sign(name);
        Assert.Equal(WaiverRefusal.Full, await Refused(Given("E")));
        await Sign("a");
        for (var i = 0; i < 7; i++) await Sign(i % 2 == 0 ? "B" : "C");
        Assert.Equal(WaiverRefusal.Full, await Refused(Given("D")));
    }

    [Fact]
    public async Task Of_signings_at_once_none_is_lost_and_none_passes_the_limit()
    {
        await Desk.Put(Grant with { Party = 2 }, Stop);
        var desk = Desk;
        var replies = await Task.WhenAll(Enumerable.Range(0, 6).Select(i => desk.Sign(
            Grant.Booking, new string((char)('a' + i), 26), Given($"Guest {i}"), WaiverProof.Code, Stop)));
        Assert.Equal(4, replies.Count(reply => reply is WaiverReply.Signed));
        Assert.Equal(4, (await Desk.Read(Grant.Booking, Stop))!.Waivers.Count);
    }

    [Fact]
    public async Task Names_are_put_on_the_list_and_taken_off_and_each_step_raises_the_version()
    {
        await Desk.Put(Grant, Stop);
        var name = Texts.Parse<PassengerName>("Ada Stone");
        var versions = new List<long>();
        foreach (var aboard in (bool[])[true, false, true])
        {
            Assert.True(await Desk.Name(Grant.Booking, name, aboard, Stop));
            var summary = (await Desk.Read(Grant.Booking, Stop))!;
            Assert.Equal(aboard ? ["Ada Stone"] : [], summary.Passengers);
            versions.Add(summary.PapersVersion);
        }

        Assert.Equal(versions.Order().Distinct(), versions);
        for (var i = 0; i < 11; i++) Assert.True(
            await Desk.Name(Grant.Booking, Texts.Parse<PassengerName>($"Guest {i}"), true, Stop));
        Assert.False(await Desk.Name(Grant.Booking, Texts.Parse<PassengerName>("One more"), true, Stop));
    }

    [Fact]
    public void A_waiver_that_ends_before_the_return_does_not_count()
    {
        var returns = Grant.Trip.Span.End;
        WaiverMark Mark(string name, Instant until) => new(name, name, false, GuestSamples.Now, until, null);
        var tally = WaiverTally.Count(
            ["Robin Alvarez", "Sam Alvarez", "ada stone"], 6,
            [Mark("Robin Alvarez", returns), Mark("Sam Alvarez", returns - Duration.FromSeconds(1)),
                Mark("Ada Stone", returns + Duration.FromDays(1))],
            returns);
        Assert.Equal((2, 6, 3), (tally.Signed, tally.Of, tally.More));
        Assert.Equal(["Sam Alvarez"], tally.Missing);
    }

    [Fact]
    public void Proofs_open_their_own_charter_only_and_die_with_the_salt()
    {
        byte[] secret = [1, 2, 3];
        var link = WaiverLinks.For(Grant.Booking, Grant.GrantHash, Grant.Trip);
        Assert.True(WaiverLinks.Opens(Grant, link));
        Assert.True(WaiverLinks.Opens(Grant, GuestSamples.Key.Code, secret));
        Assert.True(WaiverLinks.Opens(Grant, GuestSamples.Key.GrantHash));
        var renewed = Grant with { GrantHash = new string('7', 64), CodeHash = new string('7', 64) };
        foreach (var other in (PageGrant?[])[null, renewed])
        {
            Assert.False(WaiverLinks.Opens(other, link));
            Assert.False(WaiverLinks.Opens(other, GuestSamples.Key.Code, secret));
            Assert.False(WaiverLinks.Opens(other, GuestSamples.Key.GrantHash));
        }

        var text = link.Sign(secret);
        var ends = Grant.Trip.Span.End + Duration.FromDays(7);
        Assert.Equal(link, Purser.Links.MagicLink.Open(text, Purser.Links.LinkPurpose.Waiver, secret,
            ends - Duration.FromSeconds(1)));
        Assert.Null(Purser.Links.MagicLink.Open(text, Purser.Links.LinkPurpose.Waiver, secret, ends));
        Assert.Null(Purser.Links.MagicLink.Open(text, Purser.Links.LinkPurpose.Event, secret,
            GuestSamples.Now));
    }

    private async Task<Waiver> Sign(string name)
    {
        var id = (_forms++).ToString("d2", System.Globalization.CultureInfo.InvariantCulture)
            .Replace('0', 'q').Replace('1', 'r').Replace('8', 's').Replace('9', 't').PadLeft(26, 'z');
        var reply = await Desk.Sign(Grant.Booking, id, Given(name), WaiverProof.Link, Stop);
        return Assert.IsType<WaiverReply.Signed>(reply).Waiver;
    }

    private async Task<WaiverRefusal> Refused(WaiverGiven? given = null)
    {
        var before = await Desk.Read(Grant.Booking, Stop);
        var reply = await Desk.Sign(Grant.Booking, new string('y', 26), given ?? Given("Ada Stone"),
            WaiverProof.Code, Stop);
        Assert.Equal(before?.Version, (await Desk.Read(Grant.Booking, Stop))?.Version);
        return Assert.IsType<WaiverReply.Refused>(reply).Why;
    }

    private WaiverGiven Given(string name, WaiverRules? rules = null)
    {
        var text = WaiverText.Of(rules ?? _rules ?? GuestSamples.Waivers, "en");
        var passenger = Texts.Parse<PassengerName>(name);
        return new WaiverGiven(passenger, null, text.Version, text.Language, text.Hash, passenger, null, null,
            "en");
    }
}
