using System.CommandLine;
using Purser.Embedded;
using Purser.Host.Doors.Keys;
using Purser.Host.Doors.Local;

namespace Purser.Host.Commands;

/// <summary>
/// <c>purser keys new|rotate|desk</c>: makes keys and rotates them without a gap, where the records keep
/// their hashes, and where the environment of a function gives them.
/// </summary>
internal static class KeyTurnCommands
{
    /// <summary>What a key opens.</summary>
    public static readonly Argument<string> Scope =
        KeyCommands.Words("SCOPE", [.. KeyScopes.All.Select(scope => scope.Word)]);

    private static readonly Argument<string> ServiceScope =
        KeyCommands.Words("SCOPE", [.. KeyScopes.Services.Select(scope => scope.Word)]);

    private static readonly Argument<string> DeskScope = KeyCommands.Words("SCOPE", ["calendar", "crew"]);

    private static readonly Option<bool> Function = new("--function")
    {
        Description = "For a function, which is given hashes: nothing is kept here.",
    };

    private static readonly Option<string?> Standing = new("--standing")
    {
        Description = "With --function: the hashes that it is given now.",
    };

    private static readonly Option<bool> RetireOld = new("--retire")
    {
        Description = "The second step: the old key opens nothing any more.",
    };

    private static readonly Option<bool> Next = new("--rotate")
    {
        Description = "Make the next secret; the office goes on with its own until it is named.",
    };

    /// <summary><c>purser keys new SCOPE [--function]</c>.</summary>
    public static Command New(Terminal terminal)
    {
        var command = new Command("new", "Make a key.") { ServiceScope, Function };
        command.SetAction((line, stop) => line.GetValue(Function)
            ? terminal.Run(() => Task.FromResult(terminal.Print(
                line, OwnReply.Of(Fresh(ScopeOf(line, ServiceScope)), KeyJson.Default.NewKey),
                reply => Show(terminal, reply))))
            : terminal.AtDoor(line, async door => terminal.Print(
                line,
                await door.Ask(HttpMethod.Post, $"local/keys/{line.GetRequiredValue(ServiceScope)}", null, stop),
                reply => Show(terminal, reply)), stop));
        return command;
    }

    /// <summary><c>purser keys rotate SCOPE [--function --standing HASHES] [--retire]</c>.</summary>
    public static Command Rotate(Terminal terminal)
    {
        const string what =
            "Make a key beside the old one, which stands 24 hours longer; then, with --retire, end that.";
        var command = new Command("rotate", what) { Scope, Function, Standing, RetireOld };
        command.Validators.Add(line =>
        {
            if (line.GetValue(Function) == line.GetValue(Standing) is null)
                line.AddError("--function and --standing HASHES go together: say what it is given now.");
            if (KeyScopes.Parse(line.GetValue(Scope)) is { Desk: not null } office && !line.GetValue(RetireOld))
                line.AddError($"The office makes this key of a secret. Use: {office.Making} --rotate");
        });
        command.SetAction((line, stop) => line.GetValue(Function)
            ? terminal.Run(() => Task.FromResult(Turn(terminal, line)))
            : terminal.AtDoor(line, door => Turn(terminal, line, door, stop), stop));
        return command;
    }

    /// <summary><c>purser keys desk SCOPE [--rotate]</c>.</summary>
    public static Command Desk(Terminal terminal)
    {
        const string what = "Print the hash of the key of the office to a desk of another process.";
        return new Command("desk", what) { DeskScope, Next }.Does(terminal, async (line, door, stop) =>
        {
            var (scope, next) = (line.GetRequiredValue(DeskScope), line.GetValue(Next));
            var address = $"local/desk-keys/{scope}" + (next ? "/rotate" : "");
            return terminal.Print(line, await door.Ask(HttpMethod.Post, address, null, stop), reply =>
            {
                var key = reply.Read(LocalJson.Default.DeskKeyReply);
                terminal.Out.WriteLine(key.Value);
                terminal.Error.WriteLine(next
                    ? $"First give the {scope} desk both: OFFICE_KEY_HASH as printed. Then name the secret to "
                    + $"the office: PURSER_{scope.ToUpperInvariant()}_DESK_KEY={key.Secret}. "
                    + $"Last give the desk the new one alone: {key.Hash}. A serve with records of its "
                    + $"own has both already; its last step: purser keys rotate {scope}-office --retire."
                    : $"of the secret {key.Secret}. Give it to the {scope} desk; "
                    + "a serve with records of its own has it already.");
            });
        });
    }

    private static NewKey Fresh(KeyScope scope) => KeyRing.Fresh(scope, new SystemTokens());

    private static KeyScope ScopeOf(ParseResult line, Argument<string> argument) =>
        KeyScopes.Parse(line.GetRequiredValue(argument)) ?? throw new BugException("the words are the scopes");

    private static void Show(Terminal terminal, OwnReply reply)
    {
        var key = reply.Read(KeyJson.Default.NewKey);
        terminal.Out.WriteLine(key.Key);
        terminal.Error.WriteLine($"id {key.Id}, hash {key.Hash}. It is not shown again.");
    }

    private static async Task<int> Turn(
        Terminal terminal, ParseResult line, OwnDoor door, CancellationToken stop)
    {
        var (scope, retire) = (line.GetRequiredValue(Scope), line.GetValue(RetireOld));
        var reply = await door.Ask(
            HttpMethod.Post, $"local/keys/{scope}/{(retire ? "retire-older" : "rotate")}", null, stop);
        return terminal.Print(line, reply, answer =>
        {
            if (!retire)
            {
                Show(terminal, answer);
                return;
            }

            var older = answer.Read(KeyJson.Default.RetiredKeys).Retired;
            var said = older.Count == 0 ? "none was older" : $"retired {string.Join(", ", older)}";
            terminal.Out.WriteLine(said);
        });
    }

    private static int Turn(Terminal terminal, ParseResult line)
    {
        var (scope, standing) = (ScopeOf(line, Scope), line.GetValue(Standing)!);
        if (line.GetValue(RetireOld))
        {
            return KeyTurn.End(scope, standing) is { } one
                ? Say(terminal, line, new KeyTurnReply(scope.Word, scope.Setting, one))
                : terminal.Say(
                    ExitCodes.Refused,
                    "--standing has not two hashes with a comma between: nothing can be retired.");
        }

        var made = Fresh(scope);
        return KeyTurn.Begin(scope, standing, made.Hash) is { } both
            ? Say(terminal, line, new KeyTurnReply(scope.Word, scope.Setting, both, made.Key, made.Hash))
            : terminal.Say(
                ExitCodes.Refused,
                "--standing is not one SHA-256 hash. If it is two, a rotation is under way: "
                + "end it with --retire first.");
    }

    private static int Say(Terminal terminal, ParseResult line, KeyTurnReply turn) => terminal.Print(
        line, OwnReply.Of(turn, KeyJson.Default.KeyTurnReply), _ =>
        {
            if (turn.Key is not null) terminal.Out.WriteLine(turn.Key);
            terminal.Out.WriteLine($"{turn.Setting}={turn.Value}");
            terminal.Error.WriteLine(turn.Key is null
                ? "Set it, and the old key opens nothing."
                : "Set it first, then give the key to its caller: it is not shown again. Then: "
                + $"purser keys rotate {turn.Scope} --function --retire --standing {turn.Value}");
        });
}
