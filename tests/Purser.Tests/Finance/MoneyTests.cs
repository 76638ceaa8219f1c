using CsCheck;
using Purser.Finance;
using Purser.Finance.Prices;

namespace Purser.Tests.Finance;

public sealed class MoneyTests
{
    private static readonly Gen<Money> Amounts =
        from currency in Gen.Int[0, Currency.All.Count - 1].Select(place => Currency.All[place])
        from minor in Gen.Long[0, Money.Most]
        select new Money(minor, currency);

    [Theory]
    [InlineData("840.75", "840.75")]
    [InlineData(" 840.75 ", "840.75")]
    [InlineData("$840.75", "840.75")]
    [InlineData("$ 840.75", "840.75")]
    [InlineData("USD 840.75", "840.75")]
    [InlineData("840.75 USD", "840.75")]
    [InlineData("US$840.75", "840.75")]
    [InlineData("$840.75 USD", "840.75")]
    [InlineData("840,75", "840.75")]
    [InlineData("1.234,50", "1234.50")]
    [InlineData("1,234.50", "1234.50")]
    [InlineData("1 234,50", "1234.50")]
    [InlineData("1'234.50", "1234.50")]
    [InlineData("1\u202f234,50\u00a0USD", "1234.50")]
    [InlineData("1,234,567.89", "1234567.89")]
    [InlineData("1,234,567", "1234567.00")]
    [InlineData("840", "840.00")]
    [InlineData("840.5", "840.50")]
    [InlineData("0", "0.00")]
    [InlineData("8\uFF14\uFF10.75", "840.75")]
    public void Amounts_are_read_as_people_write_them(string text, string digits)
    {
        Assert.Equal(MoneyFlaw.None, MoneyText.TryRead(text, Example.Usd, out var money));
        Assert.Equal(digits, money.Digits);
    }

    [Fact]
    public void The_sign_of_the_books_is_read_on_either_side()
    {
        Assert.Equal(MoneyFlaw.None, MoneyText.TryRead("840,75 €", Texts.Parse<Currency>("EUR"), out var euros));
        Assert.Equal("840.75", euros.Digits);
        Assert.Equal(MoneyFlaw.None, MoneyText.TryRead("¥12,000", Texts.Parse<Currency>("JPY"), out var yen));
        Assert.Equal("12000", yen.Digits);
    }

    [Theory]
    [InlineData(null, MoneyFlaw.Missing)]
    [InlineData("  ", MoneyFlaw.Missing)]
    [InlineData("free", MoneyFlaw.Malformed)]
    [InlineData("$", MoneyFlaw.Malformed)]
    [InlineData("8e4", MoneyFlaw.Malformed)]
    [InlineData("0x10", MoneyFlaw.Malformed)]
    [InlineData("12,34.50", MoneyFlaw.Malformed)]
    [InlineData("1.2.3", MoneyFlaw.Malformed)]
    [InlineData("1 23", MoneyFlaw.Malformed)]
    [InlineData("<b>840</b>", MoneyFlaw.Malformed)]
    [InlineData("840.75 840.75", MoneyFlaw.Malformed)]
    [InlineData("1,234", MoneyFlaw.Ambiguous)]
    [InlineData("1.234", MoneyFlaw.Ambiguous)]
    [InlineData("-1", MoneyFlaw.Negative)]
    [InlineData("$-1", MoneyFlaw.Negative)]
    [InlineData("-$840.75", MoneyFlaw.Negative)]
    [InlineData("(840.75)", MoneyFlaw.Negative)]
    [InlineData("\u22121", MoneyFlaw.Negative)]
    [InlineData("840.7512", MoneyFlaw.TooManyDigits)]
    [InlineData("1234.567", MoneyFlaw.TooManyDigits)]
    [InlineData("0.999", MoneyFlaw.TooManyDigits)]
    [InlineData("10000000.01", MoneyFlaw.TooLarge)]
    [InlineData("99999999999999999999999999999999", MoneyFlaw.TooLarge)]
    [InlineData("€840.75", MoneyFlaw.OtherCurrency)]
    [InlineData("EUR 840.75", MoneyFlaw.OtherCurrency)]
    public void What_is_no_amount_or_two_is_refused(string? text, object flaw)
    {
        Assert.Equal((MoneyFlaw)flaw, MoneyText.TryRead(text, Example.Usd, out var money));
        Assert.Equal(0, money.Minor);
    }

    [Fact]
    public void What_is_written_reads_back() => Amounts.Sample(money =>
        MoneyText.TryRead(money.Digits, money.Currency, out var read) == MoneyFlaw.None && read == money
        && MoneyText.TryRead($"{money}", money.Currency, out read) == MoneyFlaw.None && read == money
        && Money.Stored(money.Digits, money.Currency) == money);

    [Fact]
    public void Reading_never_throws() => Gen.String[Gen.Char["0123456789.,-()$€ USDEUR'\u2212\u00a0x"], 0, 45].Sample(text =>
        MoneyText.TryRead(text, Example.Usd, out var money) == MoneyFlaw.None || money.Minor == 0);

    [Fact]
    public void Halves_round_up() =>
        Assert.Equal(["151.34", "151.33", "0.01", "0.00"],
            [.. new[] { 151.335m, 151.3349m, 0.005m, 0.0049m }.Select(major => Example.Dollars(major).Digits)]);

    [Theory]
    [InlineData("840.75", "USD", null)]
    [InlineData("840.75", null, "/price/currency")]
    [InlineData("840.75", "EUR", "/price/currency")]
    [InlineData("840.75", "DOLLARS", "/price/currency")]
    [InlineData(null, "USD", "/price/gross")]
    [InlineData("-3", "USD", "/price/gross")]
    [InlineData("3.999", "USD", "/price/gross")]
    [InlineData("1e9", "USD", "/price/gross")]
    [InlineData("123456789012", "USD", "/price/gross")]
    public void A_refused_price_names_its_place_and_a_remedy(string? gross, string? currency, string? pointer)
    {
        var flaws = new PriceRequest(gross, currency).Check(Example.Usd, out var money);
        Assert.Equal(pointer, flaws.SingleOrDefault()?.Pointer);
        Assert.Equal(pointer is null ? 84075 : 0, money.Minor);
        Assert.All(flaws, flaw => Assert.EndsWith(".", flaw.Remedy, StringComparison.Ordinal));
        if (gross is { Length: > 3 }) Assert.All(flaws, flaw => Assert.DoesNotContain(gross, flaw.Reason, StringComparison.Ordinal));
    }
}
