namespace Purser.Bench;

/// <summary>The native program and the same one under the JIT: start to first reply, and memory at rest.</summary>
internal static class StartRace
{
    private const int Turns = 5;
    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(1);

    public static async Task Run(string[] native, string[] jit, string folder)
    {
        var (ours, theirs) = (Path.Combine(folder, "native"), Path.Combine(folder, "jit"));
        await One(native, ours);
        await One(jit, theirs);
        var pairs = new List<((double Time, double Memory) Ours, (double Time, double Memory) Theirs)>();
        for (var turn = 0; turn < Turns; turn++) pairs.Add((await One(native, ours), await One(jit, theirs)));
        var time = (Ours: pairs.Select(pair => pair.Ours.Time).Median(), Theirs: pairs.Select(pair => pair.Theirs.Time).Median());
        var memory = (Ours: pairs.Select(pair => pair.Ours.Memory).Median(), Theirs: pairs.Select(pair => pair.Theirs.Memory).Median());
        Table.Row("start to first reply", $"{time.Ours:F0} ms", $"JIT {time.Theirs:F0} ms", time.Ours / time.Theirs, "<= 0.25");
        Table.Row(
            "idle resident memory", $"{memory.Ours:F0} MB", $"JIT {memory.Theirs:F0} MB", memory.Ours / memory.Theirs, "<= 0.5");
    }

    private static async Task<(double Time, double Memory)> One(string[] program, string data)
    {
        await using var served = await Served.Start(program, data);
        using var idle = new PeriodicTimer(Rest);
        await idle.WaitForNextTickAsync();
        return (served.FirstReply.TotalMilliseconds, served.Resident() / 1024.0);
    }
}
