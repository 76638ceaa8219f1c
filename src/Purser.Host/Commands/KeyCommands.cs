using System.CommandLine;
using Purser.Host.Doors.Keys;
using Purser.Host.Doors.Local;

namespace Purser.Host.Commands;

/// <summary><c>purser keys new|rotate|retire|list|desk|hook</c> and <c>purser sign-in</c>.</summary>
public static class KeyCommands
{
    private static readonly Argument<string> Scope = Words("SCOPE", [.. KeyScopes.All.Select(scope => scope.Word)]);

    /// <summary>The group.</summary>
    public static Command Keys(Terminal terminal) => new("keys", "API keys. A key is shown once, when it is made.")
    {
        New(terminal, "new", "Make a key.", ""), New(terminal, "rotate", "Make a key; older ones stand 24 hours longer.", "/rotate"),
        Retire(terminal), List(terminal), Desk(terminal), Hook(terminal),
    };

    /// <summary><c>purser sign-in</c>.</summary>
    public static Command SignIn(Terminal terminal) =>
        new Command("sign-in", "Print a sign-in link to the office site, good once and for 15 minutes.").Does(
            terminal, async (line, door, stop) => terminal.Print(
                line, await door.Ask(HttpMethod.Post, "local/sign-in", null, stop),
                reply => terminal.Out.WriteLine(reply.Read(LocalJson.Default.SignInReply).Link)));

    private static Command New(Terminal terminal, string name, string what, string suffix) =>
        new Command(name, what) { Scope }.Does(terminal, async (line, door, stop) => terminal.Print(
            line, await door.Ask(HttpMethod.Post, $"local/keys/{line.GetRequiredValue(Scope)}{suffix}", null, stop),
            reply =>
            {
                var key = reply.Read(KeyJson.Default.NewKey);
                terminal.Out.WriteLine(key.Key);
                terminal.Error.WriteLine($"id {key.Id}, hash {key.Hash}. It is not shown again.");
            }));

    private static Command Retire(Terminal terminal)
    {
        var id = new Argument<string>("ID");
        return new Command("retire", "Let a key open nothing from now on.") { Scope, id }.Does(
            terminal, async (line, door, stop) => terminal.Print(
                line,
                await door.Ask(
                    HttpMethod.Delete, $"local/keys/{line.GetRequiredValue(Scope)}/{Uri.EscapeDataString(line.GetRequiredValue(id))}",
                    null, stop),
                _ => terminal.Out.WriteLine("retired")));
    }

    private static Command List(Terminal terminal) => new Command("list", "List keys: never their text.").Does(
        terminal, async (line, door, stop) => terminal.Print(line, await door.Get("local/keys", stop), reply =>
        {
            foreach (var key in reply.Read(KeyJson.Default.KeyList).Items)
                terminal.Out.WriteLine($"{key.Scope,-9} {key.Id}  made {key.Made}" + (key.Retires is { } at ? $", ends {at}" : ""));
        }));

    private static Command Desk(Terminal terminal)
    {
        var scope = Words("SCOPE", ["calendar", "crew"]);
        const string what = "Print the hash of the key with which the office goes to a desk of another process.";
        return new Command("desk", what) { scope }.Does(terminal, async (line, door, stop) => terminal.Print(
            line, await door.Ask(HttpMethod.Post, $"local/desk-keys/{line.GetRequiredValue(scope)}", null, stop),
            reply =>
            {
                var key = reply.Read(LocalJson.Default.DeskKeyReply);
                terminal.Out.WriteLine(key.Hash);
                terminal.Error.WriteLine($"of the secret {key.Secret}. Give it to the {key.Scope} desk.");
            }));
    }

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

    private static Argument<string> Words(string name, string[] words)
    {
        var argument = new Argument<string>(name) { Description = string.Join(", ", words) };
        argument.AcceptOnlyFromAmong(words);
        return argument;
    }
}
