using Purser.Host.Moving.Parts;
using Purser.Host.Moving.Sealing;
using Purser.Outside;
using Purser.Outside.Moving;
using Purser.Outside.Records;

namespace Purser.Host.Moving;

/// <summary>
/// Writes what a checked archive holds into an empty installation. Whatever was written may be written again:
/// an import that was cut off is repeated from its beginning.
/// </summary>
internal sealed class Import(Installation into, ArchiveSource source, Progress progress)
{
    private const int AtOnce = 4;

    /// <summary>Outside of every folder whose files are listed.</summary>
    private string Half => Path.Combine(into.Folder.Path, ".import-file");

    /// <summary>Throws <see cref="MoveRefused"/> if anything lies there already.</summary>
    public async Task RefuseFull(CancellationToken stop)
    {
        foreach (var compartment in Enum.GetValues<Compartment>())
        {
            if (await into.Records.Read(compartment, stop).AnyAsync(stop))
                throw Full($"records of the compartment {compartment.ToString().ToLowerInvariant()}");
        }

        foreach (var folder in ObjectFolders.All)
        {
            if (await into.ObjectList.List(folder, stop).AnyAsync(stop))
                throw Full($"published files in {folder}/");
        }

        if (await into.QuarantineList.List(stop).AnyAsync(stop)) throw Full("guests' files");
        if ((await into.Mails.List(stop)).Count > 0) throw Full($"mails in {into.Folder.Outbox}");
    }

    /// <summary>
    /// Throws <see cref="MoveRefused"/> if another operator's files lie in the data folder.
    /// </summary>
    public async Task RefuseOtherOperator(Manifest manifest, CancellationToken stop)
    {
        foreach (var name in into.OperatorFiles())
        {
            var part = manifest.Parts.FirstOrDefault(one => one.Name == Manifest.Operator + name);
            await using var file = File.OpenRead(Path.Combine(into.Folder.Path, name));
            await using var hashed = new HashedStream(file);
            await hashed.CopyToAsync(Stream.Null, stop);
            if (part is null || part.Sha256 != hashed.Sha256())
                throw new MoveRefused(
                    $"{name} in {into.Folder.Path} is not the one of the export: move it away, or name "
                    + "another folder");
        }
    }

    /// <summary>Throws <see cref="MoveRefused"/> if another secret is there under the same name.</summary>
    public async Task RefuseOtherSecrets(SealedLine line, CancellationToken stop)
    {
        if (line.Secret is not { } name) return;
        if (!line.IsSecret)
            throw new InvalidDataException("the sealed file is broken: it holds what is no secret of purser");
        if (await into.Secrets.Find(name, stop) is { } there && !there.Span.SequenceEqual(line.Body))
            throw new MoveRefused(
                $"the target has another secret {name}: remove it, or name a target that was never used");
    }

    /// <summary>
    /// Writes the operator's files, each whole or not at all: a repeat takes a half one for another
    /// operator's.
    /// </summary>
    public async Task Operator(Manifest manifest, CancellationToken stop)
    {
        try
        {
            foreach (var part in manifest.Parts)
            {
                if (!part.Name.StartsWith(Manifest.Operator, StringComparison.Ordinal)) continue;
                var name = OperatorPlaces.Checked(part.Name[Manifest.Operator.Length..]);
                var path = Path.Combine(into.Folder.Path, name);
                Embedded.Disk.DataFolder.Make(Path.GetDirectoryName(path)!);
                await Copied(part, stop);
                File.Move(Half, path, overwrite: true);
            }
        }
        finally
        {
            File.Delete(Half);
        }
    }

    /// <summary>Keeps a secret or a mail.</summary>
    public async Task Keep(SealedLine line, CancellationToken stop)
    {
        await RefuseOtherSecrets(line, stop);
        if (line is { Secret: { } secret, Body: { } body })
        {
            if (!await into.Secrets.Keep(secret, body, stop))
                throw new MoveRefused($"the target has another secret {secret} by now");
        }
        else if (line is { Mail: { } mail, Body: { } text })
        {
            await KeptMails.Write(into.Folder, mail, line.Kept ?? 0, text, stop);
        }
    }

    /// <summary>Writes records, objects and guests' files.</summary>
    public async Task Write(CancellationToken stop)
    {
        long count = 0;
        foreach (var compartment in Enum.GetValues<Compartment>())
            count = await Records(compartment, count, stop);
        progress.Done("records written", count);
        await Objects(stop);
        await Files(stop);
    }

    private async Task<long> Records(Compartment compartment, long count, CancellationToken stop)
    {
        await using var stream = source.Part(Manifest.RecordsOf(compartment));
        var lines = Lines.Read(stream, LineJson.Default.RecordLine, ImportCheck.MostLine, stop);
        await foreach (var some in lines.Chunk(Limits.CommitChanges).WithCancellation(stop))
        {
            await into.Records.Write(compartment, [.. some.Select(line => line.Record())], stop);
            progress.At("records written", count += some.Length);
        }

        return count;
    }

    private async Task Objects(CancellationToken stop)
    {
        await using var stream = source.Part(Manifest.Objects);
        long count = 0;
        var lines = Lines.Read(stream, LineJson.Default.ObjectLine, ImportCheck.MostLine, stop);
        await foreach (var some in lines.Chunk(AtOnce).WithCancellation(stop))
        {
            // An archive is read by one at a time; the store takes several.
            var puts = new List<Task>();
            foreach (var line in some)
            {
                var body = new byte[line.Size];
                await using (var bytes = source.Part($"objects/{line.Key}"))
                    await bytes.ReadExactlyAsync(body, stop);
                var content = new ObjectContent(body, line.Type, line.Cache, line.Revision);
                // One that is there is of an earlier try: what is read back says whether it is right.
                puts.Add(into.Objects.Put(ObjectKey.Of(line.Key), content, null, stop));
            }

            await Task.WhenAll(puts);
            progress.At("published files written", count += some.Length);
        }

        progress.Done("published files written", count);
    }

    private async Task Files(CancellationToken stop)
    {
        await using var stream = source.Part(Manifest.Files);
        long count = 0;
        try
        {
            var lines = Lines.Read(stream, LineJson.Default.FileLine, ImportCheck.MostLine, stop);
            await foreach (var line in lines)
            {
                await Copied(new Part($"files/{line.Name}", line.Size, line.Sha256), stop);
                await into.QuarantineList.Keep(line.Name, Half, stop);
                progress.At("guests' files written", ++count);
            }
        }
        finally
        {
            File.Delete(Half);
        }

        progress.Done("guests' files written", count);
    }

    /// <summary>Copies a part to <see cref="Half"/>, to the disk itself.</summary>
    private async Task Copied(Part part, CancellationToken stop)
    {
        await using var stream = source.Part(part.Name);
        await using var from = new HashedStream(stream, part);
        await using var file = new FileStream(Half, new FileStreamOptions
        {
            Mode = FileMode.Create,
            Access = FileAccess.Write,
            UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
        });
        await from.CopyToAsync(file, stop);
        // It was read once before, when it was checked; what lies there may be another by now.
        if (from.Count != part.Bytes || from.Sha256() != part.Sha256)
            throw new InvalidDataException($"the export is broken: {part.Name} is not what was written");
        file.Flush(flushToDisk: true);
    }

    private static MoveRefused Full(string what) => new(
        $"the target is not empty: there are {what}. Nothing was written; name a target that was never used");
}
