using System.Globalization;
using Purser.Outside;

namespace Purser.Embedded.Disk;

/// <summary>
/// Where guests' files lie in the quarantine. A name has no dot, so that what is added to it here meets no
/// other name.
/// </summary>
/// <param name="folder">The quarantine.</param>
internal sealed class QuarantinePlaces(string folder)
{
    /// <summary>The ending of a whole file.</summary>
    public const string Original = ".original";

    /// <summary>The ending of the folder in which parts wait for each other.</summary>
    public const string Waiting = ".parts";

    /// <summary>The ending of what is still being written; after a crash it counts for nothing.</summary>
    public const string Unfinished = ".unfinished";

    /// <summary>The folder of second names under which files are borrowed.</summary>
    public const string Lent = ".borrowed";

    /// <summary>The quarantine itself.</summary>
    public string Folder { get; } = Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder));

    /// <summary>Where files are borrowed from; nothing in it outlives the process.</summary>
    public string Borrowed => Path.Combine(Folder, Lent);

    /// <summary>The whole file of this name.</summary>
    public string Whole(string name) => Of(name) + Original;

    /// <summary>The folder of this name's parts.</summary>
    public string Parts(string name) => Of(name) + Waiting;

    /// <summary>One part.</summary>
    public string Part(string name, int number) =>
        Path.Combine(Parts(name), number.ToString(CultureInfo.InvariantCulture));

    /// <summary>Numbers of the parts that are here, of so many.</summary>
    public IReadOnlyList<int> Here(string name, int parts) => Directory.Exists(Parts(name))
        ? [.. Enumerable.Range(1, parts).Where(one => File.Exists(Part(name, one)))]
        : [];

    private string Of(string name)
    {
        Require.That(UploadOrder.IsName(name));
        return Path.Combine(Folder, name);
    }
}
