using System.Text;
using NodaTime;
using NodaTime.Testing;
using Purser.Finance.Entries;
using Purser.Finance.Feeds;
using Purser.Fleet;
using Purser.Outside;

namespace Purser.Tests.Finance;

public sealed class FeedContentTests
{
    private static readonly RecurringHold Scouts =
        new(IsoDayOfWeek.Wednesday, new LocalTime(9, 0), new LocalTime(12, 0), "Scouts");

    private readonly PlainRecords _calendar = Example.Calendar();
    private readonly FakeClock _clock = new(Example.Noon);
    private byte _next;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private FeedAddresses Addresses => new(_calendar, _clock, new Counting(() => _next++));

    [Fact]
    public async Task An_address_opens_until_it_is_revoked_and_only_its_hash_is_kept()
    {
        var made = await Addresses.New(FeedKind.Vessel, Example.Jada, Stop);
        Assert.Equal(made.Feed, await Addresses.Open(made.Secret, Stop));
        Assert.Null(await Addresses.Open("z" + made.Secret[1..], Stop));
        Assert.DoesNotContain(
            made.Secret, Encoding.UTF8.GetString((await _calendar.Get(Feed.Key(made.Secret), Stop))!.Body.Span), StringComparison.Ordinal);
        Assert.True(await Addresses.Revoke(made.Feed.Id, Stop));
        Assert.True(await Addresses.Revoke(made.Feed.Id, Stop));
        Assert.False(await Addresses.Revoke("other", Stop));
        Assert.Null(await Addresses.Open(made.Secret, Stop));
        Assert.NotNull(Assert.Single(await Addresses.List(Stop)).Revoked);
    }

    [Fact]
    public async Task Incident_3_no_feed_carries_an_amount_a_phone_number_or_a_guest_to_a_marketplace()
    {
        await Charter();
        var vessel = await Text(FeedKind.Vessel);
        var owner = await Text(FeedKind.Owner);
        foreach (var secret in (string[])["840.75", "289.41", "USD", "250.00", "+1619"])
        {
            Assert.DoesNotContain(secret, vessel, StringComparison.Ordinal);
            Assert.DoesNotContain(secret, owner, StringComparison.Ordinal);
        }

        Assert.DoesNotContain("Robin", vessel, StringComparison.Ordinal);
        Assert.DoesNotContain(Example.Id.Text, vessel, StringComparison.Ordinal);
        Assert.DoesNotContain("Scouts", vessel, StringComparison.Ordinal);
        Assert.Contains("SUMMARY:Jada: Robin Alvarez\\, party of 6\r\n", owner, StringComparison.Ordinal);
        Assert.Contains("DTSTART;TZID=America/Los_Angeles:20270530T100000\r\n", vessel, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_bytes_change_only_with_the_facts()
    {
        await Charter();
        var before = await Text(FeedKind.Vessel);
        _clock.Advance(Duration.FromHours(3));
        Assert.Equal(before, await Text(FeedKind.Vessel));
        await Example.Desk(_calendar, _clock).Put(Example.Put(2, live: false), null, Stop);
        Assert.NotEqual(before, await Text(FeedKind.Vessel));
        Assert.DoesNotContain("20270530T100000", await Text(FeedKind.Vessel), StringComparison.Ordinal);
    }

    private async Task Charter()
    {
        var half = new MoneyHalf(
            1, 1, 1, Example.Usd, "840.75", [new MoneyLine("crew", "250.00", "2 people x 5 h x 25/h")], "289.41");
        await Example.Desk(_calendar, _clock).Put(Example.Put(), half, Stop);
    }

    private async Task<string> Text(FeedKind kind)
    {
        var made = await Addresses.New(kind, kind == FeedKind.Vessel ? Example.Jada : null, Stop);
        var content = new FeedContent(
            Example.Desk(_calendar, _clock), Example.Fleet, (_, _) => Task.FromResult<IReadOnlyList<RecurringHold>>([Scouts]), _clock,
            "example.com");
        return Encoding.UTF8.GetString(await content.Bytes(made.Feed, Stop));
    }

    private sealed class Counting(Func<byte> next) : ITokens
    {
        public void Fill(Span<byte> bytes)
        {
            bytes.Clear();
            bytes[0] = next();
            bytes[^1] = bytes[0];
        }
    }
}
