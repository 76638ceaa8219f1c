using NodaTime;

namespace Purser.Outside;

/// <summary>
/// Takes a message for delivery. Throws <see cref="OutsideUnavailable"/> (try again) or
/// <see cref="OutsideRefused"/>.
/// </summary>
public interface IMail
{
    /// <summary>
    /// Hands the message over. The same <see cref="Mail.MessageId"/> twice is the same message.
    /// </summary>
    /// <returns>Proof: what the server said, or the file's name.</returns>
    Task<string> Send(Mail mail, CancellationToken stop);
}

/// <summary>One message, ready to be sent.</summary>
/// <param name="Name">Stable per notice, <c>[a-z0-9.-]</c>; the file's name where mail is kept as
/// files.</param>
/// <param name="MessageId">Without angle brackets; a function of the notice key.</param>
/// <param name="From">The operator's sender, as <c>Name &lt;address&gt;</c>.</param>
/// <param name="ToName">The person's name, free of control characters.</param>
/// <param name="ToAddress">One bare address.</param>
/// <param name="Subject">One line.</param>
/// <param name="Text">The plain part.</param>
/// <param name="Html">The HTML part.</param>
/// <param name="Attachments">At most five small files.</param>
public sealed record Mail(
    string Name, string MessageId, string From, string ToName, string ToAddress, string Subject, string Text, string Html,
    IReadOnlyList<MailAttachment> Attachments)
{
    /// <summary>
    /// When it was to be sent: its <c>Date</c>. Null: whenever it is handed over. RFC 5322 means by it the
    /// moment when a message is complete and ready, not that of its transport; so a message can be shown,
    /// byte for byte, before it leaves.
    /// </summary>
    public Instant? Date { get; init; }

    /// <summary>Further header fields, for machines.</summary>
    public IReadOnlyList<MailHeader> Headers { get; init; } = [];

    /// <summary>True for what can be a message's name, wherever mail is kept: 1 to 200 characters of
    /// <c>[a-z0-9.-]</c>, the first no dot.</summary>
    public static bool IsName(string name) =>
        name is { Length: > 0 and <= 200 } && name[0] != '.'
        && !name.AsSpan().ContainsAnyExcept("abcdefghijklmnopqrstuvwxyz0123456789.-");
}

/// <summary>A header field, for example <c>List-Unsubscribe</c>.</summary>
/// <param name="Name">Of <c>[A-Za-z-]</c>.</param>
/// <param name="Value">One line of ASCII.</param>
public sealed record MailHeader(string Name, string Value);

/// <summary>A file that travels with a message.</summary>
/// <param name="FileName">What the reader sees.</param>
/// <param name="ContentType">With parameters, for example <c>text/calendar; method=PUBLISH;
/// charset=utf-8</c>.</param>
/// <param name="Body">The bytes.</param>
public sealed record MailAttachment(string FileName, string ContentType, ReadOnlyMemory<byte> Body);
