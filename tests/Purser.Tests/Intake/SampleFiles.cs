using Purser.Fleet;
using Purser.Host.Composition;
using Purser.Host.Intake.Mail;

namespace Purser.Tests.Intake;

/// <summary>The sample operator, and the files of <c>samples/</c>.</summary>
internal static class SampleFiles
{
    public static readonly FleetFacts Fleet = FleetFile.ReadOrFault(SampleOperator.Read("fleet.json"));

    public static readonly ChannelProfile Boatsetter =
        ChannelProfileFile.Read(SampleOperator.Read("channels/boatsetter.json"), Fleet).Profile!;

    public static readonly MailReader Reader = new(Fleet, [Boatsetter]);

    public static readonly NodaTime.Instant Now = NodaTime.Instant.FromUtc(2026, 11, 25, 12, 0);

    public static string Folder { get; } = Path.Combine(Root(), "samples");

    public static byte[] Read(string file) => File.ReadAllBytes(Path.Combine(Folder, file));

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Purser.slnx"))) folder = folder.Parent!;
        return folder.FullName;
    }
}
