using Purser.Crew;
using static Purser.Tests.Crew.CrewWorld;

namespace Purser.Tests.Crew;

public sealed class DepartureTests
{
    [Theory]
    [InlineData(false, "paid_in_full", false, false)]
    [InlineData(true, "paid_in_full", true, false)]
    [InlineData(true, "refund_due", true, false)]
    [InlineData(true, "deposit_received", false, true)]
    [InlineData(false, "tentative", false, true)]
    [InlineData(true, null, true, false)]
    [InlineData(false, null, false, false)]
    public async Task A_vessel_is_clear_when_all_have_confirmed_and_held_back_until_it_is_paid(
        bool confirmed, string? paid, bool clear, bool held)
    {
        var world = await new CrewWorld().Manned();
        await world.Desk.Put(Trip(paid: paid, paidVersion: paid is null ? 0 : 1), Stop);
        if (confirmed)
        {
            foreach (var member in new[] { Ines, Theo, Priya }) await world.Say(member, 1, true);
        }

        var value = (await world.Sheet()).Event;
        Assert.Equal((clear, held), (CrewWords.ClearToDepart(value), CrewWords.HeldBack(value)));
    }
}
