using MimeKit;
using NodaTime;
using Purser.Embedded.Disk;
using Purser.Outside;
using Message = Purser.Outside.Mail;

namespace Purser.Embedded.Mail;

/// <summary>
/// Keeps mail as <c>.eml</c> files until a person or another program fetches it. A file that is there is not
/// written again.
/// </summary>
internal sealed class FolderMail(string folder, IClock clock) : IMail
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const string NameLetters = "abcdefghijklmnopqrstuvwxyz0123456789.-";
    private const int MostNameCharacters = 200;

    private readonly NameLocks _locks = new();

    public Task<string> Send(Message mail, CancellationToken stop)
    {
        Require.That(mail.Name is { Length: > 0 and <= MostNameCharacters } && mail.Name[0] != '.');
        Require.That(!mail.Name.AsSpan().ContainsAnyExcept(NameLetters));
        return Task.Run(() => Keep(mail, stop), stop);
    }

    private string Keep(Message mail, CancellationToken stop)
    {
        using var message = MailComposing.Compose(mail, clock.GetCurrentInstant());
        var name = mail.Name + ".eml";
        try
        {
            using var bytes = new MemoryStream();
            message.WriteTo(FormatOptions.Default, bytes, stop);
            var written = bytes.GetBuffer().AsSpan(0, (int)bytes.Length);
            lock (_locks.Of(name)) Keep(Path.Combine(folder, name), written);
            return name;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new OutsideUnavailable($"send {mail.Name}", fault);
        }
    }

    private void Keep(string path, ReadOnlySpan<byte> bytes)
    {
        if (File.Exists(path)) return;
        Directory.CreateDirectory(folder, OwnerOnly | UnixFileMode.UserExecute);
        Durable.Write(path, bytes, OwnerOnly);
    }
}
