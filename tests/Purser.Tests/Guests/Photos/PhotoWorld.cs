using System.Security.Cryptography;
using NodaTime;
using NodaTime.Testing;
using Purser.Bookings;
using Purser.Contracts.Memory;
using Purser.Fleet;
using Purser.Guests;
using Purser.Guests.Desk;
using Purser.Guests.Photos;
using Purser.Outside;
using Purser.Outside.Records;

namespace Purser.Tests.Guests.Photos;

/// <summary>A photo desk over memory, and the worked example's page, open for photos.</summary>
internal sealed class PhotoWorld
{
    public const string Slug = "may-30-boatsetter-charter";

    public PhotoWorld(Faults? faults = null, ulong seed = 7, IPictures? pictures = null)
    {
        Faults = faults ?? Faults.None;
        Store = new MemoryStore(seed, Faults, Clock) { IndexLag = 0 };
        Objects = new MemoryObjects(Faults);
        Edge = new MemoryEdge(Faults);
        Quarantine = new MemoryQuarantine(Clock, Faults);
        Hints = new MemoryHints(seed);
        Secrets = new MemorySecrets(seed);
        Windows = new PhotoWindows(
            Store.Open(Compartment.Guest), Quarantine, pictures ?? new MemoryPictures(Faults), Objects, Edge, Secrets, Hints,
            new SeededTokens(seed), Clock, () => Fleet, GuestSamples.Site, Digest);
        Desk = new PhotoDesk(Windows);
    }

    public FleetFacts Fleet { get; set; } = GuestSamples.Fleet;

    public FakeClock Clock { get; } = new(GuestSamples.Example.Trip.Span.Start + Duration.FromHours(1));

    public Faults Faults { get; }

    public MemoryStore Store { get; }

    public MemoryObjects Objects { get; }

    public MemoryEdge Edge { get; }

    public MemoryQuarantine Quarantine { get; }

    public MemoryHints Hints { get; }

    public MemorySecrets Secrets { get; }

    public PhotoWindows Windows { get; }

    public PhotoDesk Desk { get; }

    public static BookingId Charter => GuestSamples.Example.Id;

    public static PageProof Link => new(GuestSamples.Key.Grant, null);

    public static PageProof Code => new(null, GuestSamples.Key.Code.Text);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public static Task<string> Digest(string path, CancellationToken stop) =>
        Task.FromResult(Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(path))));

    /// <summary>The office has put the page's grant.</summary>
    public async Task<PhotoWorld> Open(PageGrant? grant = null)
    {
        var pepper = await Secrets.Get(SecretNames.GuestLinks, Stop);
        var put = grant ?? GuestSamples.Grant(GuestSamples.Example) with { Revision = 1 };
        put = put with { CodeHash = GuestSamples.Key.Code.Hash(pepper.Span, Charter) };
        await Guests.Put(put, Stop);
        return this;
    }

    /// <summary>The desk that takes the office's grants.</summary>
    public GuestDesk Guests => new(new GuestDeskWindows(
        Store.Open(Compartment.Guest), Hints, Clock, new SeededTokens(9), () => Fleet, Secrets));

    public async Task<PageProven> Proven(PageProof? proof = null) =>
        await Desk.Proofs.Judge(Slug, proof ?? Code, Stop) ?? throw new InvalidOperationException("not proved");

    public static BatchRequest Request(int files, long size = 0, string by = "Robin", PhotoConsent? consent = null) =>
        new(by, consent ?? PhotoConsent.Least, "en",
            [.. Enumerable.Range(1, files).Select(number => new FileRequest(
                $"IMG_{number:D4}.JPG", "image/jpeg", size > 0 ? size : Picture(number).Length))]);

    /// <summary>Announces so many pictures.</summary>
    public async Task<StartReply.Started> Start(int files = 1, PageProof? proof = null, string by = "Robin")
    {
        var reply = await Desk.Start(await Proven(proof), Request(files, by: by), null, Stop);
        return Assert.IsType<StartReply.Started>(reply);
    }

    /// <summary>A picture that says nothing of when it was taken; each number is another one.</summary>
    public static byte[] Picture(int number) => MemoryPictures.Picture(4000, 3000, remark: $"{number:D3}");

    /// <summary>The bytes arrive.</summary>
    public async Task Send(string id, byte[] bytes)
    {
        var order = await Desk.Ordered(Slug, id, Stop) ?? throw new InvalidOperationException("no order");
        using var body = new MemoryStream(bytes);
        Assert.IsType<Purser.Embedded.ReceiveReply.Received>(await Quarantine.Receive(order, 0, body, Stop));
    }

    /// <summary>Announces, sends and acknowledges so many; returns them as acknowledged.</summary>
    public async Task<(string Batch, IReadOnlyList<string> Ids)> Give(
        int files = 1, PageProof? proof = null, string by = "Robin")
    {
        var started = await Start(files, proof, by);
        foreach (var (at, upload) in started.Uploads.Index())
        {
            await Send(upload.Id, Picture(at + 1));
            Assert.IsType<DoneReply.Taken>(await Desk.Done(Slug, upload.Id, $"Caption {at + 1}", Stop));
        }

        return (started.Batch, [.. started.Uploads.Select(upload => upload.Id)]);
    }

    /// <summary>All work that is announced by hints.</summary>
    public async Task Work()
    {
        while (Hints.Take() is { } hint)
        {
            if (hint is Hint.Photo photo) await Desk.Perform(photo.Charter, photo.Id, Stop);
        }
    }

    /// <summary>Time passes, and sweeps find what is due.</summary>
    public async Task Rest(int hours = 48)
    {
        for (var hour = 0; hour < hours; hour++)
        {
            Clock.AdvanceHours(1);
            foreach (var hint in await Desk.Due(all: false, Stop)) await Hints.Leave(hint, Stop);
            await Work();
        }
    }

    public Photo Photo(string id) => GuestRows.Read<Photo>(
        Store.Of(Compartment.Guest).All.Single(row => row.Key == PhotoRows.Photo(Charter, id)))!;

    public PhotoState State(string id) => Photo(id).State;

    public async Task<IReadOnlyList<GalleryItem>> Gallery() =>
        (await Desk.List(await Proven(), null, Stop)).Items;

    /// <summary>Keys of copies that guests can fetch.</summary>
    public IReadOnlyList<string> Shown =>
        [.. Objects.All.Keys.Select(key => key.Text).Where(key => key.StartsWith("photos/", StringComparison.Ordinal))];

    /// <summary>Keys of copies that only the owner sees.</summary>
    public IReadOnlyList<string> Held =>
        [.. Objects.All.Keys.Select(key => key.Text).Where(key => key.StartsWith("held/", StringComparison.Ordinal))];
}
