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
    public static PhotoWindows Of(House house, IServiceProvider parts) => new(
        house.Store.Open(Compartment.Guest), parts.GetRequiredService<IQuarantine>(),
        parts.GetRequiredService<IPictures>(), house.Objects, parts.GetRequiredService<IEdge>(),
        house.Secrets,
        house.Hints, house.Tokens, house.Clock, () => house.Fleet, house.Settings.Guest.Base, Digest);

    /// <summary>What takes their bytes; null where they go to the store itself.</summary>
    public static UploadParts? Uploads(House house, IServiceProvider parts) =>
        parts.GetService<IUploadReceiver>() is { } receiver
            ? new UploadParts(
                new Orders(house.Photos), receiver, new UploadTurns(house.Settings.Proxies),
                house.Settings.Guest.Origin)
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
