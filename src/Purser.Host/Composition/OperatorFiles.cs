using System.Globalization;
using NodaTime;
using Purser.Embedded.Disk;
using Purser.Finance.Settling;
using Purser.Fleet;
using Purser.Host.Intake.Mail;

namespace Purser.Host.Composition;

/// <summary>What the data folder says of the operator, read once at the start.</summary>
/// <param name="Fleet">Brands, vessels, channels.</param>
/// <param name="Rates">The annex's settings.</param>
/// <param name="Profiles">How each channel writes its mails.</param>
/// <param name="Offset">How far the sample's clock runs ahead of the true one; zero for real
/// operators.</param>
public sealed record OperatorFiles(FleetFacts Fleet, Rates Rates, IReadOnlyList<ChannelProfile> Profiles, Duration Offset)
{
    private const string ClockFile = "sample-clock";

    /// <summary>
    /// Reads the folder, after making the sample in it if that is asked for. Throws what names the file and
    /// the remedy.
    /// </summary>
    public static OperatorFiles Open(DataFolder folder, Settings settings, TimeProvider time)
    {
        if (settings.Sample) MakeSample(folder);
        var files = Read(folder.Path, "--data");
        return files.Fleet.Sample ? files with { Offset = ReadOffset(folder, settings, time) } : files;
    }

    /// <summary>
    /// Reads a folder that others wrote: it stays as it is. Throws what names the file and the remedy.
    /// </summary>
    /// <param name="path">The folder.</param>
    /// <param name="setting">With which it was named.</param>
    public static OperatorFiles Read(string path, string setting)
    {
        const string sample = "Start with --sample to look around, or write fleet.json: ";
        var fleet = FleetFile.ReadOrFault(Bytes("fleet.json", sample + "samples/operator/fleet.json shows how."));
        var rates = RatesFile.Read(Bytes("rates.json", "Write it: samples/operator/rates.json shows how."));
        rates.Cover(fleet);
        return new OperatorFiles(fleet, rates, ChannelProfileFile.ReadFolder(path, fleet), Duration.Zero);

        byte[] Bytes(string name, string remedy)
        {
            var file = Path.Combine(path, name);
            return File.Exists(file)
                ? File.ReadAllBytes(file)
                : throw new StartRefused(new SettingRefusal(setting, $"{path} has no {name}.", remedy));
        }
    }

    private static void MakeSample(DataFolder folder)
    {
        var real = File.Exists(folder.Fleet)
            ? !FleetFile.ReadOrFault(File.ReadAllBytes(folder.Fleet)).Sample
            : File.Exists(folder.Records);
        if (real)
        {
            throw new StartRefused(new SettingRefusal(
                "--sample", $"{folder.Path} holds a real operator.", "Give the sample a folder of its own with --data."));
        }

        SampleOperator.WriteInto(folder.Path);
    }

    /// <summary>The sample's clock is kept as an offset, so that it runs on between starts.</summary>
    private static Duration ReadOffset(DataFolder folder, Settings settings, TimeProvider time)
    {
        var path = Path.Combine(folder.Path, ClockFile);
        if (settings.At is { } at)
        {
            var offset = at - Instant.FromDateTimeOffset(time.GetUtcNow());
            File.WriteAllText(path, ((long)offset.TotalSeconds).ToString(CultureInfo.InvariantCulture) + "\n");
            return offset;
        }

        if (!File.Exists(path)) return Duration.Zero;
        return long.TryParse(File.ReadAllText(path).Trim(), CultureInfo.InvariantCulture, out var seconds)
            ? Duration.FromSeconds(seconds)
            : throw new StartRefused(new SettingRefusal("--data", $"{path} is not a number of seconds.", "Remove it, or give --at."));
    }
}
