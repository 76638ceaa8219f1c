using System.Text;
using NodaTime;
using Purser.Bookings;
using Purser.Contracts.Memory;
using Purser.Guests;
using Purser.Outside;
using Purser.Outside.Records;
using Purser.Reception;
using Purser.Tests.Simulation;

namespace Purser.Tests.Reception;

/// <summary>A guest is forgotten: everywhere, once, and for good.</summary>
public sealed class ErasingTests
{
    private static readonly string[] Personal =
        ["Robin", "Alvarez", "robin@example.com", "6195550123", "Birthday", "two children"];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Nothing_of_the_person_is_left_anywhere_but_what_was_paid()
    {
        var house = new SimulatedHouse();
        var id = await Sailed(house);
        Assert.NotEmpty(Traces(house));
        var sent = house.Mail.Deliveries.Count;
        var receipt = await Erased(house, id);
        await house.Settle();
        Assert.Empty(Traces(house));
        Assert.Equal(sent, house.Mail.Deliveries.Count);
        Assert.NotNull(receipt.Finished);
        Assert.Equal((1, 5), (receipt.Removed["guest"], receipt.Removed["mails"]));
        var price = await house.Office.Get(new RecordKey(OfficeRows.Partition(id), "price"), Stop);
        Assert.Contains("840.75", Encoding.UTF8.GetString(price!.Body.Span), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_address_stays_claimed_and_shows_that_nothing_is_kept()
    {
        var house = new SimulatedHouse();
        var id = await Sailed(house);
        var slug = (await File(house, id)).Booking.Slug!.Value;
        await Erased(house, id);
        await house.Settle();
        var page = Encoding.UTF8.GetString(house.Objects.All[PagePlace.Object(slug)].Content.Body.Span);
        Assert.StartsWith("guest/erased.html", page, StringComparison.Ordinal);
        Assert.Equal(id, await house.Shelf.Find(slug, Stop));
        var file = await File(house, id);
        Assert.Equal(file.Work.Wanted, file.Work.Done);
        Assert.Equal(EffectState.Done, file.Effects.PageCheck.State);
    }

    [Fact]
    public async Task Erasing_again_changes_nothing_and_gives_the_same_receipt()
    {
        var house = new SimulatedHouse();
        var id = await Sailed(house);
        var first = await Erased(house, id);
        await house.Settle();
        var generation = (await File(house, id)).Booking.Generation;
        var again = await Erased(house, id);
        Assert.Equal(first.Finished, again.Finished);
        Assert.Equal(first.Removed.Where(kind => kind.Value > 0), again.Removed.Where(kind => kind.Value > 0));
        Assert.Equal(generation, (await File(house, id)).Booking.Generation);
    }

    [Fact]
    public async Task A_charter_that_is_to_sail_is_not_forgotten_until_it_is_cancelled()
    {
        var house = new SimulatedHouse();
        var id = await Booked(house);
        var refused = Assert.IsType<ErasureReply.Refused>(await house.Eraser.Erase(id, Stop));
        Assert.Equal(RefusalReason.StillToSail, refused.Why.Reason);
        await house.FrontDesk.Cancel(id, "Robin is ill", null, Stop);
        await house.Settle();
        await Erased(house, id);
        await house.Settle();
        Assert.Empty(Traces(house));
    }

    [Fact]
    public async Task What_the_source_says_afterwards_brings_nobody_back()
    {
        var house = new SimulatedHouse();
        var id = await Sailed(house);
        await Erased(house, id);
        var again = Requests.Make(requests: "Robin would like cake", sent: house.Clock.GetCurrentInstant());
        Assert.IsType<FrontDeskReply.Same>(await house.FrontDesk.Accept(again, NoRider.Instance, null, Stop));
        var edit = await house.FrontDesk.Change(
            id, now => BookingEdit.Of(now) with { Requests = "Robin" }, null, NoRider.Instance, Stop);
        Assert.Equal(RefusalReason.Erased, Assert.IsType<FrontDeskReply.Refused>(edit).Reason);
        await house.Settle();
        Assert.Empty(Traces(house));
    }

    [Theory]
    [InlineData(FaultMoment.Before)]
    [InlineData(FaultMoment.After)]
    public async Task A_stop_anywhere_in_the_middle_is_finished_by_a_repeat(FaultMoment moment)
    {
        var count = Faults.None;
        await Sailed(new SimulatedHouse(faults: count));
        var stopped = true;
        for (var nth = count.Calls + 1; stopped; nth++)
        {
            var faults = Faults.Nth(nth, FaultSpan.Forever, moment);
            faults.Stop();
            var house = new SimulatedHouse(faults: faults);
            var id = await Sailed(house);
            faults.Resume();
            stopped = await Stops(() => house.Eraser.Erase(id, Stop));
            faults.Stop();
            Assert.NotNull((await Erased(house, id)).Finished);
            await house.Settle();
            Assert.Empty(Traces(house));
        }
    }

    private static async Task<bool> Stops(Func<Task> work)
    {
        try
        {
            await work();
            return false;
        }
        catch (OutsideUnavailable)
        {
            return true;
        }
    }

    private static async Task<ErasureReceipt> Erased(SimulatedHouse house, BookingId id) =>
        Assert.IsType<ErasureReply.Done>(await house.Eraser.Erase(id, Stop)).Receipt;

    private static async Task<BookingId> Booked(SimulatedHouse house)
    {
        await house.WithCrew();
        var request = Requests.Make(requests: "Birthday; two children. We paid $50 cash");
        var reply = await house.FrontDesk.Accept(request, house.Price("840.75", "boatsetter"), null, Stop);
        await house.Settle();
        return Assert.IsType<FrontDeskReply.Created>(reply).File.Booking.Id;
    }

    private static async Task<BookingId> Sailed(SimulatedHouse house)
    {
        var id = await Booked(house);
        house.Clock.Reset(Instant.FromUtc(2027, 6, 2, 18, 0));
        await house.Settle();
        return id;
    }

    private static async Task<BookingFile> File(SimulatedHouse house, BookingId id) =>
        (await BookingFile.Load(house.Office, id, Stop))!;

    /// <summary>Where something of the person lies.</summary>
    private static List<string> Traces(SimulatedHouse house)
    {
        var rows = Enum.GetValues<Compartment>().SelectMany(compartment => house.Store.Of(compartment).All)
            .Select(row => (Place: row.Key.ToString(), Text: Encoding.UTF8.GetString(row.Body.Span)));
        var objects = house.Objects.All.Select(one =>
            (Place: one.Key.Text, Text: Encoding.UTF8.GetString(one.Value.Content.Body.Span)));
        var mails = house.Mail.Kept.Select(mail => (Place: mail.Name, Text: mail.Text));
        return
        [
            .. from place in rows.Concat(objects).Concat(mails)
               from word in Personal
               where place.Text.Contains(word, StringComparison.OrdinalIgnoreCase)
               select $"{place.Place}: {word}",
        ];
    }
}
