using System.Diagnostics;

namespace Purser.EndToEnd.Harness;

/// <summary>The one place where these tests wait: on something that can be seen, with a deadline.</summary>
internal static class Wait
{
    /// <summary>How long anything may take on a busy machine.</summary>
    public static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);

    private static readonly TimeSpan Between = TimeSpan.FromMilliseconds(25);

    /// <summary>Looks again until there is something to see, and returns it.</summary>
    /// <param name="what">Named when it never comes.</param>
    /// <param name="look">Null = not yet.</param>
    /// <param name="seen">What to print when it never comes.</param>
    public static async Task<T> For<T>(string what, Func<Task<T?>> look, Func<string>? seen = null)
        where T : class
    {
        var stop = TestContext.Current.CancellationToken;
        var clock = Stopwatch.StartNew();
        using var timer = new PeriodicTimer(Between);
        while (clock.Elapsed < Deadline)
        {
            if (await look() is { } found) return found;
            await timer.WaitForNextTickAsync(stop);
        }

        throw new TimeoutException($"After {Deadline.TotalSeconds} s still not: {what}\n{seen?.Invoke()}");
    }

    /// <summary>Looks again until it is so.</summary>
    public static Task Until(string what, Func<Task<bool>> look, Func<string>? seen = null) =>
        For(what, async () => await look() ? what : null, seen);
}
