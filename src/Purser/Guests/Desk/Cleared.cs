namespace Purser.Guests.Desk;

/// <summary>
/// What was removed from a charter's records. Its readers go by the sum of the records' versions, which may
/// never fall: what the removed ones had counts on.
/// </summary>
/// <param name="Versions">The sum of the versions of all that were removed.</param>
/// <param name="OfPapers">The same, of waivers and passengers alone.</param>
internal sealed record Cleared(long Versions, long OfPapers)
{
    /// <summary>Nothing was.</summary>
    public static readonly Cleared Nothing = new(0, 0);
}

/// <summary>Since when an address wants no mails that ask for something.</summary>
internal sealed record UnsubscribedRow(NodaTime.Instant Since);

/// <summary>Visits of one hour and kind.</summary>
internal sealed record VisitRow(int Count);
