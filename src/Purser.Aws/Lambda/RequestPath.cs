using Microsoft.AspNetCore.Http;

namespace Purser.Aws.Lambda;

/// <summary>The path of a request, read as Kestrel would read it.</summary>
/// <param name="Base">The stage that was taken off; empty if none was.</param>
/// <param name="Path">Decoded but for encoded slashes, without dot segments; null if it cannot be
/// decoded.</param>
/// <param name="Raw">As the client wrote it.</param>
internal sealed record RequestPath(string Base, string? Path, string Raw)
{
    /// <summary>Reads a path.</summary>
    /// <param name="raw">Of the event. REST and function URLs leave it encoded; the HTTP API decodes
    /// it.</param>
    /// <param name="context">The path with the stage, if the gateway tells both.</param>
    /// <param name="stage">The gateway's stage; null or <c>$default</c>: none.</param>
    /// <param name="host">Who was asked. Only the gateway's own name needs a stage in the path; under
    /// another name such a beginning is the program's own.</param>
    public static RequestPath Read(string raw, string? context, string? stage, string? host)
    {
        if (!raw.StartsWith('/')) raw = "/" + raw;
        var decoded = IsDecoded(raw);
        var whole = decoded ? new PathString(raw).ToUriComponent() : raw;
        var (prefix, own) = Stage(raw, context, stage, host);
        return new RequestPath(prefix, decoded ? WithoutDots(own) : Decode(own), whole);
    }

    private static (string Prefix, string Own) Stage(
        string path, string? context, string? stage, string? host)
    {
        if (stage is null or "" or "$default" || !IsGateway(host)) return ("", path);
        var prefix = "/" + stage;
        // A REST API tells the path without the stage, even where the rest begins with the same word.
        if (context?.TrimEnd('/') == (prefix + path).TrimEnd('/')) return (prefix, path);
        if (path == prefix) return (prefix, "/");
        return path.StartsWith(prefix + "/", StringComparison.Ordinal)
            ? (prefix, path[prefix.Length..])
            : ("", path);
    }

    private static bool IsGateway(string? host) =>
        host is not null && host.Contains(".execute-api.", StringComparison.OrdinalIgnoreCase)
        && (host.EndsWith(".amazonaws.com", StringComparison.OrdinalIgnoreCase)
            || host.EndsWith(".amazonaws.com.cn", StringComparison.OrdinalIgnoreCase));

    /// <summary>True for what no encoded path can contain.</summary>
    private static bool IsDecoded(string path)
    {
        for (var at = 0; at < path.Length; at++)
        {
            var letter = path[at];
            if (letter is <= ' ' or >= (char)127 or '?' or '#') return true;
            if (letter != '%') continue;
            var whole = at + 2 < path.Length && char.IsAsciiHexDigit(path[at + 1])
                && char.IsAsciiHexDigit(path[at + 2]);
            if (!whole) return true;
        }

        return false;
    }

    private static string? Decode(string path)
    {
        // A null character has no place in a path, and the framework's decoder throws at it.
        if (path.Contains("%00", StringComparison.Ordinal)) return null;
        return WithoutDots(PathString.FromUriComponent(path).Value!);
    }

    private static string WithoutDots(string path)
    {
        if (!path.Contains("/.", StringComparison.Ordinal)) return path;
        var kept = new List<string>();
        var parts = path.Split('/')[1..];
        foreach (var part in parts)
        {
            if (part == "..") kept.RemoveRange(Math.Max(kept.Count - 1, 0), Math.Min(kept.Count, 1));
            else if (part != ".") kept.Add(part);
        }

        if (parts[^1] is "." or "..") kept.Add("");
        return "/" + string.Join('/', kept);
    }
}
