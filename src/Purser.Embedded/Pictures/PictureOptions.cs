namespace Purser.Embedded.Pictures;

/// <summary>The program that decodes, as it is started.</summary>
/// <param name="Path">Of the executable.</param>
/// <param name="Arguments">In their order.</param>
public sealed record PictureProgram(string Path, IReadOnlyList<string> Arguments)
{
    /// <summary>The name of the command that <see cref="PictureWork"/> stands behind.</summary>
    public const string Command = "pictures";

    /// <summary>This same program.</summary>
    public static PictureProgram Own()
    {
        var own = Environment.ProcessPath;
        Require.That(own is not null);
        // Under the JIT the program is `dotnet`, and what it runs is its first argument.
        return System.IO.Path.GetFileNameWithoutExtension(own!) == "dotnet"
            ? new PictureProgram(own!, [Environment.GetCommandLineArgs()[0], Command])
            : new PictureProgram(own!, [Command]);
    }
}

/// <summary>How pictures are made on one machine.</summary>
/// <param name="Scratch">A folder for copies while they are made. It is made (0700) when the first picture
/// comes, and everything in it is removed then.</param>
/// <param name="Program">What decodes.</param>
public sealed record PictureOptions(string Scratch, PictureProgram Program)
{
    /// <summary>How many decode at a time, from 1.</summary>
    public int Children { get; init; } = Math.Clamp(Environment.ProcessorCount, 1, 4);

    /// <summary>After so many jobs a child ends and another takes its place.</summary>
    public int JobsOfChild { get; init; } = 200;

    /// <summary>A child that has had nothing to do for so long ends.</summary>
    public TimeSpan Idle { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>For a child to start.</summary>
    public TimeSpan StartTime { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>For one picture.</summary>
    public TimeSpan PictureTime { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>For one video; its tools end themselves a minute before.</summary>
    public TimeSpan VideoTime { get; init; } = TimeSpan.FromMinutes(20);
}
