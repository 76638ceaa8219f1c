using NodaTime;
using Purser.Bookings;
using Purser.Contracts.Memory;
using Purser.Guests;
using Purser.Outside;
using Purser.Outside.Records;

namespace Purser.Tests.Guests;

public sealed class GuestDeskTests
{
    private static readonly PageGrant Grant = GuestSamples.Grant(GuestSamples.Example) with { Revision = 3 };
    private readonly MemoryStore _store = new(seed: 3);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private GuestDesk Desk => GuestSamples.Desk(_store);

    [Fact]
    public async Task A_grant_of_a_lower_revision_is_refused_and_an_equal_one_is_done()
    {
        Assert.Equal(PutOutcome.Stored, await Desk.Put(Grant, Stop));
        Assert.Equal(PutOutcome.Same, await Desk.Put(Grant, Stop));
        Assert.Equal(PutOutcome.Diverged, await Desk.Put(Grant with { Party = 7 }, Stop));
        Assert.Equal(PutOutcome.Stored, await Desk.Put(Grant with { Party = 7, Revision = 4 }, Stop));
        Assert.Equal(PutOutcome.Stale, await Desk.Put(Grant, Stop));
        // A grant is the office's own word: guests have given nothing.
        Assert.Equal(0, (await Desk.Read(Grant.Booking, Stop))!.Version);
    }

    [Fact]
    public async Task An_address_of_one_charter_is_never_anothers()
    {
        await Desk.Put(Grant, Stop);
        var other = Grant with { Booking = Texts.Parse<BookingId>(new string('b', 26)) };
        Assert.Equal(PutOutcome.Diverged, await Desk.Put(other, Stop));
        Assert.Null(await Desk.Read(other.Booking, Stop));
    }

    [Fact]
    public async Task Grants_are_listed_by_departure()
    {
        await Desk.Put(Grant, Stop);
        _store.Of(Compartment.Guest).CatchUp();
        var start = Grant.Trip.Span.Start;
        Assert.Equal([Grant.Booking], await Desk.List(start, start + Duration.FromSeconds(1), Stop));
        Assert.Empty(await Desk.List(start + Duration.FromSeconds(1), start + Duration.FromDays(9), Stop));
    }

    [Theory]
    [InlineData("K7MW4P", "K7MW4P")]
    [InlineData(" k7m-w4p ", "K7MW4P")]
    [InlineData("K7 MW 4P", "K7MW4P")]
    [InlineData("K7MW4", null)]
    [InlineData("K7MW4PP", null)]
    [InlineData("K0MW4P", null)]
    [InlineData("K7MWIP", null)]
    [InlineData("", null)]
    [InlineData(null, null)]
    public void A_code_is_taken_as_people_type_it(string? typed, string? code) =>
        Assert.Equal(code, EventCode.TryParse(typed, out var parsed) ? parsed.Text : null);

    [Fact]
    public void A_code_and_a_grant_follow_from_the_links_key()
    {
        Assert.Equal(28, EventCode.Alphabet.Distinct().Count());
        Assert.True(EventCode.TryParse(GuestSamples.Key.Code.Text, out _));
        Assert.Equal(GuestSamples.Key.GrantHash, GuestKey.HashOfGrant(GuestSamples.Key.Grant));
        Assert.Null(GuestKey.HashOfGrant(GuestSamples.Key.Fragment));
        Assert.Null(GuestKey.HashOfGrant(new string('*', 43)));
        var hash = GuestSamples.Key.Code.Hash([1], Grant.Booking);
        Assert.NotEqual(hash, GuestSamples.Key.Code.Hash([2], Grant.Booking));
    }
}
