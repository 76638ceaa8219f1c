using System.Text.Json.Serialization;
using NodaTime;
using Purser.Outside.Outbox;
using Purser.Outside.Records;

namespace Purser.Bookings;

/// <summary>
/// Whether a booking's surfaces lag: <c>Wanted &gt; Done</c> is the whole definition of pending.
/// </summary>
/// <param name="Wanted">Raised by every office commit that matters.</param>
/// <param name="Done">The wanted that the provisioner had loaded when it last finished.</param>
public sealed record Work(long Wanted, long Done)
{
    /// <summary>The index partition of what is pending, by the time of the next look.</summary>
    public const string PendingIndex = "work-pending";

    /// <summary>Nothing wanted yet.</summary>
    public static readonly Work None = new(0, 0);

    /// <summary>One more thing wanted.</summary>
    [JsonIgnore]
    public Work Raised => this with { Wanted = Wanted + 1 };

    /// <summary>Where it is listed while it is pending.</summary>
    public IndexKey? Index(BookingId id, Instant look) =>
        Wanted > Done ? new IndexKey(PendingIndex, $"{NoticeRows.Sortable(look)}#{id}") : null;
}
