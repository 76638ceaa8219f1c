using Purser.Bookings;
using Purser.Outside.Records;

namespace Purser.Outside;

/// <summary>
/// What the annex sends along with a booking: record changes of the office compartment that Reception commits
/// unread beside its own, so that a booking and its price are one fact. The house cannot look inside.
/// </summary>
public interface IRider
{
    /// <summary>
    /// The changes for this booking, computed from current records; empty if nothing changed.
    /// </summary>
    /// <param name="id">The booking.</param>
    /// <param name="known">False: it is being made in this commit, so no record of it is there.</param>
    /// <param name="office">The office's records.</param>
    /// <param name="stop">Gives up.</param>
    Task<IReadOnlyList<RecordChange>> Ride(BookingId id, bool known, IRecords office, CancellationToken stop);
}

/// <summary>Nothing rides along.</summary>
public sealed class NoRider : IRider
{
    /// <summary>The one instance.</summary>
    public static readonly NoRider Instance = new();

    /// <inheritdoc />
    public Task<IReadOnlyList<RecordChange>> Ride(
        BookingId id, bool known, IRecords office, CancellationToken stop) =>
        Task.FromResult<IReadOnlyList<RecordChange>>([]);
}
