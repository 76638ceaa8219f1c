using System.Security.Cryptography;
using Purser.Outside;

namespace Purser.Embedded.Disk;

/// <summary>
/// Objects as plain files: the file has exactly the bytes of the object, so that a person can open it. What
/// is known beside the bytes lies in <c>.about/</c> and names the bytes by their hash. A put writes the new
/// entry beside the old one first; the rename of the object's file then decides which of both counts, so a
/// crash at any moment leaves the old object or the new one, each with its own entry.
/// </summary>
internal sealed class DiskObjects : IObjects
{
    private const int MostBytes = 5 * 1024 * 1024;
    private const UnixFileMode Mode =
        UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    private readonly Lock[] _locks = [.. Enumerable.Range(0, 64).Select(_ => new Lock())];
    private readonly string _folder;
    private readonly string _abouts;

    public DiskObjects(string folder)
    {
        _folder = folder;
        _abouts = Path.Combine(folder, ".about");
    }

    public Task<StoredObject?> Get(ObjectKey key, CancellationToken stop) =>
        Task.FromResult(Do("get", key, () => Read(key)));

    public Task<string?> Put(
        ObjectKey key, ObjectContent content, string? expectedTag, CancellationToken stop)
    {
        Require.That(content.Body.Length <= MostBytes);
        return Task.FromResult(Do("put", key, () =>
        {
            var old = Read(key);
            return old?.Tag == expectedTag ? Write(key, content, old) : null;
        }));
    }

    private string Write(ObjectKey key, ObjectContent content, StoredObject? old)
    {
        var about = About.Of(content);
        About[] both = old is null || old.Tag == about.Tag ? [about] : [about, About.Of(old.Content)];
        var file = FileOf(_folder, key);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        var aboutFile = FileOf(_abouts, key);
        Directory.CreateDirectory(Path.GetDirectoryName(aboutFile)!);
        var unfinished = Durable.Prepare(file, content.Body.Span, Mode);
        Durable.Write(aboutFile, About.Write(both), Mode);
        Durable.Publish(unfinished, file);
        return about.Tag;
    }

    private StoredObject? Read(ObjectKey key)
    {
        byte[] body;
        try
        {
            body = File.ReadAllBytes(FileOf(_folder, key));
        }
        catch (Exception fault) when (fault is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }

        var about = About.Read(FileOf(_abouts, key), Convert.ToHexStringLower(SHA256.HashData(body)), key);
        return new StoredObject(
            key, new ObjectContent(body, about.ContentType, about.CacheControl, about.Revision), about.Tag);
    }

    private T Do<T>(string what, ObjectKey key, Func<T> work)
    {
        try
        {
            lock (LockOf(key)) return work();
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new OutsideUnavailable($"{what} object {key}", fault);
        }
    }

    private Lock LockOf(ObjectKey key) =>
        _locks[(key.Text.GetHashCode(StringComparison.Ordinal) & int.MaxValue) % _locks.Length];

    private static string FileOf(string folder, ObjectKey key)
    {
        foreach (var part in key.Text.Split('/'))
            Require.That(part.Length > 0 && part[0] != '.' && part[^1] != '.');
        return Path.Combine(folder, key.Text);
    }
}
