using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Time.Testing;
using NodaTime;
using NodaTime.Testing;
using Purser.Contracts.Memory;
using Purser.Host.Composition;
using Purser.Host.Doors;
using Purser.Host.Doors.Clients;
using Purser.Host.Doors.Keys;
using Purser.Outside.Records;

namespace Purser.Tests.Doors;

public sealed class KeyTests
{
    private readonly FakeClock _clock = new(Instant.FromUtc(2027, 5, 20, 17, 0));

    [Fact]
    public async Task A_new_key_opens_its_scope_at_once_and_no_other()
    {
        var ring = Ring(out _);
        Assert.Null(await ring.Open(KeyScope.Crew, "pk_crew_guess", Stop));
        _clock.AdvanceSeconds(2);
        var made = await ring.Make(KeyScope.Crew, Stop);
        Assert.Equal(made.Id, await ring.Open(KeyScope.Crew, made.Key, Stop));
        Assert.Null(await ring.Open(KeyScope.Bookings, made.Key, Stop));
        Assert.Equal(KeyRing.Hex(made.Key), made.Hash);
    }

    [Fact]
    public async Task Only_the_hash_is_kept_in_the_compartment_that_the_key_opens()
    {
        var ring = Ring(out var store);
        var made = await ring.Make(KeyScope.Calendar, Stop);
        var rows = await store.Open(Compartment.Calendar).Whole(StoredKey.Partition, Stop);
        var body = System.Text.Encoding.UTF8.GetString(Assert.Single(rows).Body.Span);
        Assert.Contains(made.Hash, body, StringComparison.Ordinal);
        Assert.DoesNotContain(made.Key, body, StringComparison.Ordinal);
        Assert.Empty(await store.Open(Compartment.Office).Whole(StoredKey.Partition, Stop));
    }

    [Fact]
    public async Task A_rotated_key_stands_for_a_day_and_a_retired_one_not_a_moment()
    {
        var ring = Ring(out _);
        var old = await ring.Make(KeyScope.Bookings, Stop);
        var next = await ring.Rotate(KeyScope.Bookings, Duration.FromHours(24), Stop);
        Assert.NotNull(await ring.Open(KeyScope.Bookings, old.Key, Stop));
        _clock.AdvanceHours(25);
        Assert.Null(await ring.Open(KeyScope.Bookings, old.Key, Stop));
        Assert.True(await ring.Retire(KeyScope.Bookings, next.Id, Duration.Zero, Stop));
        Assert.Null(await ring.Open(KeyScope.Bookings, next.Key, Stop));
        Assert.False(await ring.Retire(KeyScope.Bookings, "nobody", Duration.Zero, Stop));
    }

    [Theory]
    [InlineData(null, "key-missing")]
    [InlineData("pk_bookings_wrong", "key-wrong")]
    public async Task Incident_01_a_missing_key_and_a_wrong_one_are_told_apart(string? key, string kind)
    {
        var context = new DefaultHttpContext();
        context.Response.Body = new MemoryStream();
        context.Features.Set(new SiteMark(Site.Office));
        context.SetEndpoint(new Endpoint(null, new EndpointMetadataCollection(new KeyRequired(KeyScope.Bookings)), "bookings"));
        if (key is not null) context.Request.Headers["X-API-Key"] = key;
        var limit = new RateLimit(new FakeTimeProvider(), 100, 400);
        var reached = false;
        RequestDelegate next = _ =>
        {
            reached = true;
            return Task.CompletedTask;
        };
        await new KeyWall(next, Ring(out var _), limit, new ClientLimits(new FakeTimeProvider(), TrustedProxies.None)).Invoke(context);
        context.Response.Body.Position = 0;
        var body = await new StreamReader(context.Response.Body).ReadToEndAsync(TestContext.Current.CancellationToken);
        Assert.False(reached);
        Assert.Equal(401, context.Response.StatusCode);
        Assert.Contains("urn:purser:" + kind, body, StringComparison.Ordinal);
        Assert.Contains("X-API-Key", body, StringComparison.Ordinal);
    }

    [Fact]
    public void A_full_bucket_is_400_requests_and_100_come_back_each_second()
    {
        var time = new FakeTimeProvider();
        var limit = new RateLimit(time, 100, 400);
        for (var i = 0; i < 400; i++) Assert.Null(limit.Take("one"));
        Assert.NotNull(limit.Take("one"));
        Assert.Null(limit.Take("two"));
        time.Advance(TimeSpan.FromSeconds(1));
        for (var i = 0; i < 100; i++) Assert.Null(limit.Take("one"));
        Assert.NotNull(limit.Take("one"));
    }

    [Fact]
    public async Task A_key_whose_hash_is_given_opens_the_crew_system_only_and_beside_made_ones()
    {
        var given = GivenKeys.Read(KeyScope.Crew, $"{KeyRing.Hex("old key")}, {KeyRing.Hex("new key")}")!;
        var ring = Ring(out var store, given);
        Assert.NotNull(await ring.Open(KeyScope.Crew, "old key", Stop));
        Assert.NotNull(await ring.Open(KeyScope.Crew, "new key", Stop));
        Assert.Null(await ring.Open(KeyScope.Crew, given[0].Hash, Stop));
        Assert.Null(await ring.Open(KeyScope.Bookings, "old key", Stop));
        Assert.Null(await ring.Open(KeyScope.Calendar, "old key", Stop));
        var made = await ring.Make(KeyScope.Crew, Stop);
        Assert.NotNull(await ring.Open(KeyScope.Crew, made.Key, Stop));
        Assert.NotNull(await ring.Open(KeyScope.Crew, "old key", Stop));
        Assert.Single(await store.Open(Compartment.Crew).Whole(StoredKey.Partition, Stop));
    }

    [Theory]
    [InlineData("")]
    [InlineData("pk_crew_Qx7mVb2nR4tY8uW1")]
    [InlineData("9F86D081884C7D659A2FEAA0C55AD015A3BF4F1B2B0B822CD15D6C15B0F00A08")]
    [InlineData("9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a0")]
    [InlineData("9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08,")]
    [InlineData("9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a0g")]
    public void What_is_no_hash_is_no_key(string value) => Assert.Null(GivenKeys.Read(KeyScope.Crew, value));

    [Fact]
    public async Task The_offices_key_to_a_desk_opens_nothing_else_is_listed_and_ends_when_a_newer_one_is_there()
    {
        var ring = Ring(out _);
        await ring.Take(KeyScope.CrewOffice, KeyRing.Hex("one"), Stop);
        await ring.Take(KeyScope.CrewOffice, KeyRing.Hex("one"), Stop);
        foreach (var scope in KeyScopes.All)
            Assert.Equal(scope == KeyScope.CrewOffice, await ring.Open(scope, "one", Stop) is not null);
        _clock.AdvanceSeconds(2);
        await ring.Take(KeyScope.CrewOffice, KeyRing.Hex("two"), Stop);
        Assert.NotNull(await ring.Open(KeyScope.CrewOffice, "one", Stop));
        Assert.Equal(2, (await ring.List(KeyScope.CrewOffice, Stop)).Count);
        Assert.Single(await ring.RetireOlder(KeyScope.CrewOffice, Stop));
        await ring.Take(KeyScope.CrewOffice, KeyRing.Hex("one"), Stop);
        Assert.Null(await ring.Open(KeyScope.CrewOffice, "one", Stop));
        Assert.NotNull(await ring.Open(KeyScope.CrewOffice, "two", Stop));
    }

    [Fact]
    public void At_most_two_keys_are_given() =>
        Assert.Null(GivenKeys.Read(KeyScope.Crew, string.Join(',', KeyRing.Hex("1"), KeyRing.Hex("2"), KeyRing.Hex("3"))));

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private KeyRing Ring(out IStore store, IReadOnlyList<StoredKey>? given = null)
    {
        store = new MemoryStore();
        return new KeyRing(store, _clock, new SystemRandomness(), given ?? []);
    }

    private sealed class SystemRandomness : Purser.Outside.ITokens
    {
        public void Fill(Span<byte> bytes) => System.Security.Cryptography.RandomNumberGenerator.Fill(bytes);
    }
}
