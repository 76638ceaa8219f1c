using Purser.Host.Moving.Parts;
using Purser.Outside;
using Purser.Outside.Records;

namespace Purser.Host.Moving;

/// <summary>
/// Reads a whole archive before anything is written: every part and every file has the hash that was written
/// down, every line is one, nothing is missing or left over, and the digest over all of it is the one that
/// the other end printed. A part is read only as far as it is declared, and a size that no
/// installation keeps is refused before anything of it is read.
/// </summary>
internal sealed class ImportCheck(ArchiveSource source, Progress progress)
{
    /// <summary>A record's body twice, its keys, and their escapes.</summary>
    public const int MostLine = 4 * 1024 * 1024;

    private readonly ContentDigest _digest = new();
    private long _records;
    private long _expiring;
    private long _files;
    private long _objects;

    /// <summary>Checks it.</summary>
    /// <exception cref="InvalidDataException">It is broken, or of another format.</exception>
    public async Task<Manifest> Check(CancellationToken stop)
    {
        Manifest manifest;
        await using (var stream = source.Part(Manifest.Name)) manifest = await Manifest.Read(stream, stop);
        var parts = ByName(manifest);
        foreach (var compartment in Enum.GetValues<Compartment>())
            await Records(Taken(parts, Manifest.RecordsOf(compartment)), compartment, stop);
        await Objects(Taken(parts, Manifest.Objects), stop);
        await Files(Taken(parts, Manifest.Files), stop);
        foreach (var part in parts.Values) await Operator(part, stop);
        var counts = new Counts(_records, _expiring, _objects, _files, parts.Count);
        if (counts != manifest.Counts || source.Count != 1 + manifest.Parts.Count + _objects + _files)
            throw new InvalidDataException("the export is broken: something is missing in it, or was added");
        if (_digest.Text() != manifest.Digest)
            throw new InvalidDataException("the export is broken: its content has another digest");
        progress.Say($"the export is whole; digest {manifest.Digest}");
        return manifest;
    }

    private static Dictionary<string, Part> ByName(Manifest manifest)
    {
        var parts = new Dictionary<string, Part>(StringComparer.Ordinal);
        foreach (var part in manifest.Parts)
        {
            if (!parts.TryAdd(part.Name, part))
                throw new InvalidDataException($"the export is broken: its manifest has {part.Name} twice");
        }

        return parts;
    }

    private static Part Taken(Dictionary<string, Part> parts, string name) =>
        parts.Remove(name, out var part)
            ? part
            : throw new InvalidDataException($"the export is broken: its manifest has no {name}");

    private async Task Records(Part part, Compartment compartment, CancellationToken stop)
    {
        await using var stream = source.Part(part.Name);
        await using var hashed = new HashedStream(stream, part);
        await foreach (var line in Lines.Read(hashed, LineJson.Default.RecordLine, MostLine, stop))
        {
            var record = line.Record();
            _digest.Add(compartment, record);
            if (record.Expires is not null) _expiring++;
            progress.At("records checked", ++_records);
        }

        Same(part, hashed);
    }

    private async Task Objects(Part part, CancellationToken stop)
    {
        await using var stream = source.Part(part.Name);
        await using var hashed = new HashedStream(stream, part);
        await foreach (var line in Lines.Read(hashed, LineJson.Default.ObjectLine, MostLine, stop))
        {
            if (!ObjectKey.TryParse(line.Key, out _) || line.Size is < 0 or > ObjectContent.MostBytes)
                throw new InvalidDataException($"the export is broken: no store keeps the object {line.Key}");
            await Same(new Part($"objects/{line.Key}", line.Size, line.Sha256), stop);
            _digest.Add(line);
            progress.At("published files checked", ++_objects);
        }

        Same(part, hashed);
    }

    private async Task Files(Part part, CancellationToken stop)
    {
        await using var stream = source.Part(part.Name);
        await using var hashed = new HashedStream(stream, part);
        await foreach (var line in Lines.Read(hashed, LineJson.Default.FileLine, MostLine, stop))
        {
            if (!UploadOrder.IsName(line.Name) || line.Size is < 0 or > UploadLimits.FileBytes)
                throw new InvalidDataException($"the export is broken: no store keeps the file {line.Name}");
            await Same(new Part($"files/{line.Name}", line.Size, line.Sha256), stop);
            _digest.Add(line);
            progress.At("guests' files checked", ++_files);
        }

        Same(part, hashed);
    }

    private async Task Operator(Part part, CancellationToken stop)
    {
        if (!part.Name.StartsWith(Manifest.Operator, StringComparison.Ordinal))
            throw new InvalidDataException($"the export is broken: {part.Name} is not known");
        var name = OperatorPlaces.Checked(part.Name[Manifest.Operator.Length..]);
        if (part.Bytes is < 0 or > OperatorPlaces.MostBytes)
            throw new InvalidDataException(
                $"the export is broken: {name} is too large for a file of an operator");
        await Same(part, stop);
        _digest.AddOperator(name, part.Sha256);
    }

    private async Task Same(Part part, CancellationToken stop)
    {
        await using var stream = source.Part(part.Name);
        await using var hashed = new HashedStream(stream, part);
        await hashed.CopyToAsync(Stream.Null, stop);
        Same(part, hashed);
    }

    private static void Same(Part part, HashedStream hashed)
    {
        if (hashed.Count != part.Bytes || hashed.Sha256() != part.Sha256)
            throw new InvalidDataException($"the export is broken: {part.Name} is not what was written");
    }
}
