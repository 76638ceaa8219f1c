using System.Net.Http.Headers;

namespace Purser.Host.Edge;

/// <summary>A part of a body (RFC 9110, 14): both ends inclusive.</summary>
/// <param name="Start">First byte.</param>
/// <param name="End">Last byte.</param>
public readonly record struct ByteRange(int Start, int End)
{
    /// <summary>The one part that is asked for; null: the whole is given.</summary>
    public static ByteRange? Of(HttpRequest request, int length)
    {
        if (request.Headers.IfRange.Count > 0 || length == 0) return null;
        if (!RangeHeaderValue.TryParse(request.Headers.Range.ToString(), out var asked)) return null;
        if (asked is not { Unit: "bytes", Ranges.Count: 1 }) return null;
        var only = asked.Ranges.First();
        var start = only.From ?? Math.Max(0, length - (only.To ?? 0));
        var end = only.From is null ? length - 1 : Math.Min(only.To ?? length - 1, length - 1);
        return start <= end && start < length ? new ByteRange((int)start, (int)end) : null;
    }
}
