using System.CommandLine;
using Purser.Embedded.Disk;
using Purser.Host.Composition;

namespace Purser.Host.Commands;

/// <summary><c>purser serve</c>.</summary>
public static class ServeCommand
{
    private static readonly Option<bool> Sample = new("--sample") { Description = "Serve an invented operator, to look around." };
    private static readonly Option<string?> At = new("--at") { Description = "Start the sample's clock here (RFC 3339)." };
    private static readonly Option<string?> Certificate = new("--tls-cert") { Description = "A PEM certificate with its chain." };
    private static readonly Option<string?> Key = new("--tls-key") { Description = "Its PEM key." };

    private static readonly Option<string?> Mode = new("--mode")
    {
        Description = "embedded: records and files on this machine (default); aws: on AWS.",
    };

    /// <summary>The command.</summary>
    public static Command Make(Terminal terminal)
    {
        var command = new Command("serve", "Serve the guest, crew and office sites until stopped.") { Sample, At, Certificate, Key, Mode };
        command.SetAction((line, stop) => terminal.Run(() => terminal.WithSettings(
            new Flags(
                line.GetValue(Terminal.Data) ?? "./data", line.GetValue(Sample), line.GetValue(At), line.GetValue(Certificate),
                line.GetValue(Key), line.GetValue(Mode)),
            settings => Serve(settings, terminal, stop))));
        return command;
    }

    private static async Task<int> Serve(Settings settings, Terminal terminal, CancellationToken stop)
    {
        using var folder = DataFolder.Open(settings.Data);
        await using var server = await Server.Start(settings, folder, sites: true, terminal.Error, stop);
        terminal.Out.WriteLine($"ready {settings.Guest.Origin} {settings.Crew.Origin} {settings.Office.Origin}");
        await terminal.Out.FlushAsync(CancellationToken.None);
        var stopped = new TaskCompletionSource();
        await using (stop.Register(stopped.SetResult)) await stopped.Task;
        await server.Stop();
        return ExitCodes.Done;
    }
}
