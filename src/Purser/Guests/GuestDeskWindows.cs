using NodaTime;
using Purser.Fleet;
using Purser.Outside;
using Purser.Outside.Records;

namespace Purser.Guests;

/// <summary>What the guest desk works with.</summary>
/// <param name="Records">The guest compartment's.</param>
/// <param name="Hints">Where it says that something has come.</param>
/// <param name="Clock">The time.</param>
/// <param name="Tokens">Ids that cannot be guessed.</param>
/// <param name="Fleet">The operator as it is now.</param>
/// <param name="Secrets">Against which codes are compared.</param>
public sealed record GuestDeskWindows(
    IRecords Records, IHints Hints, IClock Clock, ITokens Tokens, Func<FleetFacts> Fleet, ISecrets Secrets);
