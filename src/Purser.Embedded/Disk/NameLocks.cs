namespace Purser.Embedded.Disk;

/// <summary>Locks by name, few for all names: two names may share one, a name never has two.</summary>
internal sealed class NameLocks
{
    private const int Count = 64;
    private readonly Lock[] _locks = [.. Enumerable.Range(0, Count).Select(_ => new Lock())];

    public Lock Of(string name) => _locks[(name.GetHashCode(StringComparison.Ordinal) & int.MaxValue) % Count];
}
