using MimeKit;

namespace Purser.EndToEnd.Harness;

/// <summary>The folder in which mail lies while no mail server is set.</summary>
internal sealed class Outbox(string folder)
{
    /// <summary>Every mail, by the name of its file.</summary>
    public IReadOnlyList<Letter> All =>
    [
        .. (Directory.Exists(folder) ? Directory.GetFiles(folder, "*.eml") : [])
            .Order(StringComparer.Ordinal).Select(path => new Letter(path, MimeMessage.Load(path))),
    ];

    /// <summary>Every mail to an address.</summary>
    public IReadOnlyList<Letter> To(string address) => [.. All.Where(letter => letter.To == address)];

    /// <summary>Waits for a mail.</summary>
    public Task<Letter> Arrival(string what, Func<Letter, bool> wanted) => Wait.For(
        what, () => Task.FromResult(All.FirstOrDefault(wanted)),
        () => string.Join('\n', All.Select(letter => $"{letter.File}: {letter.To}: {letter.Subject}")));
}

/// <summary>One mail.</summary>
internal sealed record Letter(string Path, MimeMessage Message)
{
    /// <summary>The name of its file.</summary>
    public string File => System.IO.Path.GetFileName(Path);

    /// <summary>The bare address of its reader.</summary>
    public string To => Message.To.Mailboxes.Single().Address;

    /// <summary>Its subject.</summary>
    public string Subject => Message.Subject ?? "";

    /// <summary>Its plain text.</summary>
    public string Text => Message.TextBody ?? "";

    /// <summary>Every part as text: headers, bodies and attachments.</summary>
    public string Everything => string.Join('\n', Message.Headers.Select(header => $"{header.Field}: {header.Value}")
        .Concat(Message.BodyParts.OfType<TextPart>().Select(part => part.Text)));

    /// <summary>The first address in the plain text that starts so.</summary>
    public string Link(Uri site)
    {
        var start = Text.IndexOf(House.Origin(site), StringComparison.Ordinal);
        Assert.True(start >= 0, $"no link to {site} in:\n{Text}");
        return new string([.. Text[start..].TakeWhile(letter => !char.IsWhiteSpace(letter) && letter is not ('>' or ')' or '"'))]);
    }
}
