using NodaTime;
using Purser.Fleet;
using Purser.Outside;
using Purser.Outside.Records;

namespace Purser.Guests.Desk;

/// <summary>What the photo desk and its worker look out of.</summary>
/// <param name="Records">The guest compartment's.</param>
/// <param name="Quarantine">Files as they came.</param>
/// <param name="Pictures">Makes safe copies.</param>
/// <param name="Objects">Where those lie.</param>
/// <param name="Edge">What stands before them.</param>
/// <param name="Secrets">Of which only <c>guest-links-1</c> is asked for.</param>
/// <param name="Hints">Where work is announced.</param>
/// <param name="Tokens">Ids.</param>
/// <param name="Clock">The time.</param>
/// <param name="Fleet">The operator as it is now.</param>
/// <param name="Site">The public base address of the guest site.</param>
/// <param name="Digest">Lower-case hex SHA-256 of a file on this machine.</param>
public sealed record PhotoWindows(
    IRecords Records, IQuarantine Quarantine, IPictures Pictures, IObjects Objects, IEdge Edge,
    ISecrets Secrets,
    IHints Hints, ITokens Tokens, IClock Clock, Func<FleetFacts> Fleet, Uri Site,
    Func<string, CancellationToken, Task<string>> Digest)
{
    /// <summary>Now.</summary>
    internal Instant Now => Clock.GetCurrentInstant();

    /// <summary>What names are derived from.</summary>
    internal Task<ReadOnlyMemory<byte>> Pepper(CancellationToken stop) =>
        Secrets.Get(SecretNames.GuestLinks, stop);
}
