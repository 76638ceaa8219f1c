using Purser.Guests.Photos;
using Purser.Outside;

namespace Purser.Guests.Desk;

/// <summary>A safe copy's bytes.</summary>
/// <param name="Name">Neutral.</param>
/// <param name="Type">Media type.</param>
/// <param name="Bytes">The bytes.</param>
internal sealed record PhotoBody(string Name, string Type, ReadOnlyMemory<byte> Bytes)
{
    public static PhotoBody Of(PictureCopy copy) => new(PhotoPlace.NameOf(copy), copy.ContentType, copy.Body);
}

/// <summary>Puts copies where guests or only the owner see them, and clears them away.</summary>
internal sealed class PhotoFiles(PhotoWindows windows)
{
    /// <summary>Puts copies at the photo's next address before the guests. May be repeated.</summary>
    public async Task Show(Photo photo, IReadOnlyList<PhotoBody> bodies, CancellationToken stop)
    {
        var pepper = await windows.Pepper(stop);
        await Task.WhenAll(bodies.Select(body => Put(
            PhotoPlace.Shown(pepper.Span, photo, photo.Showing + 1, body.Name), body, stop)));
    }

    /// <summary>Puts copies where only the owner sees them. May be repeated.</summary>
    public async Task Hold(Photo photo, IReadOnlyList<PhotoBody> bodies, CancellationToken stop)
    {
        var pepper = await windows.Pepper(stop);
        await Task.WhenAll(bodies.Select(body =>
            Put(PhotoPlace.Waiting(pepper.Span, photo, body.Name), body, stop)));
    }

    /// <summary>The copies, wherever they lie.</summary>
    public async Task<IReadOnlyList<PhotoBody>> Bodies(Photo photo, CancellationToken stop)
    {
        var bodies = new List<PhotoBody>();
        foreach (var copy in photo.Copies) bodies.Add(await Body(photo, copy, stop));
        return bodies;
    }

    /// <summary>
    /// Leaves copies exactly where the photo's state wants them. One that is unlisted keeps its copies for
    /// the owner, who may change his mind. May be repeated.
    /// </summary>
    public async Task Settle(Photo photo, CancellationToken stop)
    {
        var pepper = await windows.Pepper(stop);
        var waits = photo.State is PhotoState.Pending or PhotoState.Rejected;
        if (photo.State == PhotoState.Rejected) await Hold(photo, await Missing(photo, stop), stop);
        var gone = new List<string>();
        for (var showing = 1; showing <= photo.Showing + 1; showing++)
        {
            if (photo.State == PhotoState.Published && showing == photo.Showing) continue;
            foreach (var name in PhotoPlace.Names.Keys)
            {
                var key = PhotoPlace.Shown(pepper.Span, photo, showing, name);
                await windows.Objects.Remove(key, stop);
                var known = photo.Copies.Any(copy => copy.Name == name);
                if (known && showing <= photo.Showing) gone.Add(PhotoPlace.Path(key));
            }
        }

        if (gone.Count > 0) await windows.Edge.Invalidate(gone, stop);
        if (waits) return;
        foreach (var name in PhotoPlace.Names.Keys)
            await windows.Objects.Remove(PhotoPlace.Waiting(pepper.Span, photo, name), stop);
    }

    /// <summary>
    /// Copies that are still before the guests, and not yet where only the owner sees them.
    /// </summary>
    private async Task<IReadOnlyList<PhotoBody>> Missing(Photo photo, CancellationToken stop)
    {
        var pepper = await windows.Pepper(stop);
        var missing = new List<PhotoBody>();
        foreach (var copy in photo.Copies)
        {
            var waiting = PhotoPlace.Waiting(pepper.Span, photo, copy.Name);
            if (await windows.Objects.Get(waiting, stop) is not null) continue;
            var shown = PhotoPlace.Shown(pepper.Span, photo, photo.Showing, copy.Name);
            if (await windows.Objects.Get(shown, stop) is { } there)
                missing.Add(new PhotoBody(copy.Name, copy.Type, there.Content.Body));
        }

        return missing;
    }

    private async Task<PhotoBody> Body(Photo photo, PhotoCopy copy, CancellationToken stop)
    {
        var pepper = await windows.Pepper(stop);
        var waiting = PhotoPlace.Waiting(pepper.Span, photo, copy.Name);
        var shown = PhotoPlace.Shown(pepper.Span, photo, photo.Showing, copy.Name);
        var there = await windows.Objects.Get(waiting, stop) ?? await windows.Objects.Get(shown, stop)
            ?? throw new OutsideRefused($"open {waiting}", "this copy of a photo is not here any more");
        return new PhotoBody(copy.Name, copy.Type, there.Content.Body);
    }

    private async Task Put(ObjectKey key, PhotoBody body, CancellationToken stop)
    {
        var content = new ObjectContent(body.Bytes, body.Type, PhotoPlace.CacheOf(key), 0);
        if (await windows.Objects.Put(key, content, null, stop) is not null) return;
        // An earlier run was here.
        var there = await windows.Objects.Get(key, stop);
        if (there?.Content.Body.Span.SequenceEqual(body.Bytes.Span) == true) return;
        if (await windows.Objects.Put(key, content, there?.Tag, stop) is null)
            throw new OutsideUnavailable($"put object {key}");
    }
}
