using System.Globalization;
using Purser.Fleet;

namespace Purser.Finance.Settling;

/// <summary>What a charter costs and leaves, before fuel, by one version of the rates.</summary>
/// <param name="RatesVersion">Of the rates used.</param>
/// <param name="Gross">What the guest pays.</param>
/// <param name="Lines">In fixed order: crew, captain, port fee, channel fee.</param>
/// <param name="Net">Gross less all lines; below zero if the charter costs more than it brings.</param>
public sealed record Settlement(long RatesVersion, Money Gross, IReadOnlyList<SettlementLine> Lines, Money Net)
{
    /// <summary>
    /// Computes it in decimal; each line is rounded once, half up, to the minor unit, and the net is the
    /// exact difference of the rounded amounts, so that the printed figures always add up.
    /// </summary>
    public static Settlement Compute(Money gross, SettledTrip trip, Rates rates)
    {
        Require.That(gross.Currency == rates.Currency);
        var captains = trip.Roles.Where(role => role == CrewRole.Captain).ToList();
        var crew = trip.Roles.Where(role => role != CrewRole.Captain).ToList();
        var terms = rates.Of(trip.Channel);
        SettlementLine[] lines =
        [
            Wages("crew", crew, trip.Minutes, rates),
            Wages("captain", captains, trip.Minutes, rates),
            Share("port-fee", gross, rates.PortFeePercent),
            new("channel-fee", terms.FeeOn(gross), $"{Plain(terms.FeePercent)} % of gross"),
        ];
        return Of(rates.Version, gross, lines);
    }

    /// <summary>
    /// Of a charter that does not sail: it brings and costs nothing. What came in before is the ledger's.
    /// </summary>
    public static Settlement OfCancelled(Rates rates) => Of(rates.Version, Money.Zero(rates.Currency), []);

    private static Settlement Of(long version, Money gross, IReadOnlyList<SettlementLine> lines) =>
        new(version, gross, lines, lines.Aggregate(gross, (net, line) => net - line.Amount));

    private static SettlementLine Share(string kind, Money gross, decimal percent) =>
        new(kind, Money.Round(gross.Major * percent / 100m, gross.Currency), $"{Plain(percent)} % of gross");

    private static SettlementLine Wages(string kind, IReadOnlyList<CrewRole> roles, int minutes, Rates rates)
    {
        var sum = 0m;
        var rules = new List<string>();
        foreach (var same in roles.Select(rates.Of).GroupBy(rate => rate))
        {
            var hours = (minutes + same.Key.PlusMinutes) / 60m;
            sum += same.Count() * hours * same.Key.PerHour.Major;
            var people = same.Count() == 1 ? "1 person" : $"{same.Count()} people";
            rules.Add($"{people} x {Plain(hours)} h x {Plain(same.Key.PerHour.Major)}/h");
        }

        return new SettlementLine(kind, Money.Round(sum, rates.Currency), rules.Count == 0 ? "nobody" : string.Join(" + ", rules));
    }

    private static string Plain(decimal number) => number.ToString("0.####", CultureInfo.InvariantCulture);
}

/// <summary>One cost of a charter.</summary>
/// <param name="Kind"><c>crew</c>, <c>captain</c>, <c>port-fee</c> or <c>channel-fee</c>.</param>
/// <param name="Amount">Rounded, not below zero.</param>
/// <param name="Rule">How it was computed: <c>2 people x 5 h x 25/h</c>.</param>
public sealed record SettlementLine(string Kind, Money Amount, string Rule);

/// <summary>What of a trip decides its costs.</summary>
/// <param name="Minutes">Departure to return.</param>
/// <param name="Roles">Who is needed aboard.</param>
/// <param name="Channel">Who sold it.</param>
public sealed record SettledTrip(int Minutes, IReadOnlyList<CrewRole> Roles, ChannelId Channel);
