using Purser.Outside;

namespace Purser.Aws;

/// <summary>Pauses between tries: each twice the one before, and never the same for two who try.</summary>
/// <param name="First">The longest that the first can be.</param>
/// <param name="Most">The longest of all.</param>
internal sealed record Pauses(TimeSpan First, TimeSpan Most)
{
    /// <summary>Between half and all of what the number of failures allows.</summary>
    /// <param name="failures">At least 1.</param>
    /// <param name="tokens">Chance.</param>
    public TimeSpan After(int failures, ITokens tokens)
    {
        var longest = Math.Min(Most.TotalMilliseconds, First.TotalMilliseconds * Math.Pow(2, failures - 1));
        var chance = BitConverter.ToUInt16(tokens.Bytes(2)) / (double)ushort.MaxValue;
        return TimeSpan.FromMilliseconds(longest * (0.5 + (chance / 2)));
    }
}
