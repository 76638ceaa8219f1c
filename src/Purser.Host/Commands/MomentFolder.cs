using System.CommandLine;
using System.Net;
using System.Text;
using NodaTime;
using Purser.Host.Doors.Local;

namespace Purser.Host.Commands;

/// <summary>
/// <c>purser preview ID --at TIME -o DIR</c>: a booking at a moment, as a folder that opens in a browser.
/// </summary>
public static class MomentFolder
{
    /// <summary>Asks the house, writes the folder, prints the list.</summary>
    public static async Task<int> Write(
        OwnDoor door, string id, string at, string target, ParseResult line, Terminal terminal,
        CancellationToken stop)
    {
        var path = $"local/moments/{Uri.EscapeDataString(id)}?at={Uri.EscapeDataString(at)}";
        var reply = await door.Get(path, stop);
        if (!reply.Right) return terminal.Print(line, reply, _ => { });
        var moment = reply.Read(MomentJson.Default.MomentReply);
        var folder = Directory.CreateDirectory(Path.GetFullPath(target)).FullName;
        foreach (var (name, body) in moment.Files!)
        {
            var file = Path.Combine(folder, name);
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            await File.WriteAllBytesAsync(file, body, stop);
        }

        var index = Path.Combine(folder, "index.html");
        await File.WriteAllTextAsync(index, Index(moment), stop);
        var list = OwnReply.Of(moment with { Files = null }, MomentJson.Default.MomentReply);
        return terminal.Print(line, list, _ => Say(terminal.Out, moment, index));
    }

    private static void Say(TextWriter output, MomentReply moment, string index)
    {
        output.WriteLine(moment.Phase is { } phase
            ? $"{Clock(moment.At, moment.Zone)}: the page shows its face \"{phase}\"."
            : $"{Clock(moment.At, moment.Zone)}: there is no page.");
        foreach (var message in moment.Messages)
        {
            var when = Clock(message.When, moment.Zone);
            var what = $"{message.Channel,-5}  {message.Purpose,-19} {message.Person,-9}";
            output.WriteLine($"  {when}  {what} {message.Subject}");
        }

        if (moment.Messages.Count == 0) output.WriteLine("  No message goes out until then.");
        output.WriteLine(new Uri(index));
    }

    private static string Clock(Instant at, string zone)
    {
        var there = at.InZone(DateTimeZoneProviders.Tzdb[zone]);
        return $"{there.LocalDateTime:uuuu-MM-dd HH:mm} {there.GetZoneInterval().Name}";
    }

    private static string Index(MomentReply moment)
    {
        static string Safe(string text) => WebUtility.HtmlEncode(text);
        var fragment = moment.Fragment is { } key ? "#" + key : "";
        var list = new StringBuilder();
        foreach (var message in moment.Messages)
        {
            list.Append($"<tr><td>{Clock(message.When, moment.Zone)}</td><td>{message.Channel}</td>"
                + $"<td>{message.Purpose}</td><td>{Safe(message.Person)}</td>"
                + $"<td><a href=\"{Safe(message.File)}\">{Safe(message.Subject)}</a></td></tr>\n");
        }

        var page = moment.Page is { } seen
            ? $"<p>The page shows its face <b>{moment.Phase}</b>: "
                + $"<a href=\"{seen.Preview}{fragment}\">at that moment</a>, or "
                + $"<a href=\"{seen.File}{fragment}\">the published file, now</a> (revision {seen.Revision}, "
                + $"{(seen.Published ? "published already" : "not published yet")}).</p>"
            : "<p>There is no page.</p>";
        var table = moment.Messages.Count == 0
            ? "<p>No message goes out until then.</p>"
            : "<table><caption>What goes out until then</caption><thead>"
                + "<tr><th>When</th><th>How</th><th>What</th><th>To</th>"
                + $"<th>Subject</th></tr></thead><tbody>\n{list}</tbody></table>";
        return $$"""
            <!doctype html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width,initial-scale=1">
            <meta name="robots" content="noindex,nofollow">
            <title>Preview: {{Clock(moment.At, moment.Zone)}}</title>
            <style>body{font:1rem/1.5 system-ui,sans-serif;max-width:70rem;margin:2rem auto;padding:0 1rem}
            table{border-collapse:collapse;display:block;overflow-x:auto}
            caption{text-align:left;font-weight:600}
            th,td{text-align:left;padding:.4rem .8rem .4rem 0;border-bottom:1px solid}</style>
            </head>
            <body>
            <main>
            <h1>{{Clock(moment.At, moment.Zone)}}</h1>
            {{page}}
            {{table}}
            </main>
            </body>
            </html>
            """;
    }
}
