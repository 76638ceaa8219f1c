using System.Text;
using MimeKit;
using MimeKit.Text;
using MimeKit.Utils;
using NodaTime;

namespace Purser.Host.Intake.Mail;

/// <summary>Opens a mail within limits: finds the innermost message and its texts.</summary>
internal static class LetterOpener
{
    public const int MostBytes = 10 * 1024 * 1024;
    public const int MostParts = 200;
    public const int MostDepth = 20;
    public const int MostText = 1024 * 1024;

    private static readonly ParserOptions Options = MakeOptions();

    public static LetterReading Open(ReadOnlyMemory<byte> mail)
    {
        if (mail.Length > MostBytes) return Closed($"it has more than {MostBytes:N0} bytes");
        try
        {
            using var stream = new MemoryStream(mail.ToArray(), writable: false);
            using var message = MimeMessage.Load(Options, stream);
            return Open(message, 0);
        }
        catch (FormatException)
        {
            return Closed("it is no mail");
        }
    }

    private static ParserOptions MakeOptions()
    {
        // Without it windows-1252 and its kin would be read as another set, and a currency sign be lost.
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        return new ParserOptions { MaxMimeDepth = MostDepth + 1, RespectContentLength = false };
    }

    private static LetterReading Closed(string reason) => new(null, reason);

    private static LetterReading Open(MimeMessage message, int depth)
    {
        var walk = new Walk();
        if (message.Body is null) return Closed("it has no text");
        walk.Into(message.Body, depth);
        if (walk.Reason is { } reason) return Closed(reason);
        if (walk.Messages.Count > 1) return Closed("it carries more than one message");
        if (walk.Messages.Count == 1) return Open(walk.Messages[0], walk.Depth);
        var letter = new Letter(
            Sender(message.From), OneLine(message.Subject), Stamp(message), null, false, walk.Lines(),
            walk.Markup);
        return new LetterReading(InlineForward.Unfold(letter), null);
    }

    private static string? Sender(InternetAddressList from) => from.Mailboxes.FirstOrDefault()?.Address;

    private static Instant? Stamp(MimeMessage message)
    {
        var header = message.Headers[HeaderId.Date];
        return header is not null && DateUtils.TryParse(header, out var date) && date.Year > 1990
            ? Instant.FromDateTimeOffset(date)
            : null;
    }

    internal static string OneLine(string? text)
    {
        var line = string.Concat((text ?? "").Select(letter => char.IsControl(letter) ? ' ' : letter)).Trim();
        return line.Length > 300 ? line[..300] : line;
    }

    private sealed class Walk
    {
        private readonly List<string> plain = [];
        private readonly List<string> html = [];
        private int parts;
        private int size;

        public List<MimeMessage> Messages { get; } = [];

        public List<string> Markup { get; } = [];

        public int Depth { get; private set; }

        public string? Reason { get; private set; }

        public void Into(MimeEntity entity, int depth)
        {
            if (Reason is not null) return;
            if (++parts > MostParts) Reason = $"it has more than {MostParts} parts";
            else if (depth > MostDepth) Reason = $"its parts are more than {MostDepth} deep";
            else if (entity is Multipart multipart)
                foreach (var part in multipart) Into(part, depth + 1);
            else if (entity is MessagePart { Message: { } inner })
            {
                Messages.Add(inner);
                Depth = depth + 1;
            }
            else if (entity is TextPart { IsAttachment: false } text) Read(text);
        }

        public List<IReadOnlyList<string>> Lines()
        {
            var texts = new List<IReadOnlyList<string>>();
            if (plain.Count > 0) texts.Add(TextLines.Of(string.Join('\n', plain)));
            if (html.Count > 0) texts.Add(TextLines.Of(string.Join('\n', html)));
            return texts;
        }

        private void Read(TextPart part)
        {
            if (!part.IsPlain && !part.IsHtml) return;
            var text = part.Text;
            size += text.Length;
            if (size > MostText) Reason = $"it has more than {MostText:N0} characters of text";
            else if (part.IsHtml) html.Add(HtmlText.Read(text, Markup));
            else if (part.IsFlowed) plain.Add(Unflow(part, text));
            else plain.Add(text);
        }

        private static string Unflow(TextPart part, string text)
        {
            var deletes = string.Equals(part.ContentType.Parameters["delsp"], "yes",
                StringComparison.OrdinalIgnoreCase);
            return new FlowedToText { DeleteSpace = deletes }.Convert(text);
        }
    }
}
