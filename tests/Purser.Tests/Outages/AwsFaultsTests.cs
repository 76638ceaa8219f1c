using System.Net;
using NodaTime;
using Purser.Bookings;
using Purser.Contracts.Aws;
using Purser.Contracts.Memory;
using Purser.Guests;
using Purser.Outside;
using Purser.Reception;
using Purser.Tests.Simulation;

namespace Purser.Tests.Outages;

/// <summary>
/// What the whole house does when AWS fails: the ledger names fault and remedy, the other surfaces go on, nothing is
/// lost and nothing is doubled. The table of docs/guides/faults-on-aws.md names each of these tests.
/// </summary>
public sealed class AwsFaultsTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("ProvisionedThroughputExceededException", 400, "have the limit raised")]
    [InlineData("ThrottlingException", 400, "have the limit raised")]
    [InlineData("ExpiredTokenException", 400, "the credentials have run out")]
    [InlineData("InternalServerError", 500, "a fault of its own")]
    public async Task What_passes_is_in_the_ledger_with_its_next_try_and_done_when_it_has_passed(
        string type, int status, string why)
    {
        await using var world = await AwsWorld.Start();
        var house = await world.House();
        var id = await AwsWorld.Book(house);
        world.Break(AwsWorld.Writes(world.Options.Tables.Calendar), _ => AwsWorld.Fault(type, status));
        await AwsWorld.Work(house);
        var ledger = await AwsWorld.Ledger(house, id);
        Assert.Equal(EffectState.Failed, ledger.Calendar.State);
        Assert.Contains(why, ledger.Calendar.Error, StringComparison.Ordinal);
        Assert.Contains(type, ledger.Calendar.Error, StringComparison.Ordinal);
        Assert.NotNull(ledger.Calendar.NextTry);
        AssertDone(ledger.Crew, ledger.Page, ledger.PageCheck);
        world.Mend();
        await Settle(house);
        await AssertWhole(world, house, id);
    }

    [Theory]
    [InlineData("ResourceNotFoundException", "there is no table")]
    [InlineData("AccessDeniedException", "allow it in its policy")]
    [InlineData("UnrecognizedClientException", "renew them")]
    public async Task What_is_refused_for_good_tells_the_owner_the_remedy_and_is_done_when_he_retries(
        string type, string remedy)
    {
        await using var world = await AwsWorld.Start();
        var house = await world.House();
        var id = await AwsWorld.Book(house);
        world.Break(AwsWorld.To(world.Options.Tables.CrewEvents), _ => AwsWorld.Fault(type));
        await AwsWorld.Work(house);
        var ledger = await AwsWorld.Ledger(house, id);
        Assert.Equal((EffectState.Failed, (Instant?)null), (ledger.Crew.State, ledger.Crew.NextTry));
        Assert.Contains(remedy, ledger.Crew.Error, StringComparison.Ordinal);
        AssertDone(ledger.Calendar, ledger.Page, ledger.PageCheck);
        var alert = Assert.Single(world.Mails, mail => mail.Name.Contains("owner-alert", StringComparison.Ordinal));
        Assert.Contains(remedy, alert.Text, StringComparison.Ordinal);
        world.Mend();
        Assert.True(await house.Provisioner.Retry(id, "crew", Stop));
        await Settle(house);
        await AssertWhole(world, house, id);
    }

    [Fact]
    public async Task A_denied_bucket_and_a_denied_distribution_are_told_apart_and_the_old_page_stays()
    {
        await using var world = await AwsWorld.Start();
        var house = await world.House();
        var id = await AwsWorld.Book(house);
        world.Break(world.Pages, _ => FrontReply.Fault(403, "AccessDenied"));
        await AwsWorld.Work(house);
        var ledger = await AwsWorld.Ledger(house, id);
        Assert.Contains("allow it in the role", ledger.Page.Error, StringComparison.Ordinal);
        AssertDone(ledger.Calendar, ledger.Crew);
        world.Mend();
        await house.Provisioner.Retry(id, null, Stop);
        await Settle(house);
        await AssertWhole(world, house, id);

        world.Break(AwsWorld.Invalidations, _ => FrontReply.Fault(403, "AccessDenied"));
        await Change(house, id, party: 4);
        await AwsWorld.Work(house);
        ledger = await AwsWorld.Ledger(house, id);
        Assert.Contains("cloudfront:CreateInvalidation", ledger.Page.Error, StringComparison.Ordinal);
        world.Mend();
        await house.Provisioner.Retry(id, null, Stop);
        await Settle(house);
        await AssertWhole(world, house, id);
    }

    [Fact]
    public async Task What_was_done_and_whose_answer_was_lost_is_done_once()
    {
        await using var world = await AwsWorld.Start();
        var house = await world.House();
        var tables = world.Options.Tables;
        world.LoseReplies(
            request => AwsWorld.Writes(tables.Calendar)(request) || AwsWorld.Writes(tables.CrewEvents)(request)
                || AwsWorld.Writes(tables.Office)(request) || world.Pages(request), most: 12);
        var id = await AwsWorld.Book(house);
        await Settle(house);
        await AssertWhole(world, house, id);
        var page = (await BookingFile.Load(house.Office, id, Stop))!.Page!;
        Assert.Equal(1, page.Revision);
    }

    [Fact]
    public async Task A_booking_that_could_not_be_taken_is_taken_once_when_it_comes_again()
    {
        await using var world = await AwsWorld.Start();
        var house = await world.House();
        var office = world.Options.Tables.Office;
        world.Break(AwsWorld.Writes(office), _ => AwsWorld.Fault("ResourceNotFoundException"));
        var fault = await Assert.ThrowsAsync<OutsideRefused>(() => AwsWorld.Book(house));
        Assert.Contains(office, fault.Reason, StringComparison.Ordinal);
        world.Break(AwsWorld.Writes(office), _ => AwsWorld.Fault("ThrottlingException"));
        await Assert.ThrowsAsync<OutsideUnavailable>(() => AwsWorld.Book(house));
        world.Mend();
        var id = await AwsWorld.Book(house);
        Assert.IsType<FrontDeskReply.Same>(
            await house.FrontDesk.Accept(Requests.Make(), NoRider.Instance, null, Stop));
        await Settle(house);
        await AssertWhole(world, house, id);
    }

    [Fact]
    public async Task A_batch_that_was_answered_in_part_is_asked_for_until_it_is_whole()
    {
        await using var world = await AwsWorld.Start();
        var house = await world.House();
        var parts = 0;
        world.Break(
            AwsWorld.To(world.Options.Tables.Office, "BatchGetItem"),
            request => ++parts % 2 == 0 ? null : Unprocessed(request));
        var id = await AwsWorld.Book(house);
        await Settle(house);
        Assert.True(parts > 1);
        await AssertWhole(world, house, id);
    }

    [Theory]
    [InlineData("calendar")]
    [InlineData("page")]
    public async Task A_function_that_finishes_late_changes_nothing_that_a_later_one_has_made(string surface)
    {
        await using var world = await AwsWorld.Start();
        var (slow, quick) = (await world.House(), await world.House());
        var id = await AwsWorld.Book(slow);
        using var reached = new ManualResetEventSlim();
        using var release = new ManualResetEventSlim();
        var held = surface == "page" ? world.Pages : AwsWorld.Writes(world.Options.Tables.Calendar);
        var first = 1;
        world.Break(held, _ =>
        {
            if (Interlocked.Exchange(ref first, 0) == 0) return null;
            reached.Set();
            release.Wait(Stop);
            return null;
        });
        var late = Task.Run(() => slow.Provisioner.Provision(id, Stop), Stop);
        await Task.Run(() => reached.Wait(Stop), Stop);
        await Change(quick, id, party: 3);
        await quick.Provisioner.Provision(id, Stop);
        release.Set();
        await late;
        await Settle(quick);
        await AssertWhole(world, quick, id, generation: 2);
        var page = await quick.Shelf.Read(id, Stop);
        Assert.Equal(3, page!.Booking.Guest.Party);
    }

    [Fact]
    public async Task Functions_that_work_on_the_same_booking_at_once_make_each_thing_once()
    {
        await using var world = await AwsWorld.Start();
        var houses = new[] { await world.House(), await world.House(), await world.House() };
        var id = await AwsWorld.Book(houses[0]);
        await Task.WhenAll(houses.Select(house => Task.Run(() => house.Provisioner.Provision(id, Stop), Stop)));
        await Settle(houses[0]);
        await AssertWhole(world, houses[0], id);
    }

    [Fact]
    public async Task Hints_that_come_twice_and_in_another_order_do_each_thing_once()
    {
        await using var world = await AwsWorld.Start();
        var (one, other) = (await world.House(), await world.House());
        var id = await AwsWorld.Book(one);
        for (var round = 0; round < 6; round++)
        {
            var hints = new List<Hint>();
            while ((one.Hints.Take() ?? other.Hints.Take()) is { } hint) hints.Add(hint);
            if (hints.Count == 0) break;
            hints.Reverse();
            // A queue hands a message out more than once, and to whoever asks.
            foreach (var hint in hints.Concat(hints))
                await Task.WhenAll(one.Perform(hint), other.Perform(hint));
        }

        await Settle(one);
        await AssertWhole(world, one, id);
    }

    [Fact]
    public async Task Secrets_that_cannot_be_read_hold_up_only_what_needs_them()
    {
        var faults = Faults.Nth(1, FaultSpan.Forever);
        var house = await new SimulatedHouse(secretFaults: faults).WithCrew();
        var id = await AwsWorld.Book(house);
        await AwsWorld.Work(house);
        var ledger = await AwsWorld.Ledger(house, id);
        AssertDone(ledger.Calendar);
        Assert.All((Effect[])[ledger.Crew, ledger.Page], effect =>
        {
            Assert.Equal(EffectState.Failed, effect.State);
            Assert.Contains("secret", effect.Error, StringComparison.Ordinal);
            Assert.NotNull(effect.NextTry);
        });
        faults.Stop();
        await Settle(house);
        ledger = await AwsWorld.Ledger(house, id);
        AssertDone(ledger.Calendar, ledger.Crew, ledger.Page, ledger.PageCheck);
    }

    private static async Task Change(SimulatedHouse house, BookingId id, int party) => await house.FrontDesk.Change(
        id, now => BookingEdit.Of(now) with { Guest = now.Guest with { Party = party } }, null, NoRider.Instance, Stop);

    /// <summary>Time passes and sweeps come, until nothing is left to do.</summary>
    private static async Task Settle(SimulatedHouse house)
    {
        for (var i = 0; i < 4; i++)
        {
            await AwsWorld.Work(house);
            house.Clock.AdvanceMinutes(11);
            await house.Sweep();
        }
    }

    private static void AssertDone(params Effect[] effects) =>
        Assert.All(effects, effect => Assert.Equal((EffectState.Done, null), (effect.State, effect.Error)));

    /// <summary>One entry, one event and one page at the booking's counters, and nobody told the same twice.</summary>
    private static async Task AssertWhole(AwsWorld world, SimulatedHouse house, BookingId id, long generation = 0)
    {
        var file = (await BookingFile.Load(house.Office, id, Stop))!;
        AssertDone(file.Effects.Calendar, file.Effects.Crew, file.Effects.Page, file.Effects.PageCheck);
        if (generation > 0) Assert.Equal(generation, file.Booking.Generation);
        Assert.Equal(file.Work.Wanted, file.Work.Done);
        var today = new LocalDate(2027, 1, 1);
        var entry = Assert.Single(await house.Windows.Calendar.List(today, today.PlusYears(1), Stop));
        var crew = Assert.Single(await house.Crew.List(today, today.PlusYears(1), Stop));
        Assert.Equal((id, file.Booking.Generation), (entry.Booking, entry.Generation));
        Assert.Equal((id, file.Booking.Generation), (crew.Booking, crew.Generation));
        Assert.Equal(PagePlace.Object(file.Booking.Slug!.Value).Text, file.Page!.Page!.Key);
        Assert.Equal(file.Page.Page.Sha256, file.Effects.PageCheck.Proof);
        var twice = world.Mails.GroupBy(mail => mail.MessageId).Where(same => same.Count() > 1);
        Assert.Empty(twice.Select(same => same.First().Name));
    }

    /// <summary>Every key comes back unanswered.</summary>
    private static FrontReply Unprocessed(FrontRequest request)
    {
        var asked = System.Text.Json.Nodes.JsonNode.Parse(request.Body)!["RequestItems"]!.ToJsonString();
        var body = System.Text.Encoding.UTF8.GetBytes($$"""{"Responses":{},"UnprocessedKeys":{{asked}}}""");
        return new FrontReply((int)HttpStatusCode.OK, body)
        {
            Headers = new Dictionary<string, string> { ["Content-Type"] = "application/x-amz-json-1.0" },
        };
    }
}
