namespace Purser.Host.Doors.Local.Health;

/// <summary>One thing that must be right for the house to work.</summary>
public interface IHealthCheck
{
    /// <summary>What is looked at, for the owner.</summary>
    string Name { get; }

    /// <summary>
    /// Looks, and names the remedy of what is not as it should be. What cannot be looked at is a finding too: only
    /// giving up is thrown.
    /// </summary>
    Task<IReadOnlyList<DoctorCheck>> Look(CancellationToken stop);
}
