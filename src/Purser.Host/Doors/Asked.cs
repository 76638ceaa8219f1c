using NodaTime;
using NodaTime.Text;
using Purser.Outside;

namespace Purser.Host.Doors;

/// <summary>What requests ask for in their header and query, parsed.</summary>
public static class Asked
{
    private const int MostDays = 400;

    /// <summary>
    /// The caller's idempotency key: none, a right one (1 to 255 printable ASCII), or a refusal.
    /// </summary>
    public static (string? Key, Problem? Wrong) IdempotencyKey(HttpRequest request)
    {
        if (!request.Headers.TryGetValue("Idempotency-Key", out var values)) return (null, null);
        var text = values.ToString().Trim();
        if (text is ['"', .. var inner, '"']) text = inner;
        return text.Length is > 0 and <= 255 && text.All(letter => letter is > ' ' and <= '~')
            ? (text, null)
            : (null, Problem.Malformed("Idempotency-Key wants 1 to 255 printable ASCII characters."));
    }

    /// <summary>
    /// The dates <c>from</c> (inclusive) and <c>to</c> (exclusive), harbour dates, at most 400 days.
    /// </summary>
    /// <param name="request">The request.</param>
    /// <param name="from">Where <c>from</c> is left out; if only <c>to</c> is given, 400 days before
    /// it.</param>
    /// <param name="to">Where <c>to</c> is left out; if only <c>from</c> is given, 400 days after it.</param>
    public static (DateRange Range, Problem? Wrong) Dates(HttpRequest request, LocalDate from, LocalDate to)
    {
        var errors = new List<ProblemError>();
        var (first, last) = (Date(request, "from", errors), Date(request, "to", errors));
        var range = (first, last) switch
        {
            ({ } start, { } end) => new DateRange(start, end),
            ({ } start, null) => new DateRange(start, start.PlusDays(MostDays)),
            (null, { } end) => new DateRange(end.PlusDays(-MostDays), end),
            _ => new DateRange(from, to),
        };
        if (errors.Count == 0 && range.To <= range.From)
            errors.Add(new ProblemError("?to", "it is not after from.", "Give from as the earlier date."));
        if (errors.Count == 0 && Period.DaysBetween(range.From, range.To) > MostDays)
            errors.Add(new ProblemError("?to", $"it is more than {MostDays} days after from.", "Ask for a shorter time."));
        return (range, errors.Count == 0 ? null : Problem.Invalid(errors));
    }

    /// <summary>What the last page gave as <c>next</c>.</summary>
    /// <exception cref="CursorUnknown">It is longer than any that a list gives.</exception>
    public static string? Cursor(HttpRequest request)
    {
        if (request.Query["cursor"].ToString() is not { Length: > 0 } cursor) return null;
        return cursor.Length <= 1000 ? cursor : throw new CursorUnknown();
    }

    /// <summary>The refusal of a cursor that no list gave.</summary>
    public static Problem UnknownCursor { get; } =
        Problem.Invalid(new ProblemError("?cursor", "It is not a cursor of this list.", "Use only what next gave, with the same from and to."));

    /// <summary>The address of this list's next page, or null.</summary>
    public static string? Next(HttpRequest request, string? cursor)
    {
        if (cursor is null) return null;
        var kept = request.Query.Where(pair => pair.Key != "cursor")
            .Select(pair => $"{Uri.EscapeDataString(pair.Key)}={Uri.EscapeDataString(pair.Value.ToString())}");
        return $"{request.Path}?{string.Join('&', kept.Append("cursor=" + Uri.EscapeDataString(cursor)))}";
    }

    private static LocalDate? Date(HttpRequest request, string name, List<ProblemError> errors)
    {
        if (request.Query[name].ToString() is not { Length: > 0 } text) return null;
        var parsed = LocalDatePattern.Iso.Parse(text);
        if (parsed.Success && parsed.Value.Year is >= 2000 and < 3000) return parsed.Value;
        var said = text.Length > 40 ? text[..40] : text;
        errors.Add(new ProblemError("?" + name, $"\"{said}\" is not a date.", "Write for example 2027-05-30."));
        return null;
    }
}

/// <summary>Harbour dates.</summary>
/// <param name="From">Inclusive.</param>
/// <param name="To">Exclusive.</param>
public sealed record DateRange(LocalDate From, LocalDate To);
