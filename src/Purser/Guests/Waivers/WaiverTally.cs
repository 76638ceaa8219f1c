using NodaTime;
using Purser.Outside;

namespace Purser.Guests.Waivers;

/// <summary>Who has signed for a charter, and who has not.</summary>
/// <param name="Signed">People aboard whose waiver holds; never more than come aboard.</param>
/// <param name="Of">How many come aboard.</param>
/// <param name="Missing">Names that are known and have no waiver that holds.</param>
/// <param name="More">How many others are missing, whose names are not known.</param>
public sealed record WaiverTally(int Signed, int Of, IReadOnlyList<string> Missing, int More)
{
    /// <summary>Nobody signs.</summary>
    public static readonly WaiverTally None = new(0, 0, [], 0);

    /// <summary>Counts. A waiver that ends before the return does not count.</summary>
    /// <param name="known">Names of who comes aboard, as far as they are known.</param>
    /// <param name="party">How many come aboard.</param>
    /// <param name="waivers">Those that were not replaced.</param>
    /// <param name="returns">When the charter ends.</param>
    public static WaiverTally Count(
        IEnumerable<string> known, int party, IReadOnlyList<WaiverMark> waivers, Instant returns)
    {
        var holding = waivers.Where(waiver => waiver.Expires >= returns).ToList();
        var signed = Math.Min(holding.Count, party);
        var missing = new List<string>();
        foreach (var name in known)
        {
            var there = holding.Any(waiver => PassengerName.AreSame(waiver.Passenger, name));
            if (!there && !missing.Exists(other => PassengerName.AreSame(other, name))) missing.Add(name);
        }

        return new WaiverTally(signed, party, missing, Math.Max(0, party - signed - missing.Count));
    }
}
