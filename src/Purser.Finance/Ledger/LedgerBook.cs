using Purser.Bookings;
using Purser.Finance.Prices;
using Purser.Outside;
using Purser.Outside.Records;

namespace Purser.Finance.Ledger;

/// <summary>
/// Appends to ledgers. The posting, the new word and the mark that projections lag are one commit.
/// </summary>
/// <param name="office">The office compartment.</param>
/// <param name="hints">Where the hint is left.</param>
/// <param name="raise">The change that marks the booking's work as wanted, from current records.</param>
public sealed class LedgerBook(
    IRecords office, IHints hints, Func<BookingId, CancellationToken, Task<RecordChange>> raise)
{
    private const int Tries = 8;

    /// <summary>Appends a posting. The same id at the same time is appended once.</summary>
    /// <param name="id">Of a booking that has a price.</param>
    /// <param name="posting">Checked here.</param>
    /// <param name="live">False if the booking is cancelled.</param>
    /// <param name="stop">Stops the wait, not a commit under way.</param>
    public async Task<PostingOutcome> Append(BookingId id, Posting posting, bool live, CancellationToken stop)
    {
        for (var tries = 0; tries < Tries; tries++)
        {
            var books = await BooksOfBooking.Read(id, office, stop);
            if (Refusal(books, posting) is { } refusal) return refusal;
            if (books.Postings.FirstOrDefault(row => row.Id == posting.Id) is { } known)
                return known == posting ? new PostingOutcome.Same() : new PostingOutcome.Refused("another posting has this id");
            var version = Counters.Next(books.Price!.MoneyVersion, books.Epoch);
            var price = books.Price with { MoneyVersion = version };
            var word = Clearing.Word(price, live, [.. books.Postings, posting]);
            var failed = await office.Commit(
                [
                    PriceRow.Write(id, price, books.PriceRecord),
                    RecordChange.Put(Clearance.Key(id), books.ClearanceRecord, new Clearance(word, version).Body),
                    PostingRows.Write(id, posting),
                    await raise(id, stop),
                ],
                stop);
            if (failed is not null) continue;
            await hints.Leave(new Hint.Booking(id), stop);
            return new PostingOutcome.Appended(word, version);
        }

        throw new OutsideUnavailable($"append posting of booking#{id}");
    }

    private static PostingOutcome.Refused? Refusal(BooksOfBooking books, Posting posting)
    {
        if (books.Price is null) return new PostingOutcome.Refused("the booking has no price yet");
        if (posting.Currency != books.Price.Currency)
            return new PostingOutcome.Refused($"the books are kept in {books.Price.Currency}");
        if (posting.Money.Minor < 0 || (posting.Money.Minor == 0 && posting.Type != PostingType.PayoutExpected))
            return new PostingOutcome.Refused("the amount must be above zero");
        if (!Texts.IsName(posting.Id, 60)) return new PostingOutcome.Refused("the id must be 1 to 60 of [a-z0-9-]");
        return posting.ReportedBy is { Length: > 0 and <= 100 } ? null : new PostingOutcome.Refused("who reported it is missing");
    }
}

/// <summary>What became of a posting.</summary>
public abstract record PostingOutcome
{
    private PostingOutcome()
    {
    }

    /// <summary>Written, with the word that now holds.</summary>
    public sealed record Appended(PaymentWord Word, long MoneyVersion) : PostingOutcome;

    /// <summary>It was there already.</summary>
    public sealed record Same : PostingOutcome;

    /// <summary>Nothing was written; the reason is a clause in lower case.</summary>
    public sealed record Refused(string Reason) : PostingOutcome;

    /// <summary>Calls the one case that this is.</summary>
    public T Match<T>(Func<Appended, T> appended, Func<Same, T> same, Func<Refused, T> refused) => this switch
    {
        Appended outcome => appended(outcome),
        Same outcome => same(outcome),
        Refused outcome => refused(outcome),
        _ => throw new BugException("an unknown outcome of a posting"),
    };
}
