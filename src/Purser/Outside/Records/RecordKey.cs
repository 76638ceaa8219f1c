namespace Purser.Outside.Records;

/// <summary>
/// Where a record lives: records of one partition are read together, in ordinal order of <see cref="Sort"/>.
/// </summary>
/// <param name="Partition">At most 256 characters.</param>
/// <param name="Sort">At most 256 characters.</param>
public readonly record struct RecordKey(string Partition, string Sort)
{
    /// <inheritdoc />
    public override string ToString() => $"{Partition}/{Sort}";
}

/// <summary>
/// A second place at which a record can be listed. The index may lag: it serves lists, never a decision.
/// </summary>
public readonly record struct IndexKey(string Partition, string Sort);
