namespace Purser.Outside.Records;

/// <summary>What every store asks of a commit before it looks at a record; broken only by a bug.</summary>
public static class CommitRules
{
    private const int KeyCharacters = 256;

    /// <summary>
    /// At most 100 changes with 3 MB of bodies, each place named once, keys neither empty nor longer than 256
    /// characters.
    /// </summary>
    public static void Require(IReadOnlyList<RecordChange> changes)
    {
        Purser.Require.That(changes.Count <= Limits.CommitChanges);
        Purser.Require.That(changes.Sum(change => change.Body.Length) <= Limits.CommitBytes);
        var seen = new HashSet<RecordKey>(changes.Count);
        foreach (var change in changes)
        {
            Purser.Require.That(
                IsKey(change.Key.Partition) && IsKey(change.Key.Sort), $"{change.Key} is a key");
            Purser.Require.That(
                change.Index is not { } index || (IsKey(index.Partition) && IsKey(index.Sort)));
            Purser.Require.That(change.Expected >= 0);
            Purser.Require.That(seen.Add(change.Key), $"{change.Key} is named once in its commit");
        }
    }

    private static bool IsKey(string text) => text is { Length: > 0 and <= KeyCharacters };
}
