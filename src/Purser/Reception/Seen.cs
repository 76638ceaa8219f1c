using Purser.Bookings;
using Purser.Outside.Records;

namespace Purser.Reception;

/// <summary>
/// What is known of a request before it is decided: its idempotency key, its reference, what its source last
/// said.
/// </summary>
internal sealed record Seen(
    IdempotencyClaim? Claim, long ClaimVersion, BookingId? Booking, Sighting? Sighting, long SightingVersion)
{
    public static async Task<Seen> Load(
        IRecords office, BookingRequest request, string? idempotencyKey, CancellationToken stop)
    {
        var rows = await office.GetMany(Keys(request, idempotencyKey), stop);
        var claim = rows.Count > 2 ? rows[2] : null;
        return new Seen(
            OfficeRows.Read<IdempotencyClaim>(claim), claim?.Version ?? 0,
            OfficeRows.Read<Claimed>(rows[0])?.Booking, OfficeRows.Read<Sighting>(rows[1]), rows[1]?.Version ?? 0);
    }

    /// <summary>The records of which it is made.</summary>
    public static IReadOnlyList<RecordKey> Keys(BookingRequest request, string? idempotencyKey)
    {
        var keys = new List<RecordKey>
        {
            OfficeRows.Reference(request.Channel, request.Reference),
            OfficeRows.Sighting(request.Channel, request.Reference),
        };
        if (idempotencyKey is not null) keys.Add(OfficeRows.Idempotency(idempotencyKey));
        return keys;
    }
}
