using Purser.Host.Moving.Sealing;

namespace Purser.Host.Moving;

/// <summary>
/// The two places of one command, <c>--output</c> and <c>--secrets</c>: what is written to one never lies in
/// the way of the other, neither whole nor while it is written.
/// </summary>
internal static class OutputPlaces
{
    /// <summary>Where the main file or folder lies until its secrets are whole too.</summary>
    public static string HalfOf(string output) => Path.TrimEndingDirectorySeparator(output) + ".unsealed";

    /// <summary>Throws <see cref="MoveRefused"/> where they would mix; nothing is written.</summary>
    /// <param name="output">The file or folder; it need not be there.</param>
    /// <param name="secrets">The sealed file; null: none is written.</param>
    public static void RefuseMixed(string output, string? secrets)
    {
        if (secrets is null) return;
        if (Directory.Exists(secrets) || Path.EndsInDirectorySeparator(secrets))
            throw new MoveRefused($"--secrets {secrets} is a folder: name a file");
        var (main, apart) = (Real(output), Real(secrets));
        if (main == apart)
            throw new MoveRefused(
                $"--output and --secrets are the same file, {main}: the one would be written over the other. "
                + "Name two, and keep them in two places");
        if (apart.StartsWith(main + Path.DirectorySeparatorChar, StringComparison.Ordinal))
            throw new MoveRefused(
                $"--secrets {apart} lies inside --output {main}: name a file outside of it");
        if (Names(main).Intersect(Names(apart), StringComparer.Ordinal).FirstOrDefault() is { } both)
            throw new MoveRefused(
                $"--output {main} and --secrets {apart} would both use {both} while they are written: give "
                + "one of them another name");
    }

    private static IEnumerable<string> Names(string path) =>
        from place in (string[])[path, HalfOf(path)]
        from name in (string[])[place, SealedHalf.HalfOf(place), SealedHalf.BeforeOf(place)]
        select name;

    /// <summary>The full path without any link in it; its end need not be there.</summary>
    private static string Real(string path)
    {
        var full = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
        if (Path.GetDirectoryName(full) is not { } above) return full;
        var place = new FileInfo(Path.Combine(Real(above), Path.GetFileName(full)));
        return place.LinkTarget is null
            ? place.FullName
            : Real(place.ResolveLinkTarget(returnFinalTarget: true)!.FullName);
    }
}
