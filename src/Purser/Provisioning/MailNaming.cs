using System.Security.Cryptography;
using System.Text;
using Purser.Outside;
using Purser.Outside.Outbox;

namespace Purser.Provisioning;

/// <summary>What makes a notice's mail the same mail whenever it is made.</summary>
public static class MailNaming
{
    /// <summary>The mail of a notice, addressed and named.</summary>
    /// <param name="notice">Its key names it and makes its Message-ID.</param>
    /// <param name="from">The operator's sender.</param>
    /// <param name="toName">The person.</param>
    /// <param name="toAddress">One bare address.</param>
    /// <param name="text">Subject, plain part and HTML part.</param>
    /// <param name="attachments">Small files.</param>
    public static Mail Mail(
        Notice notice, string from, string toName, string toAddress, (string Subject, string Text, string Html) text,
        params IReadOnlyList<MailAttachment> attachments)
    {
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(notice.Key.Name)));
        return new Mail(
            notice.Key.Name, $"{hash[..32]}@{Domain(from)}", from, toName, toAddress, OneLine(text.Subject), text.Text, text.Html,
            attachments);
    }

    private static string Domain(string from) => from[(from.LastIndexOf('@') + 1)..].TrimEnd('>', ' ');

    private static string OneLine(string subject) => string.Join(' ', subject.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
