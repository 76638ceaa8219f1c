namespace Purser.Bookings;

/// <summary>What was published for a booking.</summary>
/// <param name="Fingerprint">Of the facts and templates that the current revision shows.</param>
/// <param name="Revision">Printed in the page; raised when the fingerprint changes.</param>
/// <param name="Inputs">The counters of those facts; a provisioner with lower ones stops.</param>
/// <param name="Page">The page's object; null until this revision has been put.</param>
/// <param name="Aliases">The forwarding pages' objects.</param>
public sealed record PageRow(
    string Fingerprint, long Revision, EffectCounters Inputs, PublishedObject? Page, IReadOnlyList<PublishedObject> Aliases);

/// <summary>An object as it was put.</summary>
public sealed record PublishedObject(string Key, string Sha256, string Tag);
