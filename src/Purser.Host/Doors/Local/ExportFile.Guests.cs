using System.Globalization;
using System.IO.Compression;
using System.Text;
using Purser.Guests;
using Purser.Guests.Desk;
using Purser.Guests.Photos;
using Purser.Host.Doors.OfficePages;
using Purser.Outside.Records;

namespace Purser.Host.Doors.Local;

/// <summary>What guests gave, in an export.</summary>
public sealed partial class ExportFile
{
    private static readonly string[] Given =
        [GuestRows.PhotoPrefix, GuestRows.WaiverPrefix, GuestRows.PassengerPrefix, PhotoRows.BatchPrefix];

    private static readonly string[] Views = ["play.mp4", "view.jpg", "view.webp"];

    /// <summary>Every record of what was given, as it is kept: waivers with their signatures, too.</summary>
    private async Task Records(ZipArchive archive, CancellationToken stop)
    {
        var guests = house.Store.Open(Compartment.Guest);
        foreach (var row in await guests.Whole(GuestRows.Partition(file.Booking.Id), stop, most: 20_000))
        {
            var sort = row.Key.Sort;
            if (!Array.Exists(Given, prefix => sort.StartsWith(prefix, StringComparison.Ordinal))) continue;
            await Add(archive, $"records/{row.Key.Sort.Replace('#', '-')}.json", row.Body, stop);
        }
    }

    /// <summary>Photos as they came and as they are shown; for the operator, only what he may use.</summary>
    private async Task Photos(ZipArchive archive, bool forOperator, CancellationToken stop)
    {
        var id = file.Booking.Id;
        var all = forOperator
            ? await house.Photos.Consented(id, minors: false, stop)
            : await house.Photos.Gallery(id, stop);
        if (all.Count == 0) return;
        var lines = new StringBuilder("file,contributor,taken,caption,use,children\r\n");
        foreach (var (item, number) in all.Select((item, at) => (item, at + 1)))
        {
            var name = string.Create(CultureInfo.InvariantCulture, $"{number:D3}");
            await Original(archive, item, $"originals/{name}-{PhotosReading.SafeName(item)}", stop);
            await View(archive, item, $"photos/{name}", stop);
            string[] cells =
            [
                name, item.Batch.Contributor, item.Photo.Place.ToString(), item.Photo.Caption ?? "",
                item.Batch.Consent.Use == PhotoUse.Operator ? "operator" : "group",
                item.Batch.Consent.Minors ? "may be shown" : "not where children are to be seen",
            ];
            lines.AppendJoin(',', cells.Select(Cell)).Append("\r\n");
        }

        await Add(archive, "photos.csv", Encoding.UTF8.GetBytes(lines.ToString()), stop);
    }

    private async Task Original(ZipArchive archive, OfficePhoto item, string name, CancellationToken stop)
    {
        using var borrowed = await house.Photos.Original(file.Booking.Id, item.Photo.Id, stop);
        if (borrowed is null) return;
        await using var source = File.OpenRead(borrowed.Path);
        await Add(archive, name, source, stop);
    }

    private async Task View(ZipArchive archive, OfficePhoto item, string name, CancellationToken stop)
    {
        foreach (var view in Views.Where(view => item.Photo.Copies.Any(copy => copy.Name == view)))
        {
            await using var copy = await house.Photos.Copy(file.Booking.Id, item.Photo.Id, view, stop);
            if (copy is null) continue;
            await Add(archive, name + Path.GetExtension(view), copy.Body, stop);
            return;
        }
    }

    private async Task Add(ZipArchive archive, string name, Stream body, CancellationToken stop)
    {
        var made = archive.CreateEntry(name, CompressionLevel.NoCompression);
        await using var entry = await made.OpenAsync(stop);
        await body.CopyToAsync(entry, stop);
        _count++;
    }

    /// <summary>A cell that no spreadsheet takes for a formula.</summary>
    private static string Cell(string text)
    {
        if (text.Length > 0 && text[0] is '=' or '+' or '-' or '@' or '\t' or '\r') text = "'" + text;
        return text.AsSpan().IndexOfAny(",\"\r\n") < 0 ? text : $"\"{text.Replace("\"", "\"\"")}\"";
    }
}
