namespace Purser.Finance.Prices;

/// <summary>A price as it came in, both as text, before anything was checked.</summary>
/// <param name="Gross">In major units, for example <c>840.75</c>.</param>
/// <param name="Currency">An ISO 4217 code.</param>
public sealed record PriceRequest(string? Gross, string? Currency)
{
    /// <summary>
    /// Takes the price if it is an amount of the operator's currency; else <see cref="PriceFlaw"/>s, never
    /// both.
    /// </summary>
    /// <param name="books">The currency of <c>rates.json</c>.</param>
    /// <param name="gross">The amount, zero if refused.</param>
    public IReadOnlyList<PriceFlaw> Check(Currency books, out Money gross)
    {
        gross = Money.Zero(books);
        if (!Finance.Currency.TryParse(Currency?.Trim(), out var currency)) return [Unknown(books)];
        if (currency != books)
            return [new PriceFlaw("/price/currency", $"the books are kept in {books}, not in {currency}", $"Convert it and send {books}.")];
        var flaw = MoneyText.TryRead(Gross, books, out gross);
        return flaw == MoneyFlaw.None ? [] : [Refusal(flaw, books)];
    }

    private PriceFlaw Unknown(Currency books) => string.IsNullOrWhiteSpace(Currency)
        ? new PriceFlaw("/price/currency", "the currency is missing", $"Send \"{books}\".")
        : new PriceFlaw("/price/currency", "this is not a currency that is known here", $"Send \"{books}\".");

    private static PriceFlaw Refusal(MoneyFlaw flaw, Currency books)
    {
        var example = Money.Round(840.75m, books).Digits;
        return flaw switch
        {
            MoneyFlaw.Missing => Of("the price is missing", $"Send major units as text, for example \"{example}\"."),
            MoneyFlaw.Malformed => Of("this is not an amount", $"Send digits and one point, for example \"{example}\"."),
            MoneyFlaw.Ambiguous => Of("its separator can mean thousands or decimals", "Write the decimals: \"1234.00\" or \"1.23\"."),
            MoneyFlaw.Negative => Of("a price cannot be below zero", "Send what the guest pays; refunds are postings."),
            MoneyFlaw.TooManyDigits => Of($"{books} has {books.Digits} decimals", $"Round it, for example \"{example}\"."),
            MoneyFlaw.TooLarge => Of($"it is above {Money.Most} {books}", "Check the decimal point; send major units."),
            MoneyFlaw.OtherCurrency => Of($"it names another currency than {books}", $"Leave the sign out, for example \"{example}\"."),
            _ => throw new BugException("a refused price without a flaw"),
        };
    }

    private static PriceFlaw Of(string reason, string remedy) => new("/price/gross", reason, remedy);
}

/// <summary>Why a price is refused. Names no amount, so that it may be logged.</summary>
/// <param name="Pointer">A JSON pointer into the booking: <c>/price/gross</c> or
/// <c>/price/currency</c>.</param>
/// <param name="Reason">A clause in lower case.</param>
/// <param name="Remedy">What to send instead, a sentence.</param>
public sealed record PriceFlaw(string Pointer, string Reason, string Remedy);
