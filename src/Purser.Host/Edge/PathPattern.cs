namespace Purser.Host.Edge;

/// <summary>CloudFront's path patterns: <c>*</c> is any number of characters, <c>?</c> is one.</summary>
public static class PathPattern
{
    /// <summary>True if all of the path fits; capitals are other letters.</summary>
    public static bool Fits(ReadOnlySpan<char> pattern, ReadOnlySpan<char> path)
    {
        var (at, from, star, mark) = (0, 0, -1, 0);
        while (at < path.Length)
        {
            if (from < pattern.Length && pattern[from] == '*') (star, mark, from) = (from, at, from + 1);
            else if (from < pattern.Length && (pattern[from] == '?' || pattern[from] == path[at]))
                (from, at) = (from + 1, at + 1);
            else if (star >= 0) (from, mark, at) = (star + 1, mark + 1, mark + 1);
            else return false;
        }

        return !pattern[from..].ContainsAnyExcept('*');
    }
}
