using Purser.Guests;
using Purser.Guests.Desk;
using Purser.Guests.Photos;
using Purser.Outside.Records;

namespace Purser.Tests.Guests.Photos;

/// <summary>Who belongs to a page, and what whoever does not can learn: nothing.</summary>
public sealed class PageProofTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_link_and_the_code_each_prove_and_the_code_counts_more()
    {
        var world = await new PhotoWorld().Open();
        var typed = GuestSamples.Key.Code.Text.ToLowerInvariant().Insert(3, " ");
        Assert.Equal(GuestProof.Link, (await world.Proven(PhotoWorld.Link)).By);
        Assert.Equal(GuestProof.Code, (await world.Proven(new PageProof(null, typed))).By);
        Assert.Equal(GuestProof.Code, (await world.Proven(new PageProof(GuestSamples.Key.Grant, typed))).By);
        Assert.Equal(GuestProof.Link, (await world.Proven(new PageProof(GuestSamples.Key.Grant, "K7MW4P"))).By);
    }

    [Theory]
    [InlineData(null, null)]
    [InlineData("", "")]
    [InlineData("nonsense", null)]
    [InlineData(null, "K7MW4P")]
    [InlineData(null, "not a code at all, and too long to be one")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", "222222")]
    public async Task A_wrong_proof_costs_the_same_work_whether_there_is_a_page_or_not(string? grant, string? code)
    {
        var proof = new PageProof(grant, code);
        var known = await Work(PhotoWorld.Slug, proof, guesses: 3);
        Assert.Equal(known, await Work("june-1-boatsetter-charter", proof, guesses: 3));
        Assert.Equal(known, await Work("no slug/at all", proof, guesses: 3));
        Assert.Equal(known, await Work("", proof, guesses: 3));
    }

    [Fact]
    public async Task A_wrong_id_costs_the_same_reads_whether_there_is_a_page_or_not()
    {
        var (known, unknown) = (await new PhotoWorld().Open(), await new PhotoWorld().Open());
        var before = (known.Faults.Calls, unknown.Faults.Calls);
        Assert.IsType<DoneReply.Unknown>(await known.Desk.Done(PhotoWorld.Slug, new string('b', 26), null, Stop));
        Assert.IsType<DoneReply.Unknown>(await unknown.Desk.Done("no-such-page", "x", null, Stop));
        Assert.Equal(known.Faults.Calls - before.Item1, unknown.Faults.Calls - before.Item2);
    }

    [Fact]
    public async Task A_new_key_revokes_link_and_code()
    {
        var world = await new PhotoWorld().Open();
        var changed = GuestSamples.Grant(GuestSamples.Example) with
        {
            Revision = 2,
            GrantHash = new string('0', 64),
            CodeHash = new string('0', 64),
        };
        await new GuestDesk(world.Store.Open(Compartment.Guest)).Put(changed, Stop);
        Assert.Null(await world.Desk.Proofs.Judge(PhotoWorld.Slug, PhotoWorld.Link, Stop));
        Assert.Null(await world.Desk.Proofs.Judge(PhotoWorld.Slug, PhotoWorld.Code, Stop));
    }

    [Fact]
    public async Task Under_a_grant_without_hashes_nothing_is_proved()
    {
        var closed = GuestSamples.Grant(GuestSamples.Example) with { Revision = 2, GrantHash = "", CodeHash = "" };
        var world = await new PhotoWorld().Open();
        await new GuestDesk(world.Store.Open(Compartment.Guest)).Put(closed, Stop);
        foreach (var proof in (PageProof[])[new(null, null), new("", ""), new("x", "x"), PhotoWorld.Link, PhotoWorld.Code])
            Assert.Null(await world.Desk.Proofs.Judge(PhotoWorld.Slug, proof, Stop));
    }

    [Fact]
    public async Task After_ten_wrong_codes_every_new_photo_waits_until_the_hour_is_over()
    {
        var world = await new PhotoWorld().Open();
        await Guess(world, 9);
        var (_, seen) = await world.Give();
        await world.Work();
        Assert.Equal(PhotoState.Published, world.State(seen[0]));
        await Guess(world, 1);
        var (_, held) = await world.Give(2);
        await world.Work();
        Assert.All(held, id => Assert.Equal(PhotoState.Pending, world.State(id)));
        Assert.Equal(PhotoState.Published, world.State(seen[0]));
        world.Clock.AdvanceHours(1);
        var (_, later) = await world.Give();
        await world.Work();
        Assert.Equal(PhotoState.Published, world.State(later[0]));
    }

    [Fact]
    public async Task What_is_guessed_while_a_photo_is_being_made_counts()
    {
        var world = await new PhotoWorld().Open();
        var (_, ids) = await world.Give();
        await Guess(world, 10);
        await world.Work();
        Assert.Equal(PhotoState.Pending, world.State(ids[0]));
    }

    [Fact]
    public async Task Guesses_do_not_change_what_the_office_reads()
    {
        var world = await new PhotoWorld().Open();
        var desk = new GuestDesk(world.Store.Open(Compartment.Guest));
        var before = (await desk.Read(PhotoWorld.Charter, Stop))!.Version;
        await Guess(world, 3);
        Assert.Equal(before, (await desk.Read(PhotoWorld.Charter, Stop))!.Version);
    }

    private static async Task Guess(PhotoWorld world, int times)
    {
        for (var i = 0; i < times; i++)
            Assert.Null(await world.Desk.Proofs.Judge(PhotoWorld.Slug, new PageProof(null, "222222"), Stop));
    }

    /// <summary>Calls of the store for so many judgements.</summary>
    private static async Task<int> Work(string slug, PageProof proof, int guesses)
    {
        var world = await new PhotoWorld().Open();
        var before = world.Faults.Calls;
        for (var i = 0; i < guesses; i++) Assert.Null(await world.Desk.Proofs.Judge(slug, proof, Stop));
        return world.Faults.Calls - before;
    }
}
