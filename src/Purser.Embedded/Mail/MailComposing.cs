using System.Security.Cryptography;
using System.Text;
using MimeKit;
using MimeKit.Text;
using NodaTime;
using Purser.Outside;
using Message = Purser.Outside.Mail;

namespace Purser.Embedded.Mail;

/// <summary>Makes the one form in which a message leaves, whatever the way.</summary>
internal static class MailComposing
{
    private const int MostAttachments = 5;

    /// <summary>
    /// The message as MIME. Throws <see cref="OutsideRefused"/> if it cannot be a message, which stays so.
    /// </summary>
    public static MimeMessage Compose(Message mail, Instant now)
    {
        string[] lines = [mail.MessageId, mail.From, mail.ToName, mail.ToAddress, mail.Subject];
        lines = [.. lines, .. mail.Attachments.Select(file => file.FileName)];
        lines = [.. lines, .. mail.Headers.SelectMany(field => (string[])[field.Name, field.Value])];
        if (lines.Any(line => line.Any(char.IsControl)))
            throw Refused(mail, "a header has a control character");
        if (mail.Attachments.Count > MostAttachments) throw Refused(mail, "it has too many attachments");
        if (!MailboxAddress.TryParse(mail.From, out var from))
            throw Refused(mail, "the sender is no mail address");
        var message = new MimeMessage
        {
            Subject = mail.Subject,
            Date = (mail.Date ?? now).ToDateTimeOffset(),
            MessageId = mail.MessageId,
        };
        message.From.Add(from);
        message.To.Add(new MailboxAddress(mail.ToName, Bare(mail)));
        foreach (var field in mail.Headers) message.Headers.Add(field.Name, field.Value);
        message.Body = Body(mail);
        return message;
    }

    private static string Bare(Message mail) =>
        MailboxAddress.TryParse(mail.ToAddress, out var to) && to.Address == mail.ToAddress
            && to.Address.Contains('@')
            ? to.Address
            : throw Refused(mail, "the recipient is no mail address");

    private static MimeEntity Body(Message mail)
    {
        var both =
            new MultipartAlternative(Part(TextFormat.Plain, mail.Text), Part(TextFormat.Html, mail.Html));
        Bound(both, mail, "alternative");
        if (mail.Attachments.Count == 0) return both;
        var mixed = new Multipart("mixed") { both };
        Bound(mixed, mail, "mixed");
        foreach (var file in mail.Attachments) mixed.Add(Attachment(mail, file));
        return mixed;
    }

    // A function of the message, so that the same message sent again has the same bytes.
    private static void Bound(Multipart part, Message mail, string name)
    {
        var seed = SHA256.HashData(Encoding.UTF8.GetBytes($"{name}|{mail.MessageId}"));
        part.Boundary = $"={name}-{Convert.ToHexStringLower(seed)[..32]}";
    }

    private static TextPart Part(TextFormat format, string text)
    {
        var part = new TextPart(format);
        part.SetText(Encoding.UTF8, text);
        part.ContentTransferEncoding = ContentEncoding.QuotedPrintable;
        return part;
    }

    private static MimePart Attachment(Message mail, MailAttachment file)
    {
        if (!ContentType.TryParse(file.ContentType, out var type))
            throw Refused(mail, "an attachment has no content type");
        return new MimePart(type)
        {
            Content = new MimeContent(new MemoryStream(file.Body.ToArray())),
            ContentDisposition = new ContentDisposition(ContentDisposition.Attachment),
            ContentTransferEncoding = ContentEncoding.Base64,
            FileName = file.FileName,
        };
    }

    private static OutsideRefused Refused(Message mail, string reason) => new($"send {mail.Name}", reason);
}
