using System.CommandLine;
using Purser.Embedded.Disk;
using Purser.Fleet;
using Purser.Finance.Settling;
using Purser.Host.Composition;
using Purser.Outside;

namespace Purser.Host.Commands;

/// <summary>
/// What a command has: its output, its environment and the options that all commands share.
/// </summary>
/// <param name="Out">Results only.</param>
/// <param name="Error">Progress and refusals.</param>
/// <param name="Environment">Variables.</param>
public sealed record Terminal(TextWriter Out, TextWriter Error, IReadOnlyDictionary<string, string> Environment)
{
    /// <summary>The data folder, on every command.</summary>
    public static Option<string> Data { get; } = new("--data")
    {
        Description = "The data folder.",
        DefaultValueFactory = _ => "./data",
        Recursive = true,
    };

    /// <summary>JSON instead of text.</summary>
    public static Option<bool> Json { get; } = new("--json") { Description = "Print JSON.", Recursive = true };

    /// <summary>This process's own.</summary>
    public static Terminal Own() => new(Console.Out, Console.Error, OwnEnvironment());

    /// <summary>
    /// Runs a command's work; what it throws becomes a message and an exit code, in this one place.
    /// </summary>
    public async Task<int> Run(Func<Task<int>> work)
    {
        try
        {
            return await work();
        }
        catch (StartRefused refused)
        {
            return Say(ExitCodes.Usage, refused.Refusal.ToString());
        }
        catch (Exception fault) when (fault is FleetFault or RatesFault or TemplateFault)
        {
            return Say(ExitCodes.Usage, fault.Message);
        }
        catch (DataFolderFault fault)
        {
            return Say(fault.InnerException is IOException ? ExitCodes.Busy : ExitCodes.Usage, fault.Message);
        }
        catch (OutsideUnavailable fault)
        {
            return Say(ExitCodes.Unavailable, fault.Message + (fault.InnerException is { } inner ? $": {inner.Message}" : ""));
        }
        catch (OperationCanceledException)
        {
            return Say(ExitCodes.Unavailable, "stopped before it was done");
        }
        catch (FileNotFoundException fault)
        {
            return Say(ExitCodes.Usage, $"there is no file {fault.FileName}");
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            return Say(ExitCodes.Usage, fault.Message);
        }
        catch (Exception fault)
        {
            return Say(ExitCodes.Bug, $"something is broken inside: {fault.GetType().Name}: {fault.Message.ReplaceLineEndings(" ")}");
        }
    }

    /// <summary>Reads the settings, or says every refusal.</summary>
    /// <param name="flags">What the command line adds.</param>
    /// <param name="work">Done if they are right.</param>
    /// <param name="refused">Told if they are not; null: nobody.</param>
    public Task<int> WithSettings(
        Flags flags, Func<Settings, Task<int>> work,
        Action<IReadOnlyList<SettingRefusal>>? refused = null) =>
        SettingsReading.Read(Environment, flags).Match(
            work,
            refusals =>
            {
                foreach (var refusal in refusals) Error.WriteLine($"purser: {refusal}");
                refused?.Invoke(refusals);
                return Task.FromResult(ExitCodes.Usage);
            });

    /// <summary>Says why not.</summary>
    public int Say(int code, string why)
    {
        Error.WriteLine($"purser: {why}");
        return code;
    }

    private static Dictionary<string, string> OwnEnvironment()
    {
        var all = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (System.Collections.DictionaryEntry pair in System.Environment.GetEnvironmentVariables())
            all[(string)pair.Key] = (string?)pair.Value ?? "";
        return all;
    }
}
