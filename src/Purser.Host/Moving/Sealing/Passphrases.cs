using System.Text;
using Purser.Host.Commands;

namespace Purser.Host.Moving.Sealing;

/// <summary>
/// Where a passphrase comes from: a file, or the person at the terminal. Never an argument, which other users
/// of the machine could read.
/// </summary>
internal static class Passphrases
{
    private const int Fewest = 12;

    /// <summary>Reads or asks for it.</summary>
    /// <param name="terminal">Where it is asked for.</param>
    /// <param name="file">Its first line; <c>-</c>: of standard input. Null: it is asked for.</param>
    /// <param name="isNew">True: it is being chosen: asked for twice, and not too short.</param>
    /// <exception cref="MoveRefused">There is none, or it is too short.</exception>
    public static string Get(Terminal terminal, string? file, bool isNew)
    {
        var text = file switch
        {
            null when Console.IsInputRedirected => throw new MoveRefused(
                "no one can be asked for the passphrase here: give --passphrase-file FILE"),
            null => Asked(terminal, isNew),
            "-" => Console.In.ReadLine() ?? "",
            _ => File.ReadLines(file).FirstOrDefault() ?? "",
        };
        if (isNew && text.Length < Fewest)
            throw new MoveRefused(
                $"the passphrase needs {Fewest} characters or more: six random words are good");
        return text.Length > 0 ? text : throw new MoveRefused("the passphrase is empty");
    }

    private static string Asked(Terminal terminal, bool isNew)
    {
        var text = Typed(terminal, "Passphrase: ");
        if (isNew && Typed(terminal, "Once more: ") != text)
            throw new MoveRefused("the two passphrases differ: nothing was written");
        return text;
    }

    private static string Typed(Terminal terminal, string question)
    {
        terminal.Error.Write(question);
        var text = new StringBuilder();
        while (Console.ReadKey(intercept: true) is { Key: not ConsoleKey.Enter } key)
        {
            if (key.Key == ConsoleKey.Backspace) text.Length = Math.Max(0, text.Length - 1);
            else if (key.KeyChar != '\0') text.Append(key.KeyChar);
        }

        terminal.Error.WriteLine();
        return text.ToString();
    }
}
