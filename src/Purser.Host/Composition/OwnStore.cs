using Purser.Outside.Records;

namespace Purser.Host.Composition;

/// <summary>
/// The records of a function's own compartments. Its role on AWS could not read the others; here it does not
/// even try, so that a slip is found by a test and not in the field.
/// </summary>
/// <param name="all">Every compartment's.</param>
/// <param name="own">Which may be opened.</param>
public sealed class OwnStore(IStore all, IReadOnlyList<Compartment> own) : IStore
{
    /// <inheritdoc />
    /// <exception cref="BugException">It is another function's.</exception>
    public IRecords Open(Compartment compartment)
    {
        Require.That(own.Contains(compartment), $"this function opens no records of the {compartment}");
        return all.Open(compartment);
    }
}
