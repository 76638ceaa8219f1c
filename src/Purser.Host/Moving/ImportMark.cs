using System.Text.Json;
using System.Text.Json.Serialization;
using Purser.Embedded.Disk;

namespace Purser.Host.Moving;

/// <summary>
/// Says in the data folder that an import is under way: nothing is served from half an installation, and the
/// same import can be repeated until it is done.
/// </summary>
/// <param name="Export">Which.</param>
/// <param name="Raised">True: everything is there, and the epochs are raised; only the bookings are not put
/// in step yet.</param>
internal sealed record ImportMark(string Export, bool Raised)
{
    /// <summary>The mark, or null.</summary>
    public static ImportMark? Find(DataFolder folder)
    {
        if (!File.Exists(folder.Importing)) return null;
        try
        {
            var bytes = File.ReadAllBytes(folder.Importing);
            return JsonSerializer.Deserialize(bytes, MarkJson.Default.ImportMark);
        }
        catch (JsonException fault)
        {
            throw new InvalidDataException(
                $"{folder.Importing} is broken: remove it with all of its folder", fault);
        }
    }

    /// <summary>Throws <see cref="DataFolderFault"/> where an import was cut off.</summary>
    public static void RefuseUnfinished(DataFolder folder)
    {
        if (Find(folder) is { Raised: false })
            throw new DataFolderFault(
                $"an import into {folder.Path} was cut off: repeat it with the same `purser import`");
    }

    /// <summary>Writes it, whole or not at all.</summary>
    public void Write(DataFolder folder)
    {
        var half = folder.Importing + ".part";
        File.WriteAllBytes(half, JsonSerializer.SerializeToUtf8Bytes(this, MarkJson.Default.ImportMark));
        File.Move(half, folder.Importing, overwrite: true);
    }

    /// <summary>The import is done.</summary>
    public static void Remove(DataFolder folder) => File.Delete(folder.Importing);
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(ImportMark))]
internal sealed partial class MarkJson : JsonSerializerContext;
