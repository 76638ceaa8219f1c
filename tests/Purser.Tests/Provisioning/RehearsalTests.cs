using NodaTime;
using Purser.Bookings;
using Purser.Embedded.Mail;
using Purser.Outside.Records;
using Purser.Reception;
using Purser.Tests.Simulation;

namespace Purser.Tests.Provisioning;

/// <summary>The time machine: what it shows is what goes out, and it changes nothing.</summary>
public sealed class RehearsalTests
{
    private static readonly Instant Sails = Instant.FromUtc(2027, 5, 30, 17, 0);
    private readonly SimulatedHouse _house = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_mail_of_a_preview_leaves_later_with_the_same_bytes()
    {
        var id = await Book();
        var shown = (await _house.Rehearse().PlayTo(id, Sails, Stop))!;
        var previewed = shown.Messages.ToDictionary(
            message => message.Name, message => Bytes(message.Mail!), StringComparer.Ordinal);
        await _house.Settle();
        var sent = _house.Mail.Deliveries.ToDictionary(mail => mail.Name, Bytes, StringComparer.Ordinal);
        Assert.Equal(4, sent.Count);
        Assert.Equal(sent.Keys.Order(StringComparer.Ordinal), previewed.Keys.Order(StringComparer.Ordinal));
        foreach (var (name, bytes) in sent) Assert.Equal(bytes, previewed[name]);
    }

    [Fact]
    public async Task The_page_of_a_preview_is_later_published_with_the_same_bytes()
    {
        var id = await Book();
        var shown = (await _house.Rehearse().PlayTo(id, Sails, Stop))!;
        Assert.False(shown.Page!.Published);
        await _house.Settle();
        var file = (await BookingFile.Load(_house.Office, id, Stop))!;
        var there = _house.Objects.All[Purser.Guests.PagePlace.Object(file.Booking.Slug!.Value)];
        Assert.Equal(there.Content.Body.ToArray(), shown.Page.Body.ToArray());
        Assert.True((await _house.Rehearse().PlayTo(id, Sails, Stop))!.Page!.Published);
    }

    [Fact]
    public async Task A_preview_writes_nothing()
    {
        var id = await Book();
        var before = Everything();
        var (puts, edge) = (_house.Objects.Puts, _house.Edge.Invalidated.Count);
        await _house.Rehearse().PlayTo(id, Sails + Duration.FromDays(400), Stop);
        Assert.Equal(before, Everything());
        Assert.Equal((puts, edge, 0), (_house.Objects.Puts, _house.Edge.Invalidated.Count, _house.Mail.Deliveries.Count));
    }

    [Theory]
    [InlineData("2027-05-29T06:59:59Z", "before")]
    [InlineData("2027-05-30T06:59:59Z", "before")]
    [InlineData("2027-05-30T07:00:00Z", "boarding")]
    [InlineData("2027-05-30T16:59:59Z", "boarding")]
    [InlineData("2027-05-30T17:00:00Z", "underway")]
    [InlineData("2027-05-30T20:00:00Z", "after")]
    [InlineData("2028-05-30T20:00:00Z", "archive")]
    public async Task The_phase_is_right_to_the_second(string at, string phase)
    {
        var id = await Book();
        var moment = NodaTime.Text.InstantPattern.ExtendedIso.Parse(at).Value;
        Assert.Equal(phase, (await _house.Rehearse().PlayTo(id, moment, Stop))!.Phase);
    }

    [Fact]
    public async Task A_guest_without_an_address_gets_a_draft_that_the_night_holds()
    {
        _house.Clock.Reset(Instant.FromUtc(2027, 5, 2, 5, 0));
        var id = await Book(mail: null);
        var shown = (await _house.Rehearse().PlayTo(id, Sails, Stop))!;
        var draft = Assert.Single(shown.Messages, message => message.Mail is null);
        Assert.Equal(("guest", Instant.FromUtc(2027, 5, 2, 15, 0)), (draft.Person, draft.When));
        Assert.Contains("guest-confirmation", draft.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_second_round_of_invitations_is_shown_for_the_time_at_which_it_comes()
    {
        _house.Fleet = _house.Fleet with { Crew = new Purser.Fleet.CrewRules(CaptainFirst: true) };
        var id = await Book();
        await _house.Settle();
        var shown = (await _house.Rehearse().PlayTo(id, Sails, Stop))!;
        var asked = shown.Messages.Where(message => message.Purpose == Purser.Outside.Outbox.NoticePurpose.CrewInvitation);
        Assert.All(asked, message => Assert.Equal(Sails - Duration.FromHours(48), message.When));
        Assert.Equal(2, asked.Count());
    }

    [Fact]
    public async Task A_moment_that_is_past_shows_the_page_and_no_message()
    {
        var id = await Book();
        await _house.Settle();
        var shown = (await _house.Rehearse().PlayTo(id, Instant.FromUtc(2027, 4, 1, 0, 0), Stop))!;
        Assert.Equal(("before", true, 0), (shown.Phase, shown.Page!.Published, shown.Messages.Count));
    }

    private async Task<BookingId> Book(string? mail = "robin@example.com")
    {
        await _house.WithCrew();
        var request = Requests.Make(mail: mail);
        var reply = await _house.FrontDesk.Accept(request, _house.Price("840.75", "boatsetter"), null, Stop);
        return Assert.IsType<FrontDeskReply.Created>(reply).File.Booking.Id;
    }

    private List<string> Everything() =>
    [
        .. Enum.GetValues<Compartment>().SelectMany(compartment => _house.Store.Of(compartment).All)
            .Select(row => $"{row.Key} {row.Version} {Convert.ToHexStringLower(row.Body.Span)}"),
    ];

    private static byte[] Bytes(Purser.Outside.Mail mail) => MailFile.Bytes(mail, Instant.MinValue);
}
