using MimeKit;
using NodaTime;
using Purser.Host.Composition;
using Purser.Host.Pages.Office;

namespace Purser.Host.Doors.OfficePages;

/// <summary>The mails that lie in the outbox folder, to be read.</summary>
/// <param name="office">Whose mails.</param>
/// <param name="outbox">The folder.</param>
public sealed class MailFolder(OfficeRooms office, string outbox)
{
    private const string Ending = ".eml";
    private const int Most = 200;

    private DateTimeZone Zone => office.Fleet.Harbours[0].Rules;

    /// <summary>The file of a notice, if it is there.</summary>
    public static string? FileOf(OfficeRooms office, string notice)
    {
        var name = notice + Ending;
        return office.Outbox is { } outbox && File.Exists(Path.Combine(outbox, name)) ? name : null;
    }

    /// <summary>The newest mails.</summary>
    public async Task<IReadOnlyList<MailLine>> List(CancellationToken stop)
    {
        var files = new DirectoryInfo(outbox).EnumerateFiles("*" + Ending)
            .OrderByDescending(file => file.LastWriteTimeUtc).ThenBy(file => file.Name, StringComparer.Ordinal).Take(Most);
        var lines = new List<MailLine>();
        foreach (var file in files)
        {
            using var mail = await MimeMessage.LoadAsync(file.FullName, stop);
            lines.Add(Line(file.Name, mail));
        }

        return lines;
    }

    /// <summary>One mail, or null. Only names that the folder itself lists are opened.</summary>
    public async Task<(MailLine Line, string Text, string Html, IReadOnlyList<string> Attachments)?> Read(string name, CancellationToken stop)
    {
        var right = name.EndsWith(Ending, StringComparison.Ordinal)
            && Outside.Mail.IsName(name[..^Ending.Length]);
        var path = Path.Combine(outbox, name);
        if (!right || !File.Exists(path)) return null;
        using var mail = await MimeMessage.LoadAsync(path, stop);
        var attached = mail.Attachments.Select(part => part.ContentDisposition?.FileName ?? part.ContentType.Name ?? "a file");
        return (Line(name, mail), mail.TextBody ?? "", mail.HtmlBody ?? "", [.. attached]);
    }

    private static string Reader(MailboxAddress box) => string.IsNullOrEmpty(box.Name) ? box.Address : $"{box.Name}, {box.Address}";

    private MailLine Line(string name, MimeMessage mail) => new(
        name, string.Join(", ", mail.To.Mailboxes.Select(Reader)), mail.Subject ?? "",
        OfficeWords.Clock(Instant.FromDateTimeOffset(mail.Date), Zone));
}
