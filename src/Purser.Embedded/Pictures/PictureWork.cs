using System.Collections.Concurrent;
using System.Text.Json;
using Purser.Embedded.Pictures.Worker;

namespace Purser.Embedded.Pictures;

/// <summary>
/// The child's side: jobs as lines of JSON come in, answers as lines of JSON go out. It limits itself before
/// it reads the first, and ends, with the tools it runs, as soon as its input does: its parent is gone.
/// </summary>
public static class PictureWork
{
    /// <summary>Works until the input ends. Returns only if it cannot begin.</summary>
    /// <returns>An exit code, not 0.</returns>
    public static int Run(TextReader input, TextWriter output)
    {
        OwnLimits.Begin();
        if (Library.Open() is { } why)
        {
            Console.Error.WriteLine(why);
            return 1;
        }

        OwnLimits.BoundMemory();
        using var lines = new BlockingCollection<string>(1);
        new Thread(() => Read(input, lines)) { IsBackground = true }.Start();
        Write(output, new PictureAnswer(0, PictureWord.Ready));
        foreach (var line in lines.GetConsumingEnumerable())
        {
            var job = JsonSerializer.Deserialize(line, PictureMessages.Default.PictureJob);
            Require.That(job is not null);
            OwnLimits.BoundTime(job!.ToolSeconds);
            Write(output, Do(job));
        }

        return 1;
    }

    private static void Read(TextReader input, BlockingCollection<string> lines)
    {
        while (input.ReadLine() is { } line) lines.Add(line);
        OwnLimits.EndAll();
    }

    private static PictureAnswer Do(PictureJob job)
    {
        try
        {
            return job.Kind switch
            {
                FileKind.Heif => HeifPictures.Make(job),
                FileKind.Mp4 or FileKind.Avi or FileKind.WebM => Videos.Make(job),
                _ => StillPictures.Make(job),
            };
        }
        catch (NetVips.VipsException fault)
        {
            return new PictureAnswer(job.Id, PictureWord.Refused) { Why = Library.WordsOf(fault) };
        }
    }

    private static void Write(TextWriter output, PictureAnswer answer)
    {
        output.Write(JsonSerializer.Serialize(answer, PictureMessages.Default.PictureAnswer) + "\n");
        output.Flush();
    }
}
