using MimeKit;
using NodaTime;

namespace Purser.Embedded.Mail;

/// <summary>
/// A message as the file that keeps it: what the outbox folder gets, and what a preview shows.
/// </summary>
public static class MailFile
{
    /// <summary>The bytes of the file.</summary>
    /// <param name="mail">The message.</param>
    /// <param name="now">Its date, if it has none of its own.</param>
    public static byte[] Bytes(Outside.Mail mail, Instant now)
    {
        using var message = MailComposing.Compose(mail, now);
        using var bytes = new MemoryStream();
        message.WriteTo(FormatOptions.Default, bytes);
        return bytes.ToArray();
    }
}
