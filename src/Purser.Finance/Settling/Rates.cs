using Purser.Fleet;

namespace Purser.Finance.Settling;

/// <summary>The operator's rates as one version of <c>rates.json</c> tells them. Immutable.</summary>
/// <param name="Version">Raised by whoever edits the file; each settlement keeps the version it was computed
/// with.</param>
/// <param name="Currency">Of all books.</param>
/// <param name="Roles">Rate and hours rule per role.</param>
/// <param name="PortFeePercent">Of the gross.</param>
/// <param name="Channels">Terms per channel.</param>
public sealed record Rates(
    long Version, Currency Currency, IReadOnlyDictionary<CrewRole, RoleRate> Roles, decimal PortFeePercent,
    IReadOnlyDictionary<ChannelId, ChannelTerms> Channels)
{
    /// <summary>
    /// A role that a stored booking needs. It may have left the file since: that is a fault of the file.
    /// </summary>
    public RoleRate Of(CrewRole role) => Roles.TryGetValue(role, out var rate)
        ? rate
        : throw new RatesFault($"rates.json: /roles/{role} is missing; add its \"perHour\"");

    /// <summary>The terms of a channel; a fault if the file has none.</summary>
    public ChannelTerms Of(ChannelId channel) => Channels.TryGetValue(channel, out var terms)
        ? terms
        : throw new RatesFault(
            $"rates.json: /channels/{channel} is missing; add its \"feePercent\" and \"collects\"");

    /// <summary>
    /// Throws <see cref="RatesFault"/> for the first role or channel of the fleet that has no rates.
    /// </summary>
    public void Cover(FleetFacts fleet)
    {
        foreach (var role in fleet.Vessels.SelectMany(vessel => vessel.Roles)) Of(role.Role);
        foreach (var channel in fleet.Channels) Of(channel.Id);
    }
}

/// <summary>What an hour of a role costs, and which hours count.</summary>
/// <param name="PerHour">Of the books' currency.</param>
/// <param name="PlusMinutes">Added to the charter's own time: set-up and clean-up; 0 for the charter
/// alone.</param>
public sealed record RoleRate(Money PerHour, int PlusMinutes);

/// <summary>What a channel keeps, and who collects.</summary>
/// <param name="FeePercent">Of the gross.</param>
/// <param name="ChannelCollects">True: the guest pays the channel, and a payout is expected.</param>
public sealed record ChannelTerms(decimal FeePercent, bool ChannelCollects)
{
    /// <summary>The fee on a price, rounded half up.</summary>
    public Money FeeOn(Money gross) => Money.Round(gross.Major * FeePercent / 100m, gross.Currency);
}

/// <summary>
/// The rates file is malformed or does not fit the fleet: the message names the field and the remedy.
/// </summary>
public sealed class RatesFault(string message) : Exception(message);
