using Purser.Bookings;
using Purser.Guests.Waivers;
using Purser.Outside;
using Purser.Outside.Outbox;
using Purser.Reception;
using Purser.Tests.Simulation;

namespace Purser.Tests.Provisioning;

/// <summary>What the office and the crew hear of a waiver that was signed.</summary>
public sealed class WaiverFollowingTests
{
    private readonly SimulatedHouse _house = new(seed: 11);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_signer_gets_one_copy_and_crew_hear_counts_and_first_names_of_the_missing()
    {
        var id = await Booked();
        var booker = (await File(id)).Booking.Guest.Name;
        await _house.Guests.Name(id, Texts.Parse<PassengerName>("Ada Stone"), true, Stop);
        await _house.Guests.Name(id, Texts.Parse<PassengerName>("$500 Stone"), true, Stop);
        await Sign(id, "Sam Alvarez", "sam@example.com");
        await _house.Settle();
        await _house.Provisioner.Follow(id, Stop);
        await _house.Settle();
        var file = await File(id);
        var copy = Assert.Single(file.Notices, notice => notice.Key.Purpose == NoticePurpose.WaiverCopy);
        Assert.Equal(NoticeState.Sent, copy.State);
        Assert.StartsWith("waiver-", copy.Key.Person, StringComparison.Ordinal);
        var papers = (await _house.Crew.Sheet(Texts.Parse<Purser.Crew.EventId>(id.Text), Stop))!.Event.Papers;
        Assert.Equal((1, file.Booking.Guest.Party), (papers.Signed, papers.Of));
        Assert.Equal($"{PassengerName.First(booker)}, Ada", papers.Missing);
        Assert.DoesNotContain("Stone", papers.Missing, StringComparison.Ordinal);
        Assert.Equal((1, file.Booking.Guest.Party), _house.Papers.Waivers(file));
        await Sign(id, booker, null);
        await _house.Settle();
        papers = (await _house.Crew.Sheet(Texts.Parse<Purser.Crew.EventId>(id.Text), Stop))!.Event.Papers;
        Assert.Equal((2, "Ada"), (papers.Signed, papers.Missing));
    }

    [Fact]
    public async Task A_lost_hint_costs_a_sweep_and_not_the_copy()
    {
        var id = await Booked();
        await Sign(id, "Sam Alvarez", "sam@example.com");
        _house.Hints.Lose();
        await _house.Settle();
        Assert.Single((await File(id)).Notices, notice => notice.Key.Purpose == NoticePurpose.WaiverCopy);
    }

    private async Task<BookingFile> File(BookingId id) => (await _house.Shelf.Read(id, Stop))!;

    private async Task<BookingId> Booked()
    {
        await _house.WithCrew();
        var reply = await _house.FrontDesk.Accept(Requests.Make(), NoRider.Instance, null, Stop);
        await _house.Settle();
        return Assert.IsType<FrontDeskReply.Created>(reply).File.Booking.Id;
    }

    private async Task Sign(BookingId id, string name, string? mail)
    {
        var passenger = Texts.Parse<PassengerName>(name);
        var text = WaiverText.Of(_house.Fleet.Waivers!, "en");
        var given = new WaiverGiven(
            passenger, null, text.Version, text.Language, text.Hash, passenger, null, mail, "en");
        var reply = await _house.Guests.Sign(id, "", given, WaiverProof.Code, Stop);
        Assert.IsType<WaiverReply.Signed>(reply);
    }
}
