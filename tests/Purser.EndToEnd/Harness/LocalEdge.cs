using System.Diagnostics;
using System.Text;

namespace Purser.EndToEnd.Harness;

/// <summary>
/// <c>purser edge</c> before a house: viewers go to its ports, and the house's own are behind it. Houses on AWS always
/// stand behind one.
/// </summary>
internal sealed class LocalEdge : IAsyncDisposable
{
    private readonly StringBuilder _log = new();
    private Process? _process;
    private Task _reading = Task.CompletedTask;

    /// <summary>Where guests' and crew's servers listen, and the edge's door, behind the public addresses.</summary>
    public static Dictionary<string, string> Settings(IReadOnlyList<int> ports) => new()
    {
        ["PURSER_GUEST_LISTEN"] = $"127.0.0.1:{ports[0]}",
        ["PURSER_CREW_LISTEN"] = $"127.0.0.1:{ports[1]}",
        ["PURSER_GUEST_DIRECT_URL"] = $"http://127.0.0.1:{ports[0]}",
        ["PURSER_CREW_DIRECT_URL"] = $"http://127.0.0.1:{ports[1]}",
        ["PURSER_EDGE_URL"] = $"http://127.0.0.1:{ports[2]}",
        ["PURSER_TRUSTED_PROXIES"] = "127.0.0.1",
    };

    /// <summary>Starts it, with nothing kept; returns when it says <c>ready</c>.</summary>
    public async Task Begin(string data, IReadOnlyDictionary<string, string> settings, bool services)
    {
        await DisposeAsync();
        string[] wish = services ? ["--service-calls-through-edge"] : [];
        _process = Process.Start(PublishedProgram.Start(["edge", "--data", data, .. wish], settings))!;
        var ready = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _reading = Task.WhenAll(Read(_process.StandardOutput, ready), Read(_process.StandardError, ready));
        _ = _reading.ContinueWith(
            _ => ready.TrySetException(new InvalidOperationException($"edge ended before it was ready:\n{_log}")),
            TaskScheduler.Default);
        await ready.Task.WaitAsync(Wait.Deadline, TestContext.Current.CancellationToken);
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        if (_process is null) return;
        if (!_process.HasExited) _process.Kill();
        await _process.WaitForExitAsync(CancellationToken.None);
        await _reading;
        _process.Dispose();
        _process = null;
    }

    private async Task Read(StreamReader stream, TaskCompletionSource ready)
    {
        while (await stream.ReadLineAsync(CancellationToken.None) is { } line)
        {
            lock (_log) _log.AppendLine(line);
            if (line.StartsWith("ready", StringComparison.Ordinal)) ready.TrySetResult();
        }
    }
}

/// <summary>What stands before a house.</summary>
internal enum Front
{
    /// <summary>Nothing on one machine; on AWS an edge that lets service keys pass.</summary>
    AsUsual,

    /// <summary>An edge that drops service keys, as distributions do.</summary>
    Edge,

    /// <summary>An edge with <c>ServiceCallsThroughEdge</c>.</summary>
    EdgeForServices,
}
