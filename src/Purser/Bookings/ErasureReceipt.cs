using NodaTime;

namespace Purser.Bookings;

/// <summary>That a charter's guest was forgotten, and what was removed. Holds nothing of the person.</summary>
/// <param name="Booking">Which.</param>
/// <param name="Begun">When it was asked for first.</param>
/// <param name="Finished">When everything was gone; null: ask once more.</param>
/// <param name="Removed">How many of each kind, over all tries.</param>
public sealed record ErasureReceipt(
    BookingId Booking, Instant Begun, Instant? Finished, IReadOnlyDictionary<string, int> Removed)
{
    /// <summary>With so many more.</summary>
    public ErasureReceipt And(string kind, int count)
    {
        var removed = new SortedDictionary<string, int>(Removed.ToDictionary(), StringComparer.Ordinal);
        removed[kind] = removed.GetValueOrDefault(kind) + count;
        return this with { Removed = removed };
    }
}

/// <summary>What the daily clearing has done.</summary>
/// <param name="Day">The harbour date on which it last ran.</param>
/// <param name="At">When that was.</param>
/// <param name="Swept">By kind: up to which date of return charters have been cleared.</param>
/// <param name="Removed">How many of each kind the last run removed.</param>
public sealed record RetentionRow(
    LocalDate Day, Instant At, IReadOnlyDictionary<string, LocalDate> Swept,
    IReadOnlyDictionary<string, int> Removed);
