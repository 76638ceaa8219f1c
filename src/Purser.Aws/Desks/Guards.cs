using NodaTime;
using NodaTime.Text;
using Purser.Outside;

namespace Purser.Aws.Desks;

/// <summary>What both desks' ports share on the wire.</summary>
internal static class Guards
{
    private const int MostDays = 400;

    /// <summary>What a 409 to a guarded put means.</summary>
    /// <exception cref="OutsideRefused">It is none of a guard's.</exception>
    public static PutOutcome Outcome(DeskReply reply, DeskAddress desk) => reply.Kind switch
    {
        "stale" => PutOutcome.Stale,
        "diverged" or "owned-by-booking" => PutOutcome.Diverged,
        _ => throw DeskRefusals.Of(reply, desk),
    };

    /// <summary>Dates in pieces that a door takes, written as it reads them.</summary>
    public static IEnumerable<(string From, string To)> Spans(LocalDate from, LocalDate to)
    {
        for (var first = from; first < to; first = first.PlusDays(MostDays))
        {
            var last = LocalDate.Min(to, first.PlusDays(MostDays));
            yield return (LocalDatePattern.Iso.Format(first), LocalDatePattern.Iso.Format(last));
        }
    }

    /// <summary>The rest of a query that goes on from a page.</summary>
    public static string Cursor(string? cursor) =>
        cursor is null ? "" : $"&cursor={Uri.EscapeDataString(cursor)}";
}
