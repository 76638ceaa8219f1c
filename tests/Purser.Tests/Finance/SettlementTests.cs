using System.Text;
using CsCheck;
using Purser.Finance;
using Purser.Finance.Settling;
using Purser.Fleet;

namespace Purser.Tests.Finance;

public sealed class SettlementTests
{
    private static readonly SettledTrip Trip = new(180, Example.Roles, Example.Boatsetter);

    [Fact]
    public void The_worked_example_settles_to_the_cent()
    {
        var settlement = Settlement.Compute(Example.Dollars(840.75m), Trip, Example.Rates);
        Assert.Equal(
            [
                "crew 250.00 2 people x 5 h x 25/h", "captain 150.00 1 person x 3 h x 50/h", "port-fee 151.34 18 % of gross",
                "channel-fee 0.00 0 % of gross",
            ],
            settlement.Lines.Select(line => $"{line.Kind} {line.Amount.Digits} {line.Rule}"));
        Assert.Equal("289.41", settlement.Net.Digits);
        Assert.Equal(34.4m, decimal.Round(settlement.Net.Major / settlement.Gross.Major * 100, 1));
        Assert.Equal(1, settlement.RatesVersion);
    }

    [Fact]
    public void Gross_less_lines_is_net_exactly() =>
        Gen.Select(Gen.Long[0, Money.Most], Gen.Int[2, 960], Gen.Int[0, 3], Gen.Decimal[0, 100], Gen.Decimal[0, 500]).Sample(
            (minor, quarters, people, percent, perHour) =>
            {
                var rates = Example.Rates with
                {
                    PortFeePercent = decimal.Round(percent, 4),
                    Roles = Example.Rates.Roles.ToDictionary(
                        pair => pair.Key, pair => pair.Value with { PerHour = Example.Dollars(perHour) }),
                };
                var trip = new SettledTrip(quarters * 15, [.. Example.Roles.Take(people)], Example.Direct);
                var settlement = Settlement.Compute(new Money(minor, Example.Usd), trip, rates);
                return settlement.Lines.Count == 4 && settlement.Lines.All(line => line.Amount.Minor >= 0)
                    && settlement.Gross.Minor - settlement.Lines.Sum(line => line.Amount.Minor) == settlement.Net.Minor;
            });

    [Fact]
    public void Different_rates_of_crew_are_told_apart_and_rounded_once()
    {
        var rates = Read(json => json.Replace(
            "\"deckhand\": { \"perHour\": \"25.00\", \"hours\": \"charter-plus\", \"plusMinutes\": 120 }",
            "\"deckhand\": { \"perHour\": \"19.99\", \"hours\": \"charter-plus\", \"plusMinutes\": 45 }", StringComparison.Ordinal));
        var crew = Settlement.Compute(Example.Dollars(100), Trip, rates).Lines[0];
        Assert.Equal("1 person x 5 h x 25/h + 1 person x 3.75 h x 19.99/h", crew.Rule);
        Assert.Equal("199.96", crew.Amount.Digits);
    }

    [Fact]
    public void Hours_left_out_are_the_charter_for_the_captain_and_two_more_for_crew()
    {
        var rates = Read(json => json.Replace(", \"hours\": \"charter-plus\", \"plusMinutes\": 120", "", StringComparison.Ordinal)
            .Replace(", \"hours\": \"charter\"", "", StringComparison.Ordinal));
        Assert.Equal("289.41", Settlement.Compute(Example.Dollars(840.75m), Trip, rates).Net.Digits);
    }

    [Theory]
    [InlineData("\"version\": 1", "\"version\": 0", "/version")]
    [InlineData("\"USD\"", "\"usd\"", "/currency")]
    [InlineData("\"captain\"", "\"Captain\"", "/roles/Captain")]
    [InlineData("\"captain\"", "\"skipper\"", "/roles/captain")]
    [InlineData("\"50.00\"", "\"-50\"", "/roles/captain/perHour")]
    [InlineData("\"50.00\"", "\"50.001\"", "/roles/captain/perHour")]
    [InlineData("\"50.00\"", "50", "perHour")]
    [InlineData("\"hours\": \"charter\"", "\"hours\": \"all\"", "/roles/captain/hours")]
    [InlineData("\"plusMinutes\": 120", "\"plusMinutes\": -1", "/roles/first mate/plusMinutes")]
    [InlineData("\"plusMinutes\": 120", "\"minutes\": 120", "minutes")]
    [InlineData("\"18\"", "\"101\"", "/portFeePercent")]
    [InlineData("\"portFeePercent\": \"18\",", "", "portFeePercent")]
    [InlineData("\"channel\" }", "\"them\" }", "/channels/boatsetter/collects")]
    [InlineData("\"version\": 1", "\"version\": 1, \"versoin\": 2", "versoin")]
    [InlineData("{", "[", "/")]
    public void A_broken_rates_file_is_refused_naming_the_field(string text, string instead, string place)
    {
        var at = RatesFile.Sample.IndexOf(text, StringComparison.Ordinal);
        var json = RatesFile.Sample.Remove(at, text.Length).Insert(at, instead);
        var fault = Assert.Throws<RatesFault>(() => RatesFile.Read(Encoding.UTF8.GetBytes(json)));
        Assert.Contains(place, fault.Message, StringComparison.Ordinal);
        Assert.StartsWith("rates.json: ", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_role_or_channel_of_the_fleet_without_rates_is_named()
    {
        Example.Rates.Cover(Example.Fleet);
        var other = Example.Fleet with { Channels = [new Channel(Texts.Parse<ChannelId>("sailo"), "Sailo", true)] };
        Assert.Contains("/channels/sailo", Assert.Throws<RatesFault>(() => Example.Rates.Cover(other)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_schema_knows_every_currency()
    {
        using var schema = System.Text.Json.JsonDocument.Parse(RatesFile.Schema);
        var known = schema.RootElement.GetProperty("properties").GetProperty("currency").GetProperty("enum");
        Assert.Equal(Currency.All.Select(currency => currency.Text), known.EnumerateArray().Select(code => code.GetString()));
    }

    private static Rates Read(Func<string, string> edit) => RatesFile.Read(Encoding.UTF8.GetBytes(edit(RatesFile.Sample)));
}
