using System.Globalization;

namespace Purser.Tests.Simulation;

/// <summary>Seeds that are kept are replayed in every run; <c>PURSER_SEEDS=from,count</c> runs others.</summary>
public sealed class SimulationTests
{
    private const int Steps = 60;

    [Fact]
    public async Task Everything_comes_into_step_once_faults_stop()
    {
        var (from, count) = Seeds();
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
