using NodaTime;
using Purser.Outside;
using Message = Purser.Outside.Mail;

namespace Purser.Embedded.Mail;

/// <summary>The copies of mail in the data folder.</summary>
internal sealed class KeptMailFolder(string folder) : IKeptMail
{
    private const string Ending = ".eml";

    public Task<IReadOnlyList<KeptMail>> List(CancellationToken stop) => Do<IReadOnlyList<KeptMail>>(
        "list mails", () => Task.FromResult<IReadOnlyList<KeptMail>>(
            Directory.Exists(folder)
                ? [.. new DirectoryInfo(folder).EnumerateFiles("*" + Ending)
                    .OrderBy(file => file.Name, StringComparer.Ordinal)
                    .Select(file => new KeptMail(
                        file.Name[..^Ending.Length], Instant.FromDateTimeUtc(file.LastWriteTimeUtc)))
                    // What a person has put there under another name is none of ours.
                    .Where(mail => Message.IsName(mail.Name))]
                : []));

    public Task<ReadOnlyMemory<byte>?> Read(string name, CancellationToken stop) => Do<ReadOnlyMemory<byte>?>(
        $"read mail {name}",
        async () => File.Exists(Place(name))
            ? await File.ReadAllBytesAsync(Place(name), stop)
            : (ReadOnlyMemory<byte>?)null);

    public Task Remove(string name, CancellationToken stop) => Do(
        $"remove mail {name}",
        () =>
        {
            if (Directory.Exists(folder)) File.Delete(Place(name));
            return Task.FromResult(true);
        });

    private string Place(string name)
    {
        Require.That(Message.IsName(name));
        return Path.Combine(folder, name + Ending);
    }

    private static async Task<T> Do<T>(string what, Func<Task<T>> work)
    {
        try
        {
            return await work();
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new OutsideUnavailable(what, fault);
        }
    }
}
