using Purser.Fleet;
using Purser.Host.Doors.Clients;
using Purser.Outside;

namespace Purser.Host.Composition;

/// <summary>The rooms of one compartment, and what they have in common with all others.</summary>
public abstract class Rooms(Premises premises)
{
    /// <summary>What all compartments have in common.</summary>
    public Premises Premises { get; } = premises;

    /// <summary>As set.</summary>
    public Settings Settings => Premises.Settings;

    /// <summary>The operator.</summary>
    public FleetFacts Fleet => Premises.Files.Fleet;

    /// <summary>The clock of everything.</summary>
    public HouseClock Clock => Premises.Clock;

    /// <summary>The installation's secrets.</summary>
    public ISecrets Secrets => Premises.Secrets;

    /// <summary>Randomness.</summary>
    public ITokens Tokens => Premises.Tokens;

    /// <summary>Where hints are left.</summary>
    public IHints Hints => Premises.Hints;

    /// <summary>Pages and mails.</summary>
    public ITemplates Templates => Premises.Templates;

    /// <summary>How much a client address may ask.</summary>
    public ClientLimits Limits => Premises.Limits;
}
