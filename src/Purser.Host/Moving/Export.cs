using System.Security.Cryptography;
using NodaTime;
using Purser.Host.Moving.Parts;
using Purser.Outside;
using Purser.Outside.Moving;
using Purser.Outside.Records;

namespace Purser.Host.Moving;

/// <summary>
/// Writes everything that an installation holds into an archive, a thing at a time, and looks at the end
/// whether anybody has written meanwhile: an export is one moment, or it is none.
/// </summary>
internal sealed class Export(Installation from, ArchiveTarget to, Progress progress)
{
    private readonly ContentDigest _digest = new();
    private readonly ContentDigest _records = new();
    private readonly List<Part> _parts = [];
    private Counts _counts = new(0, 0, 0, 0, 0);

    /// <summary>Writes it; the archive is not finished yet.</summary>
    /// <param name="id">Of this export.</param>
    /// <param name="made">The time.</param>
    /// <param name="secrets">Names of the secrets that the installation has.</param>
    /// <param name="stop">Gives up.</param>
    /// <exception cref="MoveRefused">Somebody wrote meanwhile.</exception>
    public async Task<Manifest> Write(
        string id, Instant made, IReadOnlyList<string> secrets, CancellationToken stop)
    {
        foreach (var compartment in Enum.GetValues<Compartment>()) await Records(compartment, stop);
        progress.Done("records", _counts.Records);
        await Objects(stop);
        await Files(stop);
        foreach (var name in from.OperatorFiles()) await Operator(name, stop);
        await RefuseChanged(stop);
        var manifest = new Manifest(
            Manifest.Current, id, made, from.Mode, _digest.Text(), _counts, secrets, _parts);
        await to.Add(
            Manifest.Name, shrink: true, stream => stream.WriteAsync(manifest.Bytes(), stop).AsTask());
        return manifest;
    }

    /// <summary>What is known of an object beside its bytes.</summary>
    public static ObjectLine About(ObjectKey key, ObjectContent content) => new(
        key.Text, content.ContentType, content.CacheControl, content.Revision, content.Body.Length,
        Convert.ToHexStringLower(SHA256.HashData(content.Body.Span)));

    private async Task Records(Compartment compartment, CancellationToken stop)
    {
        var part = await to.Add(Manifest.RecordsOf(compartment), shrink: true, Write);
        _parts.Add(part);

        async Task Write(Stream stream)
        {
            await foreach (var record in from.Records.Read(compartment, stop))
            {
                await stream.WriteAsync(
                    Lines.Write(RecordLine.Of(record), LineJson.Default.RecordLine), stop);
                _digest.Add(compartment, record);
                _records.Add(compartment, record);
                var expiring = record.Expires is null ? 0 : 1;
                _counts = _counts with
                {
                    Records = _counts.Records + 1,
                    Expiring = _counts.Expiring + expiring,
                };
                progress.At("records", _counts.Records);
            }
        }
    }

    private async Task Objects(CancellationToken stop)
    {
        await using var lines = Spool();
        foreach (var folder in ObjectFolders.All)
        {
            await foreach (var key in from.ObjectList.List(folder, stop))
            {
                if (await from.Objects.Get(key, stop) is not { Content: var content }) continue;
                var about = About(key, content);
                await to.Add(
                    $"objects/{key}", shrink: false,
                    stream => stream.WriteAsync(content.Body, stop).AsTask());
                await lines.WriteAsync(Lines.Write(about, LineJson.Default.ObjectLine), stop);
                _digest.Add(about);
                _counts = _counts with { Objects = _counts.Objects + 1 };
                progress.At("published files", _counts.Objects);
            }
        }

        _parts.Add(await Unspool(Manifest.Objects, lines, stop));
        progress.Done("published files", _counts.Objects);
    }

    private async Task Files(CancellationToken stop)
    {
        await using var lines = Spool();
        await foreach (var name in from.QuarantineList.List(stop))
        {
            using var borrowed = await from.Quarantine.Borrow(name, stop);
            if (borrowed is null) continue;
            await using var file = File.OpenRead(borrowed.Path);
            var part = await to.Add($"files/{name}", shrink: false, stream => file.CopyToAsync(stream, stop));
            var about = new FileLine(name, part.Bytes, part.Sha256);
            await lines.WriteAsync(Lines.Write(about, LineJson.Default.FileLine), stop);
            _digest.Add(about);
            _counts = _counts with { Files = _counts.Files + 1 };
            progress.At("guests' files", _counts.Files);
        }

        _parts.Add(await Unspool(Manifest.Files, lines, stop));
        progress.Done("guests' files", _counts.Files);
    }

    private async Task Operator(string name, CancellationToken stop)
    {
        await using var file = File.OpenRead(Path.Combine(from.Folder.Path, name));
        if (file.Length > OperatorPlaces.MostBytes)
            throw new MoveRefused(
                $"{file.Name} has more than {OperatorPlaces.MostBytes} bytes, which no import takes: "
                + "move it away");
        var part = await to.Add(
            Manifest.Operator + name, shrink: true, stream => file.CopyToAsync(stream, stop));
        _parts.Add(part);
        _digest.AddOperator(name, part.Sha256);
        _counts = _counts with { Operator = _counts.Operator + 1 };
    }

    private async Task RefuseChanged(CancellationToken stop)
    {
        var again = new ContentDigest();
        await ContentReading.Records(from, again, progress, stop);
        if (again.Text() != _records.Text())
            throw new MoveRefused(
                "somebody wrote while it was exported: stop every server and every function of this "
                + "installation, and export again");
    }

    private async Task<Part> Unspool(string name, FileStream lines, CancellationToken stop)
    {
        lines.Position = 0;
        return await to.Add(name, shrink: true, stream => lines.CopyToAsync(stream, stop));
    }

    /// <summary>A file without a name: it is gone with the process, however that ends.</summary>
    private FileStream Spool()
    {
        var path = Path.Combine(from.Folder.Path, $".export-{from.Tokens.Id()}");
        return new FileStream(path, new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.ReadWrite,
            Options = FileOptions.DeleteOnClose,
            UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
        });
    }
}

/// <summary>Why an installation is not moved; nothing was changed by it.</summary>
internal sealed class MoveRefused(string why) : Exception(why);
