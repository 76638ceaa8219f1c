using Purser.Aws.Lambda;
using Purser.Aws.Queue;
using Purser.Aws.Storage;
using Purser.Bookings;
using Purser.Outside;
using Purser.Outside.Records;

namespace Purser.Contracts.Aws;

public sealed class HintsByCompartmentTests
{
    private static readonly BookingId Id = Texts.Parse<BookingId>("abcdefghijklmnopqrstuvwxyz");

    public static TheoryData<Hint, Compartment> Hints => new()
    {
        { new Hint.Booking(Id), Compartment.Office },
        { new Hint.Follow(Id), Compartment.Office },
        { new Hint.Entry("hold-1"), Compartment.Office },
        { new Hint.GuestLink(Texts.Parse<Slug>("may-30-direct-charter"), "robin@example.com"), Compartment.Office },
        { new Hint.Outbox(Compartment.Office, "booking#1"), Compartment.Office },
        { new Hint.Outbox(Compartment.Crew, "event#1"), Compartment.Crew },
        { new Hint.CrewLink("mei@example.com"), Compartment.Crew },
        { new Hint.Photo(Id, "photo-1"), Compartment.Guest },
    };

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Hints), DisableDiscoveryEnumeration = true)]
    public async Task A_hint_goes_to_the_queue_of_whose_work_it_is_and_nowhere_else(Hint hint, Compartment whose)
    {
        var queues = Enum.GetValues<Compartment>().ToDictionary(one => one, _ => new Kept());
        await new HintsByCompartment(queues.ToDictionary(pair => pair.Key, pair => (IHints)pair.Value)).Leave(hint, Stop);
        Assert.All(queues, pair => Assert.Equal(pair.Key == whose ? [hint] : [], pair.Value.All));
    }

    [Theory]
    [MemberData(nameof(Hints), DisableDiscoveryEnumeration = true)]
    public async Task Without_a_queue_a_hint_is_lost_and_nobody_is_disturbed(Hint hint, Compartment whose)
    {
        var others = Enum.GetValues<Compartment>().Where(one => one != whose).ToDictionary(one => one, _ => new Kept());
        await new HintsByCompartment(others.ToDictionary(pair => pair.Key, pair => (IHints)pair.Value)).Leave(hint, Stop);
        Assert.All(others.Values, queue => Assert.Empty(queue.All));
    }

    [Theory]
    [InlineData("sent/abc/photo-1", "abc/photo-1")]
    [InlineData("kept/abc/photo-1", "abc/photo-1")]
    [InlineData("elsewhere/abc/photo-1", null)]
    [InlineData("sent", null)]
    public void An_object_of_the_quarantine_names_the_file_that_came(string key, string? name) =>
        Assert.Equal(name, QuarantineEvents.NameOf(new CreatedObject("bucket", key)));

    private sealed class Kept : IHints
    {
        public List<Hint> All { get; } = [];

        public Task Leave(Hint hint, CancellationToken stop)
        {
            All.Add(hint);
            return Task.CompletedTask;
        }
    }
}
