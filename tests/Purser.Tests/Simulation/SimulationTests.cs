using System.Globalization;
using Purser.Guests.Photos;

namespace Purser.Tests.Simulation;

/// <summary>Seeds that are kept are replayed in every run; <c>PURSER_SEEDS=from,count</c> runs others.</summary>
public sealed class SimulationTests
{
    private const int Steps = 60;

    [Fact]
    public Task Everything_comes_into_step_once_faults_stop()
    {
        var (from, count) = Seeds();
        return Sail(from, count);
    }

    /// <summary>Seeds that once found a defect, whatever else is run.</summary>
    [Theory]
    [InlineData(2_095_915_311UL)]
    [InlineData(1_922_070_352UL)]
    [InlineData(1_190_618_416UL)]
    public Task What_once_went_wrong_does_not_again(ulong seed) => Sail(seed, 1);

    /// <summary>What no voyage meets, no voyage proves.</summary>
    [Fact]
    public async Task Photos_end_in_each_way_that_a_voyage_can_meet()
    {
        var met = new Dictionary<PhotoState, int>();
        for (var seed = 1UL; seed <= 120; seed++)
        {
            var voyage = new Voyage(seed);
            await voyage.Run(Steps);
            foreach (var state in voyage.Photos) met[state] = met.GetValueOrDefault(state) + 1;
        }

        PhotoState[] wanted =
        [
            PhotoState.Granted, PhotoState.Pending, PhotoState.Published, PhotoState.Rejected, PhotoState.Refused,
            PhotoState.Removed,
        ];
        Assert.All(wanted, state => Assert.InRange(met.GetValueOrDefault(state), 3, int.MaxValue));
    }

    /// <summary>Seeds that nobody has seen: as many as <c>PURSER_NEW_SEEDS</c> says. The failure names the seed to replay.</summary>
    [Fact]
    public Task So_it_does_on_voyages_that_were_never_sailed()
    {
        var count = Environment.GetEnvironmentVariable("PURSER_NEW_SEEDS") ?? "500";
        Span<byte> start = stackalloc byte[4];
        System.Security.Cryptography.RandomNumberGenerator.Fill(start);
        return Sail(1_000_000UL + BitConverter.ToUInt32(start), ulong.Parse(count, CultureInfo.InvariantCulture));
    }

    private static async Task Sail(ulong from, ulong count)
    {
        for (var seed = from; seed < from + count; seed++)
        {
            try
            {
                await new Voyage(seed).Run(Steps);
            }
            catch (Exception fault) when (fault is not OperationCanceledException)
            {
                Assert.Fail($"Replay with PURSER_SEEDS={seed},1\n{fault}");
            }
        }
    }

    private static (ulong From, ulong Count) Seeds()
    {
        var text = Environment.GetEnvironmentVariable("PURSER_SEEDS")?.Split(',') ?? ["1", "2000"];
        return (ulong.Parse(text[0], CultureInfo.InvariantCulture), ulong.Parse(text[1], CultureInfo.InvariantCulture));
    }
}
