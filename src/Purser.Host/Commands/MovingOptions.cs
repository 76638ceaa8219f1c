using System.CommandLine;
using Purser.Host.Composition;

namespace Purser.Host.Commands;

/// <summary>What the commands that carry secrets share.</summary>
internal static class MovingOptions
{
    /// <summary>The sealed file.</summary>
    public static Option<string?> Secrets(string what) => new("--secrets") { Description = what };

    /// <summary>Where its passphrase comes from.</summary>
    public static Option<string?> Passphrase() => new("--passphrase-file")
    {
        Description = "Its first line is the passphrase; -: of standard input. Without it you are asked.",
    };

    /// <summary>Where the installation lies.</summary>
    public static Option<string?> Mode() => new("--mode")
    {
        Description = "embedded: on this machine (default); aws: on AWS.",
    };

    /// <summary>The flags of a command line.</summary>
    public static Flags FlagsOf(this ParseResult line, Option<string?> mode) =>
        new(line.GetValue(Terminal.Data) ?? "./data", Mode: line.GetValue(mode));
}
