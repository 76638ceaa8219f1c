using NodaTime;
using NodaTime.Testing;
using Purser.Aws.Desks;
using Purser.Contracts.Memory;
using Purser.Embedded;
using Purser.Host.Doors.Keys;

namespace Purser.Tests.Doors;

/// <summary>Keys are rotated without a moment in which whoever has the right one is refused.</summary>
public sealed class KeyTurnTests
{
    private static readonly SystemTokens Tokens = new();
    private readonly FakeClock _clock = new(Instant.FromUtc(2027, 5, 20, 17, 0));

    public static TheoryData<KeyScope> Scopes => [.. KeyScopes.All];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Scopes))]
    public async Task A_function_takes_the_callers_key_at_every_step_also_where_the_step_has_not_arrived(KeyScope scope)
    {
        var (old, made) = (KeyRing.Fresh(scope, Tokens), KeyRing.Fresh(scope, Tokens));
        var both = KeyTurn.Begin(scope, old.Hash, made.Hash)!;
        var last = KeyTurn.End(scope, both)!;
        // The values that instances may have at the same time, and the key that the caller sends meanwhile.
        (string Earlier, string Later, string Key)[] steps =
            [(old.Hash, both, old.Key), (both, both, old.Key), (both, both, made.Key), (both, last, made.Key)];
        foreach (var (earlier, later, key) in steps)
        {
            Assert.NotNull(await Given(scope, earlier).Open(scope, key, Stop));
            Assert.NotNull(await Given(scope, later).Open(scope, key, Stop));
        }

        Assert.Null(await Given(scope, last).Open(scope, old.Key, Stop));
        Assert.Null(await Given(scope, old.Hash).Open(scope, made.Key, Stop));
    }

    [Fact]
    public void A_rotation_that_is_under_way_is_not_begun_again_and_none_is_ended_that_is_not()
    {
        var one = KeyRing.Hex("one");
        var both = KeyTurn.Begin(KeyScope.Crew, one, KeyRing.Hex("two"))!;
        Assert.Equal($"{one},{KeyRing.Hex("two")}", both);
        Assert.Null(KeyTurn.Begin(KeyScope.Crew, both, KeyRing.Hex("three")));
        Assert.Null(KeyTurn.End(KeyScope.Crew, one));
        Assert.Null(KeyTurn.Begin(KeyScope.Crew, "pk_crew_a-key-itself", KeyRing.Hex("two")));
        Assert.Null(KeyTurn.Begin(KeyScope.Crew, "", KeyRing.Hex("two")));
        Assert.Equal(KeyRing.Hex("two"), KeyTurn.End(KeyScope.Crew, both));
    }

    [Fact]
    public async Task Where_the_records_keep_them_the_old_key_stands_until_it_is_retired()
    {
        var ring = new KeyRing(new MemoryStore(), _clock, Tokens, []);
        var old = await ring.Make(KeyScope.Calendar, Stop);
        _clock.AdvanceSeconds(1);
        var made = await ring.Rotate(KeyScope.Calendar, Duration.FromHours(24), Stop);
        Assert.NotNull(await ring.Open(KeyScope.Calendar, old.Key, Stop));
        Assert.NotNull(await ring.Open(KeyScope.Calendar, made.Key, Stop));
        Assert.Equal([old.Id], await ring.RetireOlder(KeyScope.Calendar, Stop));
        Assert.Null(await ring.Open(KeyScope.Calendar, old.Key, Stop));
        Assert.NotNull(await ring.Open(KeyScope.Calendar, made.Key, Stop));
        Assert.Empty(await ring.RetireOlder(KeyScope.Calendar, Stop));
    }

    [Fact]
    public async Task Retiring_in_one_scope_leaves_all_others()
    {
        var ring = new KeyRing(new MemoryStore(), _clock, Tokens, []);
        var crew = await ring.Make(KeyScope.Crew, Stop);
        await ring.Make(KeyScope.Calendar, Stop);
        _clock.AdvanceSeconds(1);
        await ring.Rotate(KeyScope.Calendar, Duration.FromHours(24), Stop);
        await ring.RetireOlder(KeyScope.Calendar, Stop);
        Assert.NotNull(await ring.Open(KeyScope.Crew, crew.Key, Stop));
    }

    [Theory]
    [InlineData("crew-desk-1", "crew-desk-2")]
    [InlineData("crew-desk-9", "crew-desk-10")]
    [InlineData("own-name", "own-name-2")]
    [InlineData("desk", "desk-2")]
    [InlineData("desk-", "desk--2")]
    [InlineData("desk-99999999999", "desk-99999999999-2")]
    public void A_desks_key_is_rotated_to_the_next_name(string name, string next) => Assert.Equal(next, DeskKeys.Next(name));

    private KeyRing Given(KeyScope scope, string value) =>
        new(new MemoryStore(), _clock, Tokens, GivenKeys.Read(scope, value)!);
}
