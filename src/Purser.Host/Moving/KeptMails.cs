using NodaTime;
using Purser.Embedded.Disk;
using Purser.Host.Moving.Sealing;
using Purser.Outside;

namespace Purser.Host.Moving;

/// <summary>Mails that lie in the outbox folder: they hold links, so they travel sealed.</summary>
internal static class KeptMails
{
    private const string Ending = ".eml";

    /// <summary>Every mail, as a line of a sealed file.</summary>
    public static async IAsyncEnumerable<SealedLine> Read(
        IKeptMail mails, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken stop)
    {
        foreach (var mail in await mails.List(stop))
        {
            if (await mails.Read(mail.Name, stop) is { } body)
                yield return SealedLine.OfMail(mail, body.ToArray());
        }
    }

    /// <summary>Keeps a mail, with the time since when it was kept.</summary>
    /// <exception cref="InvalidDataException">Its name cannot be one.</exception>
    public static async Task Write(
        DataFolder folder, string name, long kept, byte[] body, CancellationToken stop)
    {
        if (!Mail.IsName(name))
            throw new InvalidDataException("the sealed file is broken: a mail has no right name");
        DataFolder.Make(folder.Outbox);
        var path = Path.Combine(folder.Outbox, name + Ending);
        await using (var file = new FileStream(path + ".part", new FileStreamOptions
        {
            Mode = FileMode.Create,
            Access = FileAccess.Write,
            UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
        })) await file.WriteAsync(body, stop);
        File.SetLastWriteTimeUtc(path + ".part", Instant.FromUnixTimeTicks(kept).ToDateTimeUtc());
        File.Move(path + ".part", path, overwrite: true);
    }
}
