using System.Buffers.Text;
using System.Security.Cryptography;

namespace Purser.Host.Doors;

/// <summary>
/// Entity tags of the form <c>"{counters}.{hash of the reply}"</c>: <c>If-None-Match</c> compares all of it
/// (has anything that is shown changed?), <c>If-Match</c> only the counters (has a fact changed?).
/// </summary>
public static class Tags
{
    /// <summary>The tag of a reply.</summary>
    /// <param name="counters">Digits and hyphens: the counters of what is shown.</param>
    /// <param name="reply">The bytes of the reply.</param>
    public static string Of(string counters, ReadOnlySpan<byte> reply)
    {
        Require.That(counters.Length > 0 && !counters.AsSpan().ContainsAnyExcept("0123456789-"));
        Span<byte> hash = stackalloc byte[32];
        SHA256.HashData(reply, hash);
        return $"\"{counters}.{Base64Url.EncodeToString(hash[..12])}\"";
    }

    /// <summary>True if the caller has this very reply already.</summary>
    public static bool IsKnown(HttpRequest request, string tag) =>
        Given(request.Headers.IfNoneMatch.ToString()).Any(one => one == "*" || Plain(one) == tag);

    /// <summary>What the caller expects of the current state.</summary>
    public static Expected IfMatch(HttpRequest request)
    {
        var given = Given(request.Headers.IfMatch.ToString());
        if (given.Length == 0) return new Expected.Missing();
        if (given.Contains("*")) return new Expected.Any();
        return new Expected.Counters([.. given.Select(one => Plain(one).Trim('"').Split('.')[0])]);
    }

    private static string[] Given(string header) =>
        header.Split(',', 20, StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    private static string Plain(string tag) => tag.StartsWith("W/", StringComparison.Ordinal) ? tag[2..] : tag;
}

/// <summary>What an <c>If-Match</c> says.</summary>
public abstract record Expected
{
    private Expected()
    {
    }

    /// <summary>Nothing: the change is refused with 428.</summary>
    public sealed record Missing : Expected;

    /// <summary>Whatever it is now.</summary>
    public sealed record Any : Expected;

    /// <summary>One of these.</summary>
    public sealed record Counters(IReadOnlyList<string> Texts) : Expected
    {
        /// <summary>True if the current counters are among them.</summary>
        public bool Holds(string current) => Texts.Contains(current);
    }

    /// <summary>The refusal of a change without a condition.</summary>
    public static Problem Required { get; } = new(
        428, "condition-required", "Say what you are changing",
        "Send If-Match with the ETag of the state that you saw, or * to overwrite whatever is there.");

    /// <summary>The refusal of a change of a state that is gone.</summary>
    public static Problem Changed(string current) => new(
        412, "changed-meanwhile", "It has changed since you read it", "Read it again, and send the change with its ETag.")
    {
        More = [("current", current)],
    };

    /// <summary>Null if the change may go on; else the refusal.</summary>
    public Problem? Against(string current) => this switch
    {
        Missing => Required,
        Any => null,
        Counters counters => counters.Holds(current) ? null : Changed(current),
        _ => throw new BugException("an unknown expectation"),
    };
}
