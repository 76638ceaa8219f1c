using MimeKit;
using NodaTime;
using Purser.Host.Composition;
using Purser.Host.Pages.Office;

namespace Purser.Host.Doors.OfficePages;

/// <summary>The mails that lie in the outbox folder, to be read.</summary>
public sealed class MailFolder(House house)
{
    private const int Most = 200;

    private DateTimeZone Zone => house.Fleet.Harbours[0].Rules;

    /// <summary>The file of a notice, if it is there.</summary>
    public static string? FileOf(House house, string notice)
    {
        var name = notice + ".eml";
        return File.Exists(Path.Combine(house.Folder.Outbox, name)) ? name : null;
    }

    /// <summary>The newest mails.</summary>
    public async Task<IReadOnlyList<MailLine>> List(CancellationToken stop)
    {
        var files = new DirectoryInfo(house.Folder.Outbox).EnumerateFiles("*.eml")
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
        var right = name.Length <= 250 && name.EndsWith(".eml", StringComparison.Ordinal) && !name.StartsWith('.')
            && !name.AsSpan().ContainsAnyExcept("abcdefghijklmnopqrstuvwxyz0123456789.-");
        var path = Path.Combine(house.Folder.Outbox, name);
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
