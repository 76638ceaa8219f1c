using System.Security.Cryptography;
using Purser.Bookings;
using Purser.Embedded;
using Purser.Guests.Desk;
using Purser.Host.Doors.Clients;
using Purser.Host.Doors.Guests;
using Purser.Outside;
using Purser.Outside.Records;

namespace Purser.Host.Composition;

/// <summary>What the photo desk looks out of in this program.</summary>
internal static class PhotoParts
{
    /// <summary>The windows, over the ports that are registered.</summary>
    public static PhotoWindows Of(Premises premises, IRecords guests)
    {
        var parts = premises.Parts;
        return new PhotoWindows(
            guests, parts.GetRequiredService<IQuarantine>(), parts.GetRequiredService<IPictures>(),
            parts.GetRequiredService<IObjects>(), parts.GetRequiredService<IEdge>(), premises.Secrets,
            premises.Hints, premises.Tokens, premises.Clock, () => premises.Fleet,
            premises.Settings.Guest.Base, Digest);
    }

    /// <summary>What takes their bytes; null where they go to the store itself.</summary>
    public static UploadParts? Uploads(Premises premises, PhotoDesk photos) =>
        premises.Parts.GetService<IUploadReceiver>() is { } receiver
            ? new UploadParts(
                new Orders(photos), receiver, new UploadTurns(premises.Settings.Proxies),
                premises.Settings.Guest.Origin)
            : null;

    private static async Task<string> Digest(string path, CancellationToken stop)
    {
        try
        {
            await using var file = File.OpenRead(path);
            return Convert.ToHexStringLower(await SHA256.HashDataAsync(file, stop));
        }
        catch (IOException fault)
        {
            throw new OutsideUnavailable("hash an upload", fault);
        }
    }

    private sealed class Orders(PhotoDesk desk) : IUploadOrders
    {
        public Task<UploadOrder?> Find(Slug slug, string id, CancellationToken stop) =>
            desk.Ordered(slug.Text, id, stop);
    }
}
