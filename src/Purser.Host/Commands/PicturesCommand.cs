using System.CommandLine;
using Purser.Embedded.Pictures;

namespace Purser.Host.Commands;

/// <summary>
/// <c>purser pictures</c>: not for people. A server starts it to have guests' files decoded.
/// </summary>
public static class PicturesCommand
{
    /// <summary>The command.</summary>
    public static Command Make()
    {
        var command = new Command(PictureProgram.Command, "Decode pictures that a server hands over.")
        {
            Hidden = true,
        };
        command.SetAction(_ => PictureWork.Run(Console.In, Console.Out));
        return command;
    }
}
