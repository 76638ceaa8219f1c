using Purser.Bookings;
using Purser.Contracts.Memory;
using Purser.Guests;
using Purser.Guests.Desk;
using Purser.Guests.Photos;
using Purser.Outside;
using Purser.Outside.Records;

namespace Purser.Tests.Simulation;

/// <summary>Guests who send photos, take them back, guess codes; and the owner who judges what they sent.</summary>
internal sealed class Aboard(SimulatedHouse house, ulong seed)
{
    private readonly SplitMix _random = new(seed);
    private readonly List<(BookingId Charter, string Slug, string Batch, string Id)> _announced = [];
    private readonly Dictionary<string, int> _approvals = [];
    private readonly HashSet<string> _acknowledged = [];
    private int _pictures;

    /// <summary>Where photos stand now.</summary>
    public IEnumerable<PhotoState> States => Photos().Select(photo => photo.Photo.State);

    /// <summary>Somebody does something about a booking's page.</summary>
    public async Task Act(BookingId id)
    {
        switch (_random.UpTo(9))
        {
            case 0 or 1:
                await Announce(id);
                break;
            case 2 or 3 or 4 or 5:
                await Send();
                break;
            case 6:
                await TakeBack();
                break;
            case 7 or 8:
                await Judge();
                break;
            default:
                await house.Photos.Proofs.Judge(Any().Slug, new PageProof(null, "222222"), default);
                break;
        }
    }

    /// <summary>What must hold of photos once faults have stopped and everything has come to rest.</summary>
    public async Task Hold()
    {
        var pepper = await house.Secrets.Get(SecretNames.GuestLinks, default);
        var (objects, files) = (new HashSet<string>(), new HashSet<string>());
        foreach (var (charter, photo) in Photos())
        {
            if (_acknowledged.Contains(photo.Id)) Assert.True(PhotoTable.IsFinal(photo.State), $"{photo}");
            if (photo.State != PhotoState.Granted) Assert.Null(photo.Due);
            Assert.InRange(photo.Showing, 0, 1 + _approvals.GetValueOrDefault(photo.Id));
            foreach (var copy in photo.Copies)
            {
                if (photo.State == PhotoState.Published)
                    objects.Add(PhotoPlace.Shown(pepper.Span, photo, photo.Showing, copy.Name).Text);
                if (photo.State is PhotoState.Pending or PhotoState.Rejected)
                    objects.Add(PhotoPlace.Waiting(pepper.Span, photo, copy.Name).Text);
            }

            if (photo.State is not (PhotoState.Granted or PhotoState.Refused or PhotoState.Removed))
                files.Add(PhotoPlace.Upload(charter, photo.Id));
        }

        Assert.Equal(_acknowledged.Except(Photos().Select(photo => photo.Photo.Id)), []);
        var there = house.Objects.All.Keys.Select(key => key.Text).Where(key => !key.StartsWith("g/", StringComparison.Ordinal));
        Assert.Equal(objects.Order(StringComparer.Ordinal), there.Order(StringComparer.Ordinal));
        Assert.Equal(files.Order(StringComparer.Ordinal), house.Quarantine.All.Keys.Order(StringComparer.Ordinal));
    }

    private IEnumerable<(BookingId Charter, Photo Photo)> Photos() =>
        from row in house.Store.Of(Compartment.Guest).All
        where row.Key.Sort.StartsWith(GuestRows.PhotoPrefix, StringComparison.Ordinal)
        select (Texts.Parse<BookingId>(row.Key.Partition["page#".Length..]), GuestRows.Read<Photo>(row)!);

    private async Task Announce(BookingId id)
    {
        if (await BookingFile.Load(house.Office, id, default) is not { Booking.Slug: { } slug } file) return;
        var key = await house.Papers.Key(file, default);
        var proof = _random.Chance(0.5) ? new PageProof(key.Grant, null) : new PageProof(null, key.Code.Text);
        if (await house.Photos.Proofs.Judge(slug.Text, proof, default) is not { } page) return;
        var files = Enumerable.Range(0, 1 + _random.UpTo(2)).Select(
            _ => new FileRequest("a.jpg", "image/jpeg", MemoryPictures.Picture(9, 9, remark: "000000").Length));
        var request = new BatchRequest("Robin", PhotoConsent.Least, null, [.. files]);
        if (await house.Photos.Start(page, request, $"k{_pictures}", default) is not StartReply.Started started) return;
        _announced.AddRange(started.Uploads.Select(upload => (id, slug.Text, started.Batch, upload.Id)));
    }

    private async Task Send()
    {
        var (_, slug, _, id) = Any();
        await house.Photos.Renew(slug, id, default);
        if (_random.Chance(0.8) && await house.Photos.Ordered(slug, id, default) is { } order)
        {
            var bytes = MemoryPictures.Picture(9, 9, remark: $"{_pictures++:D6}");
            if (_random.Chance(0.3)) bytes[0] = (byte)'x';
            using var body = new MemoryStream(bytes);
            await house.Quarantine.Receive(order, 0, body, default);
        }

        if (await house.Photos.Done(slug, id, null, default) is DoneReply.Taken) _acknowledged.Add(id);
    }

    private async Task TakeBack()
    {
        var (_, slug, batch, id) = Any();
        if (_random.Chance(0.7)) await house.Photos.Remove(slug, id, batch, default);
        else await house.Photos.Withdraw(slug, batch, default);
    }

    private async Task Judge()
    {
        var ripe = Photos().Where(one =>
            one.Photo.State is PhotoState.Pending or PhotoState.Published or PhotoState.Rejected).ToList();
        if (ripe.Count == 0) return;
        var (charter, chosen) = ripe[_random.UpTo(ripe.Count - 1)];
        var photo = chosen.Id;
        var verdict = (PhotoVerdict)_random.UpTo(2);
        if (verdict == PhotoVerdict.Approve) _approvals[photo] = _approvals.GetValueOrDefault(photo) + 1;
        await house.Photos.Judge(charter, new PhotoChoice.Some([photo]), verdict, "owner", default);
    }

    private (BookingId Charter, string Slug, string Batch, string Id) Any() => _announced.Count == 0
        ? (Texts.Parse<BookingId>(new string('x', 26)), "no-page", "none", "none")
        : _announced[_random.UpTo(_announced.Count - 1)];
}
