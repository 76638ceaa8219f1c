using NodaTime;
using Purser.Fleet;

namespace Purser.Crew;

/// <summary>A person of the roster. What he earns is not known here.</summary>
/// <param name="Id">In addresses and the API.</param>
/// <param name="Name">As printed.</param>
/// <param name="Email">One bare address, or null: then notices become drafts.</param>
/// <param name="Phone">E.164, or null.</param>
/// <param name="Ranks">The roles he can serve in, best first.</param>
/// <param name="Order">Place in the cascade; the lower is asked first.</param>
/// <param name="Licence">Its number, or null.</param>
/// <param name="LicenceExpires">Its last day, or null.</param>
/// <param name="Away">Dates on which he is not available.</param>
/// <param name="LinkEpoch">Raised to revoke his personal links.</param>
/// <param name="Active">False: he is asked no more.</param>
public sealed record CrewMember(
    MemberId Id, string Name, string? Email, string? Phone, IReadOnlyList<CrewRole> Ranks, int Order, string? Licence,
    LocalDate? LicenceExpires, IReadOnlyList<LocalDate> Away, int LinkEpoch = 1, bool Active = true)
{
    /// <summary>The name that crew call him by.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public string FirstName => Name.Split(' ', 2)[0];

    /// <summary>
    /// True if he can serve in the role at that time: active, of the rank, not away, a captain's licence in
    /// force.
    /// </summary>
    public bool CanServe(CrewRole role, AskFacts facts)
    {
        if (!Active || !Ranks.Contains(role)) return false;
        var (first, last) = (facts.Aboard.Date, facts.Away.Date);
        if (Away.Any(date => date >= first && date <= last)) return false;
        return role != CrewRole.Captain || LicenceExpires is not { } end || end >= last;
    }
}
