using System.CommandLine;
using Purser.Host.Doors.Keys;
using Purser.Host.Doors.Local;

namespace Purser.Host.Commands;

/// <summary><c>purser keys new|rotate|retire|list|desk|hook</c> and <c>purser sign-in</c>.</summary>
public static class KeyCommands
{
    /// <summary>The group.</summary>
    public static Command Keys(Terminal terminal) => new("keys", "API keys. A key is shown once, when it is made.")
    {
        KeyTurnCommands.New(terminal), KeyTurnCommands.Rotate(terminal), Retire(terminal), List(terminal),
        KeyTurnCommands.Desk(terminal), Hook(terminal),
    };

    /// <summary><c>purser sign-in</c>.</summary>
    public static Command SignIn(Terminal terminal) =>
        new Command("sign-in", "Print a sign-in link to the office site, good once and for 15 minutes.").Does(
            terminal, async (line, door, stop) => terminal.Print(
                line, await door.Ask(HttpMethod.Post, "local/sign-in", null, stop),
                reply => terminal.Out.WriteLine(reply.Read(LocalJson.Default.SignInReply).Link)));

    private static Command Retire(Terminal terminal)
    {
        var id = new Argument<string>("ID");
        var scope = KeyTurnCommands.Scope;
        return new Command("retire", "Let a key open nothing from now on.") { scope, id }.Does(
            terminal, async (line, door, stop) => terminal.Print(
                line,
                await door.Ask(
                    HttpMethod.Delete,
                    $"local/keys/{line.GetRequiredValue(scope)}/{Uri.EscapeDataString(line.GetRequiredValue(id))}",
                    null, stop),
                _ => terminal.Out.WriteLine("retired")));
    }

    private static Command List(Terminal terminal) => new Command("list", "List keys: never their text.").Does(
        terminal, async (line, door, stop) => terminal.Print(line, await door.Get("local/keys", stop), reply =>
        {
            foreach (var key in reply.Read(KeyJson.Default.KeyList).Items)
                terminal.Out.WriteLine($"{key.Scope,-15} {key.Id}  made {key.Made}" + (key.Retires is { } at ? $", ends {at}" : ""));
        }));

    private static Command Hook(Terminal terminal)
    {
        var channel = new Argument<string>("CHANNEL");
        var rotate = new Option<bool>("--rotate")
        {
            Description = "Make a new one; the one before stands 24 hours longer.",
        };
        const string what = "Print the signing secret of a channel's webhook.";
        return new Command("hook", what) { channel, rotate }.Does(
            terminal, async (line, door, stop) => terminal.Print(
                line, await Ask(door, line.GetRequiredValue(channel), line.GetValue(rotate), stop),
                reply =>
                {
                    var hook = reply.Read(LocalJson.Default.HookReply);
                    terminal.Out.WriteLine($"{hook.Address}\n{hook.Secret}");
                }));
    }

    private static Task<OwnReply> Ask(OwnDoor door, string channel, bool rotate, CancellationToken stop)
    {
        var address = $"local/hooks/{Uri.EscapeDataString(channel)}";
        return rotate ? door.Ask(HttpMethod.Post, address + "/rotate", null, stop) : door.Get(address, stop);
    }

    /// <summary>An argument that is one of these words.</summary>
    internal static Argument<string> Words(string name, string[] words)
    {
        var argument = new Argument<string>(name) { Description = string.Join(", ", words) };
        argument.AcceptOnlyFromAmong(words);
        return argument;
    }
}
