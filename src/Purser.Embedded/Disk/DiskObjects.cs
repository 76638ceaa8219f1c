using System.Security.Cryptography;
using Purser.Outside;

namespace Purser.Embedded.Disk;

/// <summary>
/// Objects as plain files: the file has exactly the bytes of the object, so that a person can open it. What
/// is known beside the bytes lies in <c>.name.about</c> next to it and names the bytes by their hash. A put
/// writes the new entry beside the old one first; the rename of the object's file then decides which of both
/// counts, so a crash at any moment leaves the old object or the new one, each with its own entry. After a
/// cut of power the new bytes may stand without their entry: they count as revision 0, and the put, which was
/// never answered, is done again.
/// </summary>
internal sealed class DiskObjects(string folder) : IObjects
{
    private const UnixFileMode Mode =
        UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    private readonly NameLocks _locks = new();
    private readonly SyncGroup _group = new();
    private readonly KnownHashes _hashes = new();

    public Task<StoredObject?> Get(ObjectKey key, CancellationToken stop) =>
        Do("get", key, () => Task.FromResult(Read(key)), stop);

    public Task<string?> Put(
        ObjectKey key, ObjectContent content, string? expectedTag, CancellationToken stop)
    {
        Require.That(content.Body.Length <= ObjectContent.MostBytes);
        return Do(
            "put", key,
            async () =>
            {
                var old = Read(key);
                return old?.Tag == expectedTag ? await Write(key, content, old) : null;
            },
            stop);
    }

    public Task<OpenObject?> Open(ObjectKey key, CancellationToken stop) => Do(
        "open", key,
        async () =>
        {
            var file = FileOf(key);
            if (!File.Exists(file)) return null;
            var body = File.OpenRead(file);
            try
            {
                var about = About.Read(AboutFileOf(file), await _hashes.Of(file, body, stop), key);
                body.Position = 0;
                return new OpenObject(body, body.Length, about.ContentType, about.CacheControl, about.Tag);
            }
            catch
            {
                await body.DisposeAsync();
                throw;
            }
        },
        stop);

    public Task Remove(ObjectKey key, CancellationToken stop) => Do(
        "remove", key,
        () =>
        {
            var file = FileOf(key);
            if (!Directory.Exists(Path.GetDirectoryName(file))) return Task.FromResult(true);
            File.Delete(file);
            File.Delete(AboutFileOf(file));
            File.Delete(Unfinished.PartOf(file));
            Durable.SyncFolder(Path.GetDirectoryName(file)!);
            return Task.FromResult(true);
        },
        stop);

    private async Task<string> Write(ObjectKey key, ObjectContent content, StoredObject? old)
    {
        var about = About.Of(content);
        About[] both = old is null || old.Tag == about.Tag ? [about] : [about, About.Of(old.Content)];
        var file = FileOf(key);
        _hashes.Forget(file);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        var entry = Unfinished.Write(AboutFileOf(file), About.Write(both), Mode);
        try
        {
            await _group.Publish([entry, Unfinished.Write(file, content.Body.Span, Mode)]);
        }
        catch
        {
            entry.Dispose();
            throw;
        }

        return about.Tag;
    }

    private StoredObject? Read(ObjectKey key)
    {
        var file = FileOf(key);
        // The usual answer for a new page, without the price of an exception.
        if (!File.Exists(file)) return null;
        byte[] body;
        try
        {
            body = File.ReadAllBytes(file);
        }
        catch (Exception fault) when (fault is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }

        var about = About.Read(AboutFileOf(file), Convert.ToHexStringLower(SHA256.HashData(body)), key);
        return new StoredObject(
            key, new ObjectContent(body, about.ContentType, about.CacheControl, about.Revision), about.Tag);
    }

    private async Task<T> Do<T>(string what, ObjectKey key, Func<Task<T>> work, CancellationToken stop)
    {
        using var turn = await _locks.Hold(key.Text, stop);
        try
        {
            return await work();
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new OutsideUnavailable($"{what} object {key}", fault);
        }
    }

    private string FileOf(ObjectKey key)
    {
        foreach (var part in key.Text.Split('/'))
            Require.That(part.Length > 0 && part[0] != '.' && part[^1] != '.');
        return Path.Combine(folder, key.Text);
    }

    private static string AboutFileOf(string file) =>
        Path.Combine(Path.GetDirectoryName(file)!, $".{Path.GetFileName(file)}.about");
}
