using System.Text;

namespace Purser.Crew;

/// <summary>Paths of the crew site.</summary>
public static class CrewPlace
{
    /// <summary>
    /// The edge rule, the twin of <c>edge/crew-site.js</c>: several strokes together become one, and one at
    /// the end falls away. So <c>//api/events/</c>, which a base address ending in a stroke easily makes, is
    /// <c>/api/events</c> for the gateway and for the bucket too, which would both find nothing.
    /// </summary>
    public static string EdgeRule(string path)
    {
        var ends = path.Length > 1 && path.EndsWith('/');
        if (!ends && !path.Contains("//", StringComparison.Ordinal)) return path;
        var ruled = new StringBuilder(path.Length);
        foreach (var letter in path)
        {
            if (letter != '/' || ruled.Length == 0 || ruled[^1] != '/') ruled.Append(letter);
        }

        if (ruled.Length > 1 && ruled[^1] == '/') ruled.Length--;
        return ruled.ToString();
    }
}
