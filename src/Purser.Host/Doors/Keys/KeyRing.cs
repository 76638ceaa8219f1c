using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using NodaTime;
using Purser.Outside;
using Purser.Outside.Records;

namespace Purser.Host.Doors.Keys;

/// <summary>
/// The keys of all scopes. Only hashes are kept. What stands is remembered for a minute; a key that is not
/// remembered is looked up again, so that a new one opens at once.
/// </summary>
/// <param name="store">Holds the keys that this program made.</param>
/// <param name="clock">Tells what has been retired.</param>
/// <param name="tokens">Makes new ones.</param>
/// <param name="given">Keys that stand besides those in the store, for as long as this process runs.</param>
public sealed class KeyRing(IStore store, IClock clock, ITokens tokens, IReadOnlyList<StoredKey> given)
{
    private static readonly Duration Remembered = Duration.FromMinutes(1);
    private static readonly Duration LookAgain = Duration.FromSeconds(1);
    private readonly ConcurrentDictionary<KeyScope, Snapshot> _known = new();

    /// <summary>Makes a key. Its text is in the reply and nowhere else.</summary>
    public async Task<NewKey> Make(KeyScope scope, CancellationToken stop)
    {
        var made = Fresh(scope, tokens);
        var key = new StoredKey(made.Id, scope.Word, made.Hash, clock.GetCurrentInstant());
        var refused = await store.Open(scope.Compartment).Commit([key.Write(0)], stop);
        Require.That(refused is null);
        await Load(scope, stop);
        return made;
    }

    /// <summary>
    /// Lets the key of the office that has this hash open its desk's doors, beside those that stand. One that
    /// was retired stays so.
    /// </summary>
    public async Task Take(KeyScope scope, string hash, CancellationToken stop)
    {
        Require.That(scope.Desk is not null);
        var key = new StoredKey("office-" + hash[..12], scope.Word, hash, clock.GetCurrentInstant());
        var records = store.Open(scope.Compartment);
        // Refused: it is there already, from an earlier time.
        if (await records.Commit([key.Write(0)], stop) is null) await Load(scope, stop);
    }

    /// <summary>A key that opens nothing yet: nobody knows its hash.</summary>
    public static NewKey Fresh(KeyScope scope, ITokens tokens)
    {
        var text = $"pk_{scope.Word}_{Base64Url.EncodeToString(tokens.Bytes(32))}";
        return new NewKey(scope.Word, tokens.Id()[..12], text, Hex(text));
    }

    /// <summary>Makes a key and lets every older one of the scope stand only for a while longer.</summary>
    public async Task<NewKey> Rotate(KeyScope scope, Duration overlap, CancellationToken stop)
    {
        var older = await List(scope, stop);
        var made = await Make(scope, stop);
        foreach (var key in older.Where(key => key.Retires is null)) await Retire(scope, key.Id, overlap, stop);
        return made;
    }

    /// <summary>
    /// Lets the newest key of the scope alone go on: every older one opens nothing from now on. Returns the
    /// ids of those that stood until now.
    /// </summary>
    public async Task<IReadOnlyList<string>> RetireOlder(KeyScope scope, CancellationToken stop)
    {
        var now = clock.GetCurrentInstant();
        var standing = (await List(scope, stop)).Where(key => key.Stands(now)).ToList();
        var older = standing.SkipLast(1).Select(key => key.Id).ToList();
        foreach (var id in older) await Retire(scope, id, Duration.Zero, stop);
        return older;
    }

    /// <summary>Lets a key open nothing after a while; false if there is no such key.</summary>
    public async Task<bool> Retire(KeyScope scope, string id, Duration overlap, CancellationToken stop)
    {
        var records = store.Open(scope.Compartment);
        while (true)
        {
            if (await records.Get(new RecordKey(StoredKey.Partition, "key#" + id), stop) is not { } record) return false;
            var key = StoredKey.Read(record) with { Retires = clock.GetCurrentInstant() + overlap };
            if (await records.Commit([key.Write(record.Version)], stop) is null) break;
        }

        await Load(scope, stop);
        return true;
    }

    /// <summary>All keys of a scope, retired ones too, oldest first.</summary>
    public async Task<IReadOnlyList<StoredKey>> List(KeyScope scope, CancellationToken stop)
    {
        var records = await store.Open(scope.Compartment).Whole(StoredKey.Partition, stop);
        return [.. records.Select(StoredKey.Read).Where(key => key.Scope == scope.Word).OrderBy(key => key.Made)];
    }

    /// <summary>
    /// The id of the key that stands and has this text, or null. Compares in constant time.
    /// </summary>
    public async Task<string?> Open(KeyScope scope, string text, CancellationToken stop)
    {
        var now = clock.GetCurrentInstant();
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(text));
        var known = _known.TryGetValue(scope, out var snapshot) && now - snapshot.Taken < Remembered
            ? snapshot
            : await Load(scope, stop);
        if (known.Find(hash, now) is { } id) return id;
        return now - known.Taken < LookAgain ? null : (await Load(scope, stop)).Find(hash, now);
    }

    /// <summary>Lower-case hex SHA-256 of a key's text.</summary>
    public static string Hex(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    private async Task<Snapshot> Load(KeyScope scope, CancellationToken stop)
    {
        var taken = clock.GetCurrentInstant();
        var keys = (await List(scope, stop)).Concat(given.Where(key => key.Scope == scope.Word));
        return _known[scope] = new Snapshot(taken, [.. keys.Select(key => (Convert.FromHexString(key.Hash), key))]);
    }

    private sealed record Snapshot(Instant Taken, IReadOnlyList<(byte[] Hash, StoredKey Key)> Keys)
    {
        public string? Find(byte[] hash, Instant now)
        {
            string? found = null;
            foreach (var (own, key) in Keys)
            {
                if (CryptographicOperations.FixedTimeEquals(own, hash) && key.Stands(now)) found = key.Id;
            }

            return found;
        }
    }
}
