namespace Purser.Host.Composition;

/// <summary>The invented operator of <c>serve --sample</c>: the files of <c>samples/operator</c>, carried in
/// the program.</summary>
public static class SampleOperator
{
    private const string Prefix = "sample/";

    /// <summary>Paths within the data folder: <c>fleet.json</c>, <c>crew.csv</c>, <c>rates.json</c>,
    /// <c>channels/…</c>.</summary>
    public static IReadOnlyList<string> Files { get; } =
    [
        .. typeof(SampleOperator).Assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(Prefix, StringComparison.Ordinal))
            .Select(name => name[Prefix.Length..].Replace('\\', '/'))
            .Order(StringComparer.Ordinal),
    ];

    /// <summary>The bytes of one of <see cref="Files"/>.</summary>
    public static byte[] Read(string file)
    {
        using var stream = typeof(SampleOperator).Assembly.GetManifestResourceStream(Prefix + file);
        Require.That(stream is not null, $"the sample has {file}");
        using var bytes = new MemoryStream();
        stream!.CopyTo(bytes);
        return bytes.ToArray();
    }

    /// <summary>Writes what a data folder does not have yet; what is there stays as it is.</summary>
    /// <returns>The files written.</returns>
    public static IReadOnlyList<string> WriteInto(string folder)
    {
        var written = new List<string>();
        foreach (var file in Files)
        {
            var path = Path.Combine(folder, file);
            if (File.Exists(path)) continue;
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            var half = path + ".new";
            File.WriteAllBytes(half, Read(file));
            File.Move(half, path);
            written.Add(file);
        }

        return written;
    }
}
