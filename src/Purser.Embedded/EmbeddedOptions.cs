using Purser.Embedded.Disk;
using Purser.Embedded.Mail;
using Purser.Embedded.Pump;

namespace Purser.Embedded;

/// <summary>What one machine needs to know.</summary>
/// <param name="Folder">Open, and held, until the program ends.</param>
/// <param name="Smtp">Where mail is handed over; null keeps it in the folder's outbox.</param>
/// <param name="Pump">How the pump works.</param>
public sealed record EmbeddedOptions(DataFolder Folder, SmtpAddress? Smtp, PumpSettings Pump)
{
    /// <summary>Free bytes of the disk below which no guest's file is taken.</summary>
    public long UploadFloorBytes { get; init; } = 512L * 1024 * 1024;
}
