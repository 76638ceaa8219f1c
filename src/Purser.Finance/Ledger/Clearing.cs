using Purser.Bookings;
using Purser.Finance.Prices;

namespace Purser.Finance.Ledger;

/// <summary>Derives the one word that the house may know from price and postings.</summary>
public static class Clearing
{
    /// <summary>The word. What a channel collects counts as received at once.</summary>
    /// <param name="price">What is owed.</param>
    /// <param name="live">False: the charter is cancelled, and nothing is owed.</param>
    /// <param name="postings">The whole ledger of the booking.</param>
    public static PaymentWord Word(PriceRow price, bool live, IReadOnlyList<Posting> postings)
    {
        var paid = Sum(price.Currency, postings, PostingType.Payment);
        var back = Sum(price.Currency, postings, PostingType.Refund);
        var held = (price.CollectedByChannel ? price.Price + paid : paid) - back;
        var owed = live ? price.Price : Money.Zero(price.Currency);
        if (back.Minor > 0 && held.Minor <= 0) return PaymentWord.Refunded;
        if (held.Minor > owed.Minor) return PaymentWord.RefundDue;
        if (live && held == owed) return PaymentWord.PaidInFull;
        return held.Minor > 0 ? PaymentWord.DepositReceived : PaymentWord.Tentative;
    }

    private static Money Sum(Currency currency, IReadOnlyList<Posting> postings, PostingType type) =>
        postings.Where(posting => posting.Type == type).Aggregate(Money.Zero(currency), (sum, posting) => sum + posting.Money);
}
