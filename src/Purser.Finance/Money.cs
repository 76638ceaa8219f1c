using System.Globalization;

namespace Purser.Finance;

/// <summary>
/// An amount in whole minor units of one currency. Rules compute in <see cref="decimal"/> and come back
/// through <see cref="Round"/>, once a line. In JSON an amount is a string in major units: <c>"840.75"</c>.
/// </summary>
/// <param name="Minor">Minor units, for example cents; may be negative only for a net.</param>
/// <param name="Currency">Of a closed list.</param>
public readonly record struct Money(long Minor, Currency Currency)
{
    /// <summary>No price, payment or rate may be larger, in major units.</summary>
    public const long Most = 10_000_000;

    /// <summary>Nothing, in a currency.</summary>
    public static Money Zero(Currency currency) => new(0, currency);

    /// <summary>In major units.</summary>
    public decimal Major => Minor / Scale(Currency);

    /// <summary>
    /// The digits alone, with exactly the currency's decimals: <c>840.75</c>, <c>-3.10</c>.
    /// </summary>
    public string Digits => Major.ToString($"F{Currency.Digits}", CultureInfo.InvariantCulture);

    /// <summary>
    /// Rounds to the currency's minor unit, halves up (away from zero for what is owed, as invoices do).
    /// </summary>
    public static Money Round(decimal major, Currency currency) =>
        new((long)decimal.Round(major * Scale(currency), 0, MidpointRounding.AwayFromZero), currency);

    /// <summary>Takes exactly what <see cref="Digits"/> writes; for stored amounts.</summary>
    public static Money Stored(string digits, Currency currency)
    {
        var money = Round(decimal.Parse(digits, NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign,
            CultureInfo.InvariantCulture), currency);
        Require.That(money.Digits == digits);
        return money;
    }

    /// <summary>The sum; both of one currency.</summary>
    public static Money operator +(Money left, Money right)
    {
        Require.That(left.Currency == right.Currency);
        return left with { Minor = left.Minor + right.Minor };
    }

    /// <summary>The difference; both of one currency.</summary>
    public static Money operator -(Money left, Money right)
    {
        Require.That(left.Currency == right.Currency);
        return left with { Minor = left.Minor - right.Minor };
    }

    /// <summary>The sum, by name.</summary>
    public static Money Add(Money left, Money right) => left + right;

    /// <summary>The difference, by name.</summary>
    public static Money Subtract(Money left, Money right) => left - right;

    /// <summary><c>840.75 USD</c>.</summary>
    public override string ToString() => $"{Digits} {Currency}";

    private static decimal Scale(Currency currency) => currency.Digits == 0 ? 1m : 100m;
}
