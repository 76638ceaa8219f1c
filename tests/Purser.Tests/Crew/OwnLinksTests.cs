using Purser.Contracts.Memory;
using Purser.Crew;
using Purser.Links;
using Purser.Outside;
using Purser.Outside.Outbox;
using Purser.Outside.Records;
using Purser.Provisioning;
using Purser.Tests.Guests;
using static Purser.Tests.Crew.CrewWorld;

namespace Purser.Tests.Crew;

public sealed class OwnLinksTests
{
    private static readonly Uri Site = new("https://crew.example.com");
    private readonly MemorySecrets _secrets = new(1);
    private readonly MemoryMail _mail = new();

    [Fact]
    public async Task Who_asks_with_his_own_address_gets_a_link_that_opens_his_trips()
    {
        var world = await new CrewWorld().Manned();
        await Links(world).Ask("THEO@example.com", Stop);
        await Deliver(world, Theo);
        var letter = Assert.Single(_mail.Messages);
        Assert.Equal("theo@example.com", letter.ToAddress);
        var link = await Open(world, letter.Text);
        Assert.Equal(("theo", 1L), (link!.Subject, link.Counter));
        Golden.Check("crew-link.txt", $"Subject: {letter.Subject}\n\n{letter.Text}");
        Golden.Check("crew-link.html", letter.Html);
    }

    [Fact]
    public async Task An_address_that_nobody_has_or_of_somebody_who_has_left_writes_nothing()
    {
        var world = await new CrewWorld().Manned();
        await world.Roster.Put(Omar, member => member! with { Active = false }, Stop);
        await Links(world).Ask("somebody@example.com", Stop);
        await Links(world).Ask("omar@example.com", Stop);
        Assert.False(await Links(world).Send(Omar, Stop));
        Assert.False(await Links(world).Send(Id("nobody"), Stop));
        Assert.Empty(world.Notices);
    }

    [Fact]
    public async Task An_address_is_written_to_three_times_an_hour_and_the_owner_may_send_more()
    {
        var world = await new CrewWorld().Manned();
        for (var i = 0; i < 6; i++)
        {
            await Links(world).Ask("theo@example.com", Stop);
            world.Clock.AdvanceMinutes(1);
        }

        Assert.Equal(3, world.Notices.Count);
        Assert.True(await Links(world).Send(Theo, Stop));
        Assert.Equal(4, world.Notices.Count);
        world.Clock.AdvanceHours(1);
        await Links(world).Ask("theo@example.com", Stop);
        Assert.Equal(5, world.Notices.Count);
        await Links(world).Ask("ines@example.com", Stop);
        Assert.Equal(6, world.Notices.Count);
    }

    [Fact]
    public async Task Revoking_makes_every_link_old_and_the_next_letter_has_a_new_one()
    {
        var world = await new CrewWorld().Manned();
        await Links(world).Send(Theo, Stop);
        await Deliver(world, Theo);
        await world.Roster.RevokeLinks(Theo, Stop);
        world.Clock.AdvanceMinutes(1);
        await Links(world).Send(Theo, Stop);
        await Deliver(world, Theo);
        var counters = new List<long>();
        foreach (var letter in _mail.Messages) counters.Add((await Open(world, letter.Text))!.Counter);
        Assert.Equal([1L, 2L], counters.Order());
        Assert.Equal(2, (await world.Roster.Find(Theo, Stop))!.LinkEpoch);
    }

    [Fact]
    public async Task A_person_without_an_address_gets_a_draft_and_one_who_has_left_since_nothing()
    {
        var world = await new CrewWorld().Manned();
        await world.Roster.Put(Theo, member => member! with { Email = null }, Stop);
        await Links(world).Send(Theo, Stop);
        await Links(world).Send(Priya, Stop);
        await world.Roster.Put(Priya, member => member! with { Active = false }, Stop);
        await Deliver(world, Theo);
        await Deliver(world, Priya);
        Assert.Empty(_mail.Deliveries);
        Assert.Equal(NoticeState.Dropped, (await Links(world).Last(Priya, Stop))!.State);
        var notice = (await Links(world).Last(Theo, Stop))!;
        Assert.Equal(NoticeState.Draft, notice.State);
        var letter = await Post(world).Preview(notice, null, Stop);
        var draft = Assert.IsType<Letter.ByHand>(letter);
        Golden.Check("crew-link.draft.txt", draft.Text);
        Assert.NotNull(await Open(world, draft.Text));
    }

    private static OwnLinks Links(CrewWorld world) => new(world.Store.Open(Compartment.Crew), world.Hints, world.Clock);

    private Postman Post(CrewWorld world)
    {
        var records = world.Store.Open(Compartment.Crew);
        var letters = new CrewOutbox(records, _secrets, TemplateSource.Templates, world.Clock, () => world.Fleet, Site);
        return new Postman(records, letters, _mail, world.Clock);
    }

    private async Task Deliver(CrewWorld world, MemberId member) =>
        await Post(world).Deliver(CrewRows.PersonPartition(member), Stop);

    private async Task<MagicLink?> Open(CrewWorld world, string text)
    {
        var key = await _secrets.Get(SecretNames.CrewLinks, Stop);
        var word = text.Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries)
            .Single(one => one.StartsWith("https://crew.example.com/l/", StringComparison.Ordinal));
        var link = word[(word.LastIndexOf('/') + 1)..].Trim();
        return MagicLink.Open(link, LinkPurpose.Personal, key.Span, world.Clock.GetCurrentInstant());
    }
}
