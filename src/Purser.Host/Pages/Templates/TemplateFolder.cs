using System.Buffers.Text;
using System.Collections.Frozen;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Purser.Outside;

namespace Purser.Host.Pages.Templates;

/// <summary>
/// The files of a template folder as they were when it was read. A brand's own folder is looked at first.
/// </summary>
public sealed class TemplateFolder
{
    private const int MostFiles = 500;
    private const long LargestFile = 1_000_000;

    private TemplateFolder(IReadOnlyDictionary<string, TemplateFile> files)
    {
        Files = files;
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var (path, file) in files.OrderBy(file => file.Key, StringComparer.Ordinal))
        {
            hash.AppendData(Encoding.UTF8.GetBytes($"{path}\n{file.Bytes.Length}\n"));
            hash.AppendData(file.Bytes);
        }

        Version = Convert.ToHexStringLower(hash.GetHashAndReset())[..32];
    }

    /// <summary>By path inside the folder, with forward slashes.</summary>
    public IReadOnlyDictionary<string, TemplateFile> Files { get; }

    /// <summary>A hash over names and bytes of all files.</summary>
    public string Version { get; }

    /// <summary>Reads a folder. Links are not followed; hidden files are left out.</summary>
    public static TemplateFolder Read(string root)
    {
        if (!Directory.Exists(root)) throw new TemplateFault(root, "there is no such folder");
        var options = new EnumerationOptions
        {
            RecurseSubdirectories = true,
            MaxRecursionDepth = 5,
            AttributesToSkip = FileAttributes.Hidden | FileAttributes.ReparsePoint,
        };
        var found = Directory.EnumerateFiles(root, "*", options).Take(MostFiles + 1).ToList();
        if (found.Count > MostFiles) throw new TemplateFault(root, $"holds more than {MostFiles} files");
        return Of(found.ToDictionary(
            path => Path.GetRelativePath(root, path).Replace(Path.DirectorySeparatorChar, '/'), ReadFile));
    }

    /// <summary>Files that are in memory already.</summary>
    public static TemplateFolder Of(IReadOnlyDictionary<string, byte[]> files) =>
        new(files.Concat(Bundles(files)).ToFrozenDictionary(
            file => file.Key, file => new TemplateFile(file.Key, file.Value), StringComparer.Ordinal));

    /// <summary>
    /// Scripts, and styles, of one folder of assets are served as one file of the folder's name, in the order
    /// of their names.
    /// </summary>
    private static IEnumerable<KeyValuePair<string, byte[]>> Bundles(IReadOnlyDictionary<string, byte[]> files) =>
        from file in files
        where file.Key.StartsWith("assets/", StringComparison.Ordinal) && Path.GetExtension(file.Key) is ".js" or ".css"
        let bundle = Path.GetDirectoryName(file.Key) + Path.GetExtension(file.Key)
        where bundle.Contains('/', StringComparison.Ordinal) && !files.ContainsKey(bundle)
        orderby file.Key
        group file.Value by bundle into same
        select KeyValuePair.Create(same.Key, same.SelectMany(bytes => bytes).ToArray());

    /// <summary>The file, the brand's own first; null if there is none.</summary>
    public TemplateFile? Find(string name, string brand) =>
        Texts.IsName(brand, 40) && Files.TryGetValue($"brands/{brand}/{name}", out var own) ? own : Files.GetValueOrDefault(name);

    /// <summary>One of the brand's own files: typeface, logo, picture; null if it has none.</summary>
    internal TemplateFile? BrandFile(string name, string brand) =>
        Texts.IsName(brand, 40) ? Files.GetValueOrDefault($"brands/{brand}/{name}") : null;

    /// <summary>The file without regard to any brand; null if there is none.</summary>
    internal TemplateFile? House(string name) => Files.GetValueOrDefault(name);

    /// <summary>True for what is parsed as a template; assets and words are not.</summary>
    internal static bool IsTemplate(string path)
    {
        var name = path.StartsWith("brands/", StringComparison.Ordinal) ? path[(path.IndexOf('/', 7) + 1)..] : path;
        string[] endings = [".html", ".txt", ".sbn"];
        var text = endings.Any(ending => path.EndsWith(ending, StringComparison.Ordinal));
        return text && !name.StartsWith("assets/", StringComparison.Ordinal);
    }

    private static byte[] ReadFile(string path)
    {
        if (new FileInfo(path).Length > LargestFile) throw new TemplateFault(path, $"is larger than {LargestFile} bytes");
        return File.ReadAllBytes(path);
    }
}

/// <summary>One file of the folder.</summary>
public sealed class TemplateFile
{
    internal static readonly IReadOnlyDictionary<string, string> NoWords = FrozenDictionary<string, string>.Empty;

    internal TemplateFile(string path, byte[] bytes)
    {
        Path = path;
        Bytes = bytes;
        Text = Tightened(path, Encoding.UTF8.GetString(bytes).Replace("\r\n", "\n", StringComparison.Ordinal));
        Hash = $"sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(Text)))}";
        Drawn = BrandFiles.Is(path) ? BrandFiles.Read(path, bytes) : null;
        Words = path.Contains("words/", StringComparison.Ordinal) && path.EndsWith(".json", StringComparison.Ordinal)
            ? ReadWords(path, bytes)
            : NoWords;
    }

    /// <summary>Inside the folder.</summary>
    public string Path { get; }

    internal byte[] Bytes { get; }

    internal string Text { get; }

    /// <summary>For a data address: made once, every page carries the fonts.</summary>
    internal string Base64 => field ??= Convert.ToBase64String(Bytes);

    /// <summary>As a Content Security Policy names it.</summary>
    internal string Hash { get; }

    /// <summary>What of a brand's own file stands in its pages; null for every other file.</summary>
    internal string? Drawn { get; }

    /// <summary>
    /// The name under which a site serves it: with a hash of the content, so that it may be kept for ever.
    /// </summary>
    internal string ServedName
    {
        get
        {
            var (name, dot) = (Path[(Path.LastIndexOf('/') + 1)..], Path.LastIndexOf('.'));
            var hash = Base64Url.EncodeToString(SHA256.HashData(Encoding.UTF8.GetBytes(Text)).AsSpan(0, 9));
            return $"{name[..name.LastIndexOf('.')]}-{hash}{Path[dot..]}";
        }
    }

    internal IReadOnlyDictionary<string, string> Words { get; }

    /// <summary>
    /// Scripts and styles go into every page: without indentation and without lines that are only a comment.
    /// Their files keep to that form: no text of several lines, no comment that opens in one line and closes
    /// in another.
    /// </summary>
    private static string Tightened(string path, string text)
    {
        var script = path.EndsWith(".js", StringComparison.Ordinal);
        if (!script && !path.EndsWith(".css", StringComparison.Ordinal)) return text;
        var lines = text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Where(line => !(script && line.StartsWith("//", StringComparison.Ordinal)))
            .Where(line => !(line.StartsWith("/*", StringComparison.Ordinal) && line.EndsWith("*/", StringComparison.Ordinal)));
        return string.Join('\n', lines) + "\n";
    }

    private static FrozenDictionary<string, string> ReadWords(string path, byte[] bytes)
    {
        try
        {
            using var document = JsonDocument.Parse(bytes);
            return document.RootElement.EnumerateObject()
                .ToFrozenDictionary(word => word.Name, word => word.Value.GetString() ?? "", StringComparer.Ordinal);
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException)
        {
            throw new TemplateFault(path, "must be one JSON object of texts");
        }
    }
}
