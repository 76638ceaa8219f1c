namespace Purser.Host.Doors.Local.Health;

/// <summary>One thing that must be right for the house to work.</summary>
public interface IHealthCheck
{
    /// <summary>What is looked at, for the owner.</summary>
    string Name { get; }

    /// <summary>
    /// Looks, and names the remedy of what is not as it should be. A fault of the outside may be thrown: it
    /// becomes a finding.
    /// </summary>
    Task<IReadOnlyList<DoctorCheck>> Look(CancellationToken stop);
}
