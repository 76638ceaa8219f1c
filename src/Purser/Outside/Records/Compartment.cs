namespace Purser.Outside.Records;

/// <summary>
/// A part of the product with its own records, role and keys. A commit stays in one compartment.
/// </summary>
public enum Compartment
{
    /// <summary>Bookings, money, work, the office's notices.</summary>
    Office,

    /// <summary>The calendar desk's entries.</summary>
    Calendar,

    /// <summary>The crew desk's events, roster and notices.</summary>
    Crew,

    /// <summary>What guests gave: grants, batches, photos, waivers.</summary>
    Guest,
}
