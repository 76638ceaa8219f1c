using MimeKit;
using MimeKit.Utils;
using NodaTime;

namespace Purser.Host.Intake.Mail;

/// <summary>A message quoted in the text of another, as mail programs forward it: a marker, its headers, an
/// empty line, its text.</summary>
internal static class InlineForward
{
    private static readonly string[] Markers =
        ["forwarded message", "begin forwarded message", "original message"];

    /// <summary>The innermost quoted message in place of the letter that quotes it; the letter itself if it
    /// quotes none.</summary>
    public static Letter Unfold(Letter letter)
    {
        var quoted = letter.Texts.Select(Find).ToList();
        if (quoted.FirstOrDefault(found => found is not null) is not { } first) return letter;
        var texts = letter.Texts.Zip(quoted, (text, found) => found?.Lines ?? text).ToList();
        return letter with
        {
            From = Address(first.Headers.GetValueOrDefault("from")),
            Subject = LetterOpener.OneLine(first.Headers.GetValueOrDefault("subject") ?? letter.Subject),
            Date = Stamp(first),
            LocalDate = LocalStamp(first),
            Forwarded = true,
            Texts = texts,
        };
    }

    private static Quoted? Find(IReadOnlyList<string> lines)
    {
        for (var at = lines.Count - 1; at >= 0; at--)
            if (IsMarker(lines[at]) && Read(lines, at + 1) is { } found) return found;
        return null;
    }

    private static bool IsMarker(string line) =>
        line.Length < 80 && Markers.Contains(line.Trim('-', '>', '_', ' ', ':', '\t'),
            StringComparer.OrdinalIgnoreCase);

    private static Quoted? Read(IReadOnlyList<string> lines, int at)
    {
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        while (at < lines.Count && Unquote(lines[at]).Length == 0) at++;
        for (; at < lines.Count && Unquote(lines[at]) is { Length: > 0 } line; at++)
        {
            var colon = line.IndexOf(':');
            if (colon is <= 0 or > 20) break;
            headers.TryAdd(line[..colon].Trim('*', ' '), line[(colon + 1)..].Trim('*', ' ', '\t'));
        }

        return headers.ContainsKey("from") ? new Quoted(headers, [.. lines.Skip(at).Select(Unquote)]) : null;
    }

    private static string Unquote(string line) => TextLines.Tidy(line.TrimStart('>', ' '));

    private static string? Address(string? from) =>
        from is not null && InternetAddressList.TryParse(from, out var list)
            ? list.Mailboxes.FirstOrDefault()?.Address : null;

    private static string? DateText(Quoted found) =>
        found.Headers.GetValueOrDefault("date") ?? found.Headers.GetValueOrDefault("sent");

    private static Instant? Stamp(Quoted found) =>
        DateText(found) is { } text && HasOffset(text) && DateUtils.TryParse(text, out var date)
            && date.Year > 1990
            ? Instant.FromDateTimeOffset(date)
            : null;

    private static LocalDateTime? LocalStamp(Quoted found)
    {
        if (DateText(found) is not { } text || HasOffset(text)) return null;
        var said = TimesSaid.Scan(text, null);
        return said is { Fault: null, Dates.Count: 1, Times.Count: 1 } ? said.Dates[0] + said.Times[0] : null;
    }

    private static bool HasOffset(string text) =>
        text.Length > 5 && text[^5] is '+' or '-'
            && text.AsSpan(text.Length - 4).ContainsAnyExceptInRange('0', '9') is false;

    private sealed record Quoted(IReadOnlyDictionary<string, string> Headers, IReadOnlyList<string> Lines);
}
