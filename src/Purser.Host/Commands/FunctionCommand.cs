using Purser.Aws.Lambda;
using Purser.Host.Composition;
using Purser.Outside;

namespace Purser.Host.Commands;

/// <summary>The program as Lambda starts it: without a command, and with a Runtime API to ask.</summary>
public static class FunctionCommand
{
    /// <summary>Where Lambda's events are; null: Lambda has not started this.</summary>
    public static string? RuntimeApi(IReadOnlyDictionary<string, string> environment) =>
        environment.TryGetValue(LambdaParts.RuntimeApiVariable, out var api) && api.Length > 0 ? api : null;

    /// <summary>Works on events until it is ended; a start that is refused is told to the runtime.</summary>
    public static async Task<int> Run(Terminal terminal, string runtimeApi)
    {
        Exception? refused = null;
        var code = await terminal.Run(() => terminal.WithSettings(
            new Flags { Function = true },
            async settings =>
            {
                try
                {
                    await using var function = await FunctionHost.Start(
                        settings, runtimeApi, terminal.Error, CancellationToken.None);
                    await function.Run(CancellationToken.None);
                    return ExitCodes.Done;
                }
                catch (Exception fault)
                {
                    refused = fault;
                    throw;
                }
            },
            refusals => refused = new FunctionRefused(refusals)));
        if (refused is not null) await Report(terminal, runtimeApi, refused);
        return code;
    }

    private static async Task Report(Terminal terminal, string runtimeApi, Exception refused)
    {
        try
        {
            await LambdaParts.ReportFailedStart(runtimeApi, refused, CancellationToken.None);
        }
        catch (OutsideUnavailable fault)
        {
            terminal.Error.WriteLine($"purser: {fault.Message}");
        }
    }

    /// <summary>The settings are not right; the message names each with its remedy.</summary>
    private sealed class FunctionRefused(IReadOnlyList<SettingRefusal> refusals)
        : Exception(string.Join(' ', refusals));
}
