using NodaTime;
using NodaTime.Text;

namespace Purser.Host.Doors;

/// <summary>What requests ask for in their header and query, parsed.</summary>
public static class Asked
{
    private static readonly LocalDate First = new(2000, 1, 1);
    private static readonly LocalDate Last = new(2999, 12, 31);

    /// <summary>The caller's idempotency key: none, a right one (1 to 255 printable ASCII), or a refusal.</summary>
    public static (string? Key, Problem? Wrong) IdempotencyKey(HttpRequest request)
    {
        if (!request.Headers.TryGetValue("Idempotency-Key", out var values)) return (null, null);
        var text = values.ToString().Trim();
        if (text is ['"', .. var inner, '"']) text = inner;
        return text.Length is > 0 and <= 255 && text.All(letter => letter is > ' ' and <= '~')
            ? (text, null)
            : (null, Problem.Malformed("Idempotency-Key wants 1 to 255 printable ASCII characters."));
    }

    /// <summary>The dates <c>from</c> (inclusive) and <c>to</c> (exclusive), harbour dates; the widest range where left out.</summary>
    public static (DateRange Range, Problem? Wrong) Dates(HttpRequest request)
    {
        var errors = new List<ProblemError>();
        var from = Date(request, "from", First, errors);
        var to = Date(request, "to", Last, errors);
        if (errors.Count == 0 && to < from)
            errors.Add(new ProblemError("?to", "it is before from.", "Give from as the earlier date."));
        return (new DateRange(from, to), errors.Count == 0 ? null : Problem.Invalid(errors));
    }

    /// <summary>What the last page gave as <c>next</c>.</summary>
    public static string? Cursor(HttpRequest request) =>
        request.Query["cursor"].ToString() is { Length: > 0 and <= 1000 } cursor ? cursor : null;

    /// <summary>The address of this list's next page, or null.</summary>
    public static string? Next(HttpRequest request, string? cursor)
    {
        if (cursor is null) return null;
        var kept = request.Query.Where(pair => pair.Key != "cursor")
            .Select(pair => $"{Uri.EscapeDataString(pair.Key)}={Uri.EscapeDataString(pair.Value.ToString())}");
        return $"{request.Path}?{string.Join('&', kept.Append("cursor=" + Uri.EscapeDataString(cursor)))}";
    }

    private static LocalDate Date(HttpRequest request, string name, LocalDate fallback, List<ProblemError> errors)
    {
        if (request.Query[name].ToString() is not { Length: > 0 } text) return fallback;
        var parsed = LocalDatePattern.Iso.Parse(text);
        if (parsed.Success && parsed.Value >= First && parsed.Value <= Last) return parsed.Value;
        errors.Add(new ProblemError("?" + name, $"\"{(text.Length > 40 ? text[..40] : text)}\" is not a date.", "Write for example 2027-05-30."));
        return fallback;
    }
}

/// <summary>Harbour dates.</summary>
/// <param name="From">Inclusive.</param>
/// <param name="To">Exclusive.</param>
public sealed record DateRange(LocalDate From, LocalDate To);
