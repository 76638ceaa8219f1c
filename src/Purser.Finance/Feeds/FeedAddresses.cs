using NodaTime;
using Purser.Fleet;
using Purser.Outside;
using Purser.Outside.Records;

namespace Purser.Finance.Feeds;

/// <summary>The addresses of feeds: random, stored hashed, revocable.</summary>
/// <param name="records">The calendar compartment.</param>
/// <param name="clock">For the instants kept.</param>
/// <param name="tokens">For the addresses.</param>
public sealed class FeedAddresses(IRecords records, IClock clock, ITokens tokens)
{
    /// <summary>Makes an address of 130 random bits.</summary>
    /// <param name="kind">What it shows.</param>
    /// <param name="vessel">Must be given for a vessel's feed.</param>
    /// <param name="stop">Stops the wait.</param>
    public async Task<NewFeed> New(FeedKind kind, VesselId? vessel, CancellationToken stop)
    {
        Require.That(kind != FeedKind.Vessel || vessel is not null);
        var secret = tokens.Id();
        var feed = new Feed(tokens.Id()[..12], kind, vessel, clock.GetCurrentInstant());
        var failed = await records.Commit([feed.Write(Feed.Key(secret), 0)], stop);
        Require.That(failed is null);
        return new NewFeed(feed, secret);
    }

    /// <summary>The feed that an address opens, or null: unknown and revoked are not told apart.</summary>
    public async Task<Feed?> Open(string secret, CancellationToken stop)
    {
        if (secret.Length != 26 || await records.Get(Feed.Key(secret), stop) is not { } record) return null;
        var feed = Feed.FromRecord(record);
        return feed.Revoked is null ? feed : null;
    }

    /// <summary>All feeds, revoked ones too, oldest first.</summary>
    public async Task<IReadOnlyList<Feed>> List(CancellationToken stop)
    {
        var all = await records.Whole(Feed.Partition, stop);
        return [.. all.Select(Feed.FromRecord).OrderBy(feed => feed.Made).ThenBy(feed => feed.Id, StringComparer.Ordinal)];
    }

    /// <summary>
    /// Lets an address open nothing from now on; false if there is no such feed. Repeated: true.
    /// </summary>
    public async Task<bool> Revoke(string id, CancellationToken stop)
    {
        while (true)
        {
            var all = await records.Whole(Feed.Partition, stop);
            if (all.FirstOrDefault(record => Feed.FromRecord(record).Id == id) is not { } found) return false;
            var feed = Feed.FromRecord(found);
            if (feed.Revoked is not null) return true;
            var revoked = feed with { Revoked = clock.GetCurrentInstant() };
            if (await records.Commit([revoked.Write(found.Key, found.Version)], stop) is null) return true;
        }
    }
}
