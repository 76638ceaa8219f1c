using System.Globalization;
using System.IO.Compression;
using System.Net;
using System.Text;
using NodaTime;
using Purser.Guests.Desk;
using Purser.Host.Composition;
using Purser.Outside;

namespace Purser.Host.Doors.Guests;

/// <summary>
/// Published photos as a ZIP archive with two lists of them, written while it is sent: nothing is held in
/// memory but one copy's next bytes.
/// </summary>
/// <param name="photos">In the order of capture.</param>
/// <param name="grant">The charter.</param>
/// <param name="house">Opens the copies.</param>
internal sealed class PhotoArchive(IReadOnlyList<PhotoToKeep> photos, PageGrant grant, GuestRooms house)
    : IResult
{
    private readonly DateTimeZone _zone = grant.Trip.Departure.Rules;

    /// <inheritdoc />
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var (response, stop) = (httpContext.Response, httpContext.RequestAborted);
        response.ContentType = "application/zip";
        response.Headers.CacheControl = "no-store";
        response.Headers.ContentDisposition = $"attachment; filename=\"{grant.Slugs[0]}.zip\"";
        await using var whole = new UnhurriedBody(response.BodyWriter);
        await using (var archive = await ZipArchive.CreateAsync(
            whole, ZipArchiveMode.Create, leaveOpen: true, Encoding.UTF8, stop)) await Fill(archive, stop);
        await whole.FlushAsync(stop);
    }

    private async Task Fill(ZipArchive archive, CancellationToken stop)
    {
        var named = photos.Select((photo, at) => (Name: NameOf(at + 1, photo), Photo: photo)).ToList();
        await Write(archive, "index.html", Page(named), stop);
        await Write(archive, "index.csv", Table(named), stop);
        foreach (var (name, photo) in named)
        {
            // One that was taken back while the archive is being sent is left out.
            await using var copy = await house.Photos.Open(photo.Key, stop);
            if (copy is null) continue;
            var entry = archive.CreateEntry(name, CompressionLevel.NoCompression);
            entry.LastWriteTime = photo.Photo.Place.InZone(_zone).ToDateTimeOffset();
            await using var body = await entry.OpenAsync(stop);
            await copy.Body.CopyToAsync(body, stop);
        }
    }

    /// <summary>A file's name: <c>001-robin.jpg</c>.</summary>
    internal static string NameOf(int number, PhotoToKeep photo)
    {
        var letters = photo.Contributor.Normalize(NormalizationForm.FormD).ToLowerInvariant()
            .Where(letter => letter is (>= 'a' and <= 'z') or (>= '0' and <= '9') or ' ' or '-')
            .Select(letter => letter == ' ' ? '-' : letter).Take(24);
        var who = string.Concat(letters).Trim('-');
        var ending = photo.Copy.Name.Split('.')[1];
        return string.Create(
            CultureInfo.InvariantCulture, $"{number:D3}-{(who.Length > 0 ? who : "guest")}.{ending}");
    }

    private async Task Write(ZipArchive archive, string name, string text, CancellationToken stop)
    {
        var entry = archive.CreateEntry(name, CompressionLevel.Optimal);
        entry.LastWriteTime = grant.Trip.Span.Start.InZone(_zone).ToDateTimeOffset();
        await using var body = await entry.OpenAsync(stop);
        await body.WriteAsync(Encoding.UTF8.GetBytes(text), stop);
    }

    private string Page(IReadOnlyList<(string Name, PhotoToKeep Photo)> named)
    {
        var vessel = house.Fleet.Vessel(grant.Trip.Vessel).Name;
        var title = WebUtility.HtmlEncode($"{vessel}, {HouseJson.Text(grant.Trip.Start)[..10]}");
        var html = new StringBuilder("<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">")
            .Append("<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">")
            .Append("<style>body{font-family:system-ui,sans-serif;max-width:60rem;margin:2rem auto}")
            .Append("figure{margin:0 0 2rem}img,video{max-width:100%;height:auto}</style>")
            .Append(CultureInfo.InvariantCulture, $"<title>{title}</title></head><body><h1>{title}</h1>\n");
        foreach (var (name, photo) in named)
        {
            var said = WebUtility.HtmlEncode(photo.Photo.Caption ?? "");
            var who = WebUtility.HtmlEncode(photo.Contributor);
            var shown = name.EndsWith(".mp4", StringComparison.Ordinal)
                ? $"<video controls src=\"{name}\"></video>"
                : $"<img loading=\"lazy\" src=\"{name}\" alt=\"{said}\">";
            html.Append(CultureInfo.InvariantCulture, $"<figure>{shown}<figcaption>{said} ")
                .Append(CultureInfo.InvariantCulture, $"{who}, {Local(photo)}</figcaption></figure>\n");
        }

        return html.Append("</body></html>\n").ToString();
    }

    private string Table(IReadOnlyList<(string Name, PhotoToKeep Photo)> named)
    {
        var csv = new StringBuilder("file,taken,contributor,caption,width,height\r\n");
        foreach (var (name, photo) in named)
        {
            string[] cells =
            [
                name, Local(photo), photo.Contributor, photo.Photo.Caption ?? "",
                photo.Copy.Width.ToString(CultureInfo.InvariantCulture),
                photo.Copy.Height.ToString(CultureInfo.InvariantCulture),
            ];
            csv.AppendJoin(',', cells.Select(Cell)).Append("\r\n");
        }

        return csv.ToString();
    }

    private string Local(PhotoToKeep photo) =>
        HouseJson.Text(photo.Photo.Place.InZone(_zone).LocalDateTime).Replace('T', ' ');

    /// <summary>A cell that no spreadsheet takes for a formula.</summary>
    private static string Cell(string text)
    {
        if (text.Length > 0 && text[0] is '=' or '+' or '-' or '@' or '\t' or '\r') text = "'" + text;
        return text.AsSpan().IndexOfAny(",\"\r\n") < 0 ? text : $"\"{text.Replace("\"", "\"\"")}\"";
    }
}
