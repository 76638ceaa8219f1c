using System.CommandLine;
using Purser.Aws;
using Purser.Embedded;
using Purser.Embedded.Disk;
using Purser.Host.Composition;
using Purser.Host.Doors.Local;

namespace Purser.Host.Commands;

/// <summary><c>purser aws init|restored</c>.</summary>
public static class AwsCommand
{
    /// <summary>The command.</summary>
    public static Command Make(Terminal terminal)
    {
        var init = new Command(
            "init", "Create tables, buckets and queue for development. What is there already is left as it is.");
        init.SetAction((line, stop) => terminal.Run(() => terminal.WithSettings(
            new Flags(line.GetValue(Terminal.Data) ?? "./data", Mode: "aws"),
            settings => Init(settings, line, terminal, stop))));
        return new Command("aws", "What lies on AWS.") { init, Restored(terminal) };
    }

    private static Command Restored(Terminal terminal)
    {
        var command = new Command(
            "restored", "After tables were put back to an earlier time: raise every epoch, and plan every live booking again.");
        command.SetAction((line, stop) => terminal.Run(() => terminal.WithSettings(
            new Flags(line.GetValue(Terminal.Data) ?? "./data", Mode: "aws"),
            settings => Restored(settings, line, terminal, stop))));
        return command;
    }

    private static async Task<int> Restored(
        Settings settings, ParseResult line, Terminal terminal, CancellationToken stop)
    {
        using var folder = DataFolder.Open(settings.Data);
        var (epoch, replanned) = await RestoreCommand.PutInStep(settings, folder, stop);
        var reply = OwnReply.Of(new RestoreReply(epoch, replanned, null), LocalJson.Default.RestoreReply);
        return terminal.Print(
            line, reply, _ => terminal.Out.WriteLine($"epoch {epoch}, {replanned} live bookings to be put in step"));
    }

    private static async Task<int> Init(
        Settings settings, ParseResult line, Terminal terminal, CancellationToken stop)
    {
        var aws = settings.Aws ?? throw new BugException("the mode is aws");
        var made = new List<AwsPart>();
        await foreach (var part in AwsParts.Create(
            aws, settings.Guest.Base, new SystemTokens(), TimeProvider.System, stop))
        {
            made.Add(part);
            if (!line.GetValue(Terminal.Json)) terminal.Out.WriteLine($"{part.Kind,-7} {part.Name}");
        }

        var reply = OwnReply.Of(new AwsReply(made), LocalJson.Default.AwsReply);
        return terminal.Print(line, reply, _ => terminal.Out.WriteLine(Next(made)));
    }

    private static string Next(List<AwsPart> made)
    {
        var queue = made.First(part => part.Kind == "queue");
        return $"Set PURSER_QUEUE_URL={queue.Address}, then: purser serve --mode aws";
    }
}
