using System.Runtime.CompilerServices;
using NodaTime;
using Purser.Outside.Moving;
using Purser.Outside.Records;

namespace Purser.Contracts.Memory;

/// <summary>
/// The reference store: everything the contract allows to be awkward is awkward. Its index lags behind by
/// some commits (and catches up while it is read), and its pages end anywhere, also empty. Deterministic from
/// the seed. Safe for concurrent use.
/// </summary>
/// <param name="seed">Where pages end and how far the index lags.</param>
/// <param name="faults">Which calls fail; null = none.</param>
/// <param name="clock">If given, expired records are dropped when they are met.</param>
public sealed class MemoryStore(ulong seed = 0, Faults? faults = null, IClock? clock = null)
    : IStore, IStoreTransfer
{
    private readonly Dictionary<Compartment, MemoryRecords> _open = [];
    private readonly Lock _lock = new();

    /// <summary>The index lags by 0 to this many commits.</summary>
    public int IndexLag { get; init; } = 3;

    /// <summary>False: pages are full, as most stores' are.</summary>
    public bool SplitPages { get; init; } = true;

    /// <summary>Which calls fail.</summary>
    public Faults Faults { get; } = faults ?? Faults.None;

    /// <inheritdoc />
    public IRecords Open(Compartment compartment) => Of(compartment);

    /// <inheritdoc />
    public async IAsyncEnumerable<StoredRecord> Read(
        Compartment compartment, [EnumeratorCancellation] CancellationToken stop)
    {
        var all = await Faults.Call($"read all {compartment}", () => Of(compartment).All, stop);
        foreach (var record in all) yield return record;
    }

    /// <inheritdoc />
    public Task Write(
        Compartment compartment, IReadOnlyList<StoredRecord> records, CancellationToken stop)
    {
        Require.That(records.Count <= Limits.CommitChanges);
        return Faults.Call(
            $"write {compartment} records",
            () =>
            {
                Of(compartment).Restore(records);
                return true;
            },
            stop);
    }

    /// <summary>The same, as itself: a test may look at everything in it.</summary>
    public MemoryRecords Of(Compartment compartment)
    {
        lock (_lock)
        {
            if (_open.TryGetValue(compartment, out var records)) return records;
            var random = new SplitMix(unchecked((seed * 31) + (ulong)compartment));
            return _open[compartment] =
                new MemoryRecords(compartment, random, Faults, clock, IndexLag, SplitPages);
        }
    }
}
