using System.IO.Compression;
using System.Text.Json;
using Purser.Bookings;
using Purser.Guests;
using Purser.Host.Composition;
using Purser.Host.Doors.Bookings;

namespace Purser.Host.Doors.Local;

/// <summary>
/// Everything that is kept about one booking's guest, as one archive for the person who asks; or only the
/// pictures that the operator may use. Written entry by entry, whatever its size.
/// </summary>
public sealed partial class ExportFile(House house, BookingFile file)
{
    private int _count;

    /// <summary>Writes the archive whole or not at all, readable by its owner only.</summary>
    /// <param name="path">Absolute.</param>
    /// <param name="forOperator">True: pictures for the operator's own use only.</param>
    /// <param name="stop">Gives up.</param>
    /// <returns>How many files are in it.</returns>
    public async Task<int> Write(string path, bool forOperator, CancellationToken stop)
    {
        var half = path + ".part";
        var options = new FileStreamOptions
        {
            Mode = FileMode.Create,
            Access = FileAccess.ReadWrite,
            UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
        };
        try
        {
            await using (var target = new FileStream(half, options))
            await using (var archive = await ZipArchive.CreateAsync(target, ZipArchiveMode.Create, false,
                null, stop))
            {
                if (!forOperator) await Papers(archive, stop);
                if (!forOperator) await Records(archive, stop);
                await Photos(archive, forOperator, stop);
            }

            File.Move(half, path, overwrite: true);
            return _count;
        }
        finally
        {
            File.Delete(half);
        }
    }

    private async Task Papers(ZipArchive archive, CancellationToken stop)
    {
        var booking = await new BookingReplies(house.OfOffice).Whole(file, stop) with { OfficeNotes = null };
        await Add(
            archive, "booking.json", JsonSerializer.SerializeToUtf8Bytes(booking,
            BookingJson.Default.BookingReply), stop);
        foreach (var mail in (await house.KeptMails.List(stop)).Where(mail =>
            mail.Subject == file.Booking.Id.Text))
        {
            if (!mail.Name.Contains(".guest.", StringComparison.Ordinal)) continue;
            if (await house.KeptMails.Read(mail.Name, stop) is { } body)
                await Add(archive, $"mails/{mail.Name}.eml", body, stop);
        }

        if (file.Booking.Slug is not { } slug) return;
        if (await house.Objects.Get(PagePlace.Object(slug), stop) is { } page)
            await Add(archive, "page.html", page.Content.Body, stop);
        var visits = await house.Care.Opened(file.Booking.Id, stop);
        if (visits.Count == 0) return;
        var lines = visits.Select(one =>
            $"{HouseJson.Text(one.Hour)},{one.Kind},{one.Count}").Prepend("hour,what,count");
        await Add(archive, "visits.csv",
            System.Text.Encoding.UTF8.GetBytes(string.Join("\r\n", lines) + "\r\n"), stop);
    }

    private async Task Add(ZipArchive archive, string name, ReadOnlyMemory<byte> body, CancellationToken stop)
    {
        await using var entry = await archive.CreateEntry(name).OpenAsync(stop);
        await entry.WriteAsync(body, stop);
        _count++;
    }
}
