using CsCheck;
using Purser.Crew;
using static Purser.Tests.Crew.CrewWorld;

namespace Purser.Tests.Crew;

public sealed class CrewProperties
{
    [Fact]
    public async Task Whatever_happens_nobody_holds_two_roles_no_counter_falls_and_no_ask_is_told_twice() =>
        await Gen.Select(Gen.Bool, Gen.Int[0, 7].Array[1, 25]).SampleAsync(async given =>
        {
            var (captainFirst, steps) = given;
            var world = await new CrewWorld(captainFirst).Booked();
            var (generation, before) = (1L, await world.Sheet());
            foreach (var (step, at) in steps.Select((step, at) => (step, at)))
            {
                generation = await Do(world, step, at, generation);
                var sheet = await world.Sheet();
                Check(before, sheet);
                before = sheet;
            }

            var told = world.Notices.Select(notice => notice.Key).ToList();
            Assert.Equal(told.Distinct(), told);
        }, iter: 60);

    private static async Task<long> Do(CrewWorld world, int step, int at, long generation)
    {
        var who = People[at % People.Count].Id;
        switch (step)
        {
            case 0: await world.Say(who, 1, true); break;
            case 1: await world.Say(who, (await world.Sheet()).AsksOf(who), false); break;
            case 2: await world.Say(who, (await world.Sheet()).AsksOf(who), true); break;
            case 3: await world.Desk.Put(Trip(++generation, hour: 8 + (at % 4)), Stop); break;
            case 4: await world.Desk.Put(Trip(++generation, live: false), Stop); break;
            case 5: await world.Desk.Assign(Event, Roles[at % 3].Role, who, Stop); break;
            case 6: await world.Desk.Release(Event, Roles[at % 3].Role, Stop); break;
            default:
                world.Clock.AdvanceHours(20);
                await world.Desk.Sweep(Stop);
                break;
        }

        return generation;
    }

    private static void Check(EventSheet before, EventSheet now)
    {
        var holders = now.Assignments.Where(item => item.Holds).ToList();
        Assert.Equal(holders.Count, holders.Select(item => item.Member).Distinct().Count());
        Assert.Equal(holders.Count, holders.Select(item => item.Role).Distinct().Count());
        Assert.True(now.Event.Version >= before.Event.Version && now.Event.Generation >= before.Event.Generation);
        foreach (var member in People) Assert.True(now.AsksOf(member.Id) >= before.AsksOf(member.Id));
        Assert.Equal(now.Event.Cast, now.Summed().Event.Cast);
    }
}
