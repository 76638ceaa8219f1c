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

    private readonly NameLocks _locks = new();
    private readonly SyncGroup _group = new();

    public async Task<string> Send(Message mail, CancellationToken stop)
    {
        Require.That(Message.IsName(mail.Name));
        var bytes = MailFile.Bytes(mail, clock.GetCurrentInstant());
        var name = mail.Name + ".eml";
        using var turn = await _locks.Hold(name, stop);
        try
        {
            await Keep(Path.Combine(folder, name), bytes);
            return name;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new OutsideUnavailable($"send {mail.Name}", fault);
        }
    }

    private Task Keep(string path, byte[] bytes)
    {
        if (File.Exists(path)) return Task.CompletedTask;
        Directory.CreateDirectory(folder, OwnerOnly | UnixFileMode.UserExecute);
        return _group.Publish([Unfinished.Write(path, bytes, OwnerOnly)]);
    }
}
