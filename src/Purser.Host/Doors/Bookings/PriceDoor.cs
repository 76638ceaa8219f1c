using Purser.Finance.Prices;
using Purser.Fleet;
using Purser.Host.Composition;
using Purser.Host.Intake;
using Purser.Outside;

namespace Purser.Host.Doors.Bookings;

/// <summary>
/// Hands the price of a booking to the annex, which returns what rides along. The only door that touches it.
/// </summary>
public sealed class PriceDoor(OfficeRooms house)
{
    /// <summary>As <see cref="Read"/>; a change that names no currency means that of the books.</summary>
    public PriceReading ReadPatch(PriceText? price, ChannelId channel) =>
        Read(price is { Currency: null } ? price with { Currency = house.Files.Rates.Currency.Text } : price, channel);

    /// <summary>The rider of a price, or what is wrong with it.</summary>
    public PriceReading Read(PriceText? price, ChannelId channel)
    {
        if (price is null) return new PriceReading(NoRider.Instance, []);
        var rates = house.Files.Rates;
        var flaws = new PriceRequest(price.Gross, price.Currency).Check(rates.Currency, out var gross);
        return flaws.Count > 0
            ? new PriceReading(NoRider.Instance, [.. flaws.Select(flaw => new ProblemError(flaw.Pointer, flaw.Reason, flaw.Remedy))])
            : new PriceReading(new PriceRider(gross, rates.Of(channel), house.Clock.GetCurrentInstant()), []);
    }
}

/// <summary>What rides along, or why nothing can.</summary>
public sealed record PriceReading(IRider Rider, IReadOnlyList<ProblemError> Errors);
