using Purser.Guests;
using Purser.Guests.Desk;
using Purser.Host.Doors;
using Purser.Host.Doors.Guests;
using Purser.Outside.Records;

namespace Purser.Host.Composition;

/// <summary>The guest compartment: what guests may give, and what they gave.</summary>
public sealed class GuestRooms : Rooms
{
    /// <summary>Over the ports that are registered.</summary>
    public GuestRooms(Premises premises)
        : base(premises)
    {
        Records = premises.Store.Open(Compartment.Guest);
        Guests = new GuestDesk(new GuestDeskWindows(
            Records, Hints, Clock, Tokens, () => Fleet, Secrets));
        PhotoWindows = PhotoParts.Of(premises, Records);
        Care = new GuestCareDesk(PhotoWindows);
        Photos = new PhotoDesk(PhotoWindows);
        Uploads = PhotoParts.Uploads(premises, Photos);
        GuestAssets = new GuestAssets(premises.TemplateFolder);
    }

    /// <summary>The compartment's records.</summary>
    public IRecords Records { get; }

    /// <summary>The guest desk.</summary>
    public GuestDesk Guests { get; }

    /// <summary>Forgets what guests gave, and counts visits.</summary>
    public GuestCareDesk Care { get; }

    /// <summary>What the photo desk looks out of.</summary>
    public PhotoWindows PhotoWindows { get; }

    /// <summary>Guests' photos.</summary>
    public PhotoDesk Photos { get; }

    /// <summary>What takes guests' files; null where they are sent to the store itself.</summary>
    public UploadParts? Uploads { get; }

    /// <summary>What guests' pages load once photos can be added.</summary>
    public GuestAssets GuestAssets { get; }
}
