using System.Collections.Concurrent;
using Purser.EndToEnd.Harness;

namespace Purser.EndToEnd.Functions;

/// <summary>One installation, and one warm function of each role that is asked for.</summary>
public sealed class FunctionPlace : IAsyncLifetime
{
    private readonly ConcurrentDictionary<string, Task<Function>> _functions = new();
    private Installation? _installation;

    internal Installation Installation => _installation!;

    public async ValueTask InitializeAsync()
    {
        if (Emulator.IsHere) _installation = await Installation.Make();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var function in _functions.Values) await (await function).DisposeAsync();
        if (_installation is not null) await _installation.DisposeAsync();
    }

    internal Task<Function> Of(string role)
    {
        Assert.SkipUnless(Emulator.IsHere, "the AWS emulator is not on this machine");
        return _functions.GetOrAdd(role, word =>
        {
            var settings = Installation.Settings(word);
            if (word == "office")
            {
                settings["PURSER_CREW_DESK_URL"] = "http://127.0.0.1:9";
                settings["PURSER_CALENDAR_DESK_URL"] = "http://127.0.0.1:9";
            }

            return Function.Start(settings);
        });
    }
}
