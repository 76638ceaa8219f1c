using System.CommandLine;
using System.Text.Json;

namespace Purser.Host.Commands;

/// <summary>The shape that commands of the house share: find the door, ask, print what it said.</summary>
public static class HouseCommand
{
    /// <summary>Sets what a command does at the door.</summary>
    public static Command Does(this Command command, Terminal terminal, Func<ParseResult, OwnDoor, CancellationToken, Task<int>> work)
    {
        command.SetAction((line, stop) => terminal.AtDoor(line, door => work(line, door, stop), stop));
        return command;
    }

    /// <summary>Finds the door and does something at it.</summary>
    public static Task<int> AtDoor(
        this Terminal terminal, ParseResult line, Func<OwnDoor, Task<int>> work, CancellationToken stop) =>
        terminal.Run(() => terminal.WithSettings(
            new Composition.Flags(line.GetValue(Terminal.Data) ?? "./data"),
            async settings =>
            {
                await using var door = await OwnDoor.Open(settings, TextWriter.Null, stop);
                return await work(door);
            }));

    /// <summary>
    /// Prints a reply as JSON if that is asked for, else by <paramref name="text"/>; a refusal goes to
    /// standard error.
    /// </summary>
    public static int Print(this Terminal terminal, ParseResult line, OwnReply reply, Action<OwnReply> text)
    {
        if (!reply.Right)
        {
            if (line.GetValue(Terminal.Json)) terminal.Out.WriteLine(reply.Text);
            terminal.SayProblem(reply);
            return ExitCodes.Of(reply.Status);
        }

        if (line.GetValue(Terminal.Json)) terminal.Out.WriteLine(reply.Text);
        else text(reply);
        return ExitCodes.Done;
    }

    /// <summary>A problem reply in words: each field with its remedy.</summary>
    public static void SayProblem(this Terminal terminal, OwnReply reply)
    {
        try
        {
            using var problem = JsonDocument.Parse(reply.Body);
            var root = problem.RootElement;
            var detail = Text(root, "detail");
            var errors = root.TryGetProperty("errors", out var listed) ? listed.EnumerateArray().ToList() : [];
            // A single field's fault is the whole's detail too: it is said beside the field.
            if (errors.Exists(error => Text(error, "detail") == detail)) detail = "";
            terminal.Error.WriteLine($"purser: {Text(root, "title")}. {Sentence(detail)}".TrimEnd());
            foreach (var error in errors)
            {
                var said = $"{Sentence(Text(error, "detail"))} {Text(error, "remedy")}";
                terminal.Error.WriteLine($"  {Text(error, "pointer")}: {said}".TrimEnd());
            }
        }
        catch (JsonException)
        {
            terminal.Error.WriteLine($"purser: refused ({reply.Status})");
        }
    }

    private static string? Sentence(string? text) =>
        string.IsNullOrEmpty(text) || text[^1] is '.' or '?' or '!' ? text : text + ".";

    private static string? Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) ? value.GetString() : null;
}
