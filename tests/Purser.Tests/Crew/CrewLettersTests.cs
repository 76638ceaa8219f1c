using NodaTime;
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

public sealed class CrewLettersTests
{
    private static readonly Uri Site = new("https://crew.example.com");

    private readonly MemorySecrets secrets = new(1);
    private readonly MemoryMail mail = new();

    private Postman Post(CrewWorld world) => new(
        world.Store.Open(Compartment.Crew),
        new CrewOutbox(
            world.Store.Open(Compartment.Crew), secrets, TemplateSource.Templates, world.Clock, () => world.Fleet, Site),
        mail, world.Clock);

    private async Task Deliver(CrewWorld world) => await Post(world).Deliver(CrewRows.EventPartition(Event), Stop);

    private Mail To(MemberId member, string purpose) => Assert.Single(
        mail.Messages, one => one.Name.Contains($".{member}.{purpose}.", StringComparison.Ordinal));

    [Fact]
    public async Task An_invitation_says_when_where_and_what_and_its_link_opens_that_event_for_that_person()
    {
        var world = await new CrewWorld().Booked();
        await Deliver(world);
        var letter = To(Theo, "crew-invitation");
        Assert.Equal("Asked: first mate on JADA, Sun 30 May, 10:00 – 13:00 PDT", letter.Subject);
        Golden.Check("crew-invitation.txt", letter.Text);
        Golden.Check("crew-invitation.html", letter.Html);
        foreach (var part in (string[])[letter.Text, letter.Html])
        {
            Assert.Contains("Sunday 30 May 2027", part, StringComparison.Ordinal);
            Assert.Contains("San Diego time (PDT)", part, StringComparison.Ordinal);
            Assert.Contains("Aboard 09:00, away by 14:00.", part, StringComparison.Ordinal);
            Assert.Contains("Small life jackets on deck", part, StringComparison.Ordinal);
            Assert.Contains("Birthday; two children", part, StringComparison.Ordinal);
        }

        var line = letter.Text.Split('\n').Single(one => one.StartsWith("https://crew.example.com/l/", StringComparison.Ordinal));
        var key = await secrets.Get(SecretNames.CrewLinks, Stop);
        var link = MagicLink.Open(line[line.LastIndexOf('/')..][1..], LinkPurpose.Event, key.Span, world.Clock.GetCurrentInstant())!;
        Assert.Equal((Event, Theo), CrewLinks.Read(link.Subject));
        Assert.Equal((1L, Instant.FromUtc(2027, 5, 31, 20, 0)), (link.Counter, link.Expires));
        Assert.Contains("METHOD:PUBLISH", System.Text.Encoding.UTF8.GetString(letter.Attachments[0].Body.Span), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_letter_renders_and_tells_each_person_once()
    {
        var world = await new CrewWorld().Booked();
        await Deliver(world);
        await world.Say(Ines, 1, true);
        await world.Say(Theo, 1, true);
        await Deliver(world);
        await world.Desk.Put(Trip(generation: 2, hour: 15), Stop);
        await Deliver(world);
        await world.Desk.Assign(Event, Captain, Paolo, Stop);
        await Deliver(world);
        await world.Desk.Put(Trip(generation: 3, hour: 15, live: false), Stop);
        await Deliver(world);
        await Deliver(world);
        Assert.Contains("10:00 – 13:00 PDT", To(Theo, "crew-change").Text, StringComparison.Ordinal);
        foreach (var letter in (Mail[])[To(Theo, "crew-change"), To(Ines, "captain-status"), To(Ines, "crew-release"), To(Paolo, "crew-cancelled")])
            Golden.Check($"{letter.Name.Split('.')[2]}.txt", $"Subject: {letter.Subject}\n\n{letter.Text}");
        Golden.Check("crew-change.html", To(Theo, "crew-change").Html);
        Assert.Contains("Theo Lindqvist", To(Ines, "captain-status").Text, StringComparison.Ordinal);
        Assert.Contains("released", To(Ines, "crew-release").Text, StringComparison.Ordinal);
        Assert.Contains("does not take place", To(Paolo, "crew-cancelled").Text, StringComparison.Ordinal);
        Assert.Equal(mail.Messages.Count, mail.Deliveries.Count);
    }

    [Fact]
    public async Task Who_was_never_told_of_a_charter_is_not_told_of_its_cancelling()
    {
        var world = await new CrewWorld().Booked();
        await world.Desk.Put(Trip(generation: 2, live: false), Stop);
        await Deliver(world);
        Assert.Empty(mail.Deliveries);
        Assert.All(world.Notices, notice => Assert.Equal(NoticeState.Dropped, notice.State));
    }

    [Fact]
    public async Task Only_the_last_of_several_asks_is_sent()
    {
        var world = await new CrewWorld().Booked();
        await world.Desk.Put(Trip(generation: 2, hour: 15), Stop);
        await world.Desk.Put(Trip(generation: 3, hour: 16), Stop);
        await Deliver(world);
        Assert.Equal(3, mail.Deliveries.Count);
        Assert.Contains("16:00 – 19:00", To(Theo, "crew-change").Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_captain_hears_nothing_when_the_set_is_as_he_was_told()
    {
        var world = await new CrewWorld().Booked();
        await world.Say(Ines, 1, true);
        await Deliver(world);
        await world.Say(Priya, 1, true);
        await world.Say(Priya, 1, false);
        await Deliver(world);
        Assert.DoesNotContain(mail.Messages, one => one.Name.Contains("captain-status", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_person_without_an_address_gets_a_draft_with_his_link()
    {
        var world = new CrewWorld();
        await world.Roster.Import([.. People.Select(one => one with { Email = null })], Stop);
        await world.Desk.Put(Trip(), Stop);
        await Deliver(world);
        Assert.Empty(mail.Deliveries);
        var notice = world.Notices.First(one => one.Key.Person == "theo");
        Assert.Equal(NoticeState.Draft, notice.State);
        var draft = Assert.IsType<Letter.ByHand>(await Post(world).Preview(notice, null, Stop));
        Assert.StartsWith(
            "Theo, you are asked: first mate on JADA, Sun 30 May, 10:00 – 13:00 PDT, Cabrillo Dock, Gate C, slip 14. "
            + "Aboard 09:00, away by 14:00. See it and answer: https://crew.example.com/l/event.",
            draft.Text, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', draft.Text);
    }

    [Fact]
    public async Task Every_letter_has_a_text_to_be_sent_by_hand()
    {
        var world = new CrewWorld();
        await world.Roster.Import([.. People.Select(one => one with { Email = null })], Stop);
        await world.Desk.Put(Trip(), Stop);
        await Drafted(world, NoticePurpose.CrewInvitation);
        await world.Say(Ines, 1, true);
        await world.Say(Theo, 1, true);
        await Drafted(world, NoticePurpose.CaptainStatus);
        await world.Desk.Put(Trip(generation: 2, hour: 15), Stop);
        await Drafted(world, NoticePurpose.CrewChange);
        await world.Desk.Assign(Event, Captain, Paolo, Stop);
        await Drafted(world, NoticePurpose.CrewRelease);
        await world.Desk.Put(Trip(generation: 3, hour: 15, live: false), Stop);
        await Drafted(world, NoticePurpose.CrewCancelled);
    }

    /// <summary>Every draft of a purpose is said to be sent; the first is kept as it reads.</summary>
    private async Task Drafted(CrewWorld world, NoticePurpose purpose)
    {
        await Deliver(world);
        var partition = CrewRows.EventPartition(Event);
        var drafts = world.Notices.Where(one => one.State == NoticeState.Draft).OrderBy(one => one.Key.Name).ToList();
        var first = drafts.First(one => one.Key.Purpose == purpose);
        var letter = Assert.IsType<Letter.ByHand>(await Post(world).Preview(first, null, Stop));
        Golden.Check($"{purpose.Word}.draft.txt", letter.Text);
        foreach (var draft in drafts) await Post(world).SentByHand(partition, draft.Key.Name, Stop);
    }
}
