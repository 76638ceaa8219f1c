using NodaTime;
using Purser.Bookings;
using Purser.Finance.Prices;
using Purser.Finance.Settling;
using Purser.Outside;
using Purser.Outside.Records;

namespace Purser.Finance.Entries;

/// <summary>
/// The calendar port with the annex's half added: it reads the booking's price, settles the trip by the
/// current rates and puts all halves in one commit.
/// </summary>
/// <param name="desk">The calendar desk, here or elsewhere.</param>
/// <param name="office">The office compartment, for prices.</param>
/// <param name="rates">The current rates.</param>
public sealed class MoneyCalendarDesk(IEntryDesk desk, IRecords office, Rates rates) : ICalendarDesk
{
    private const int Tries = 4;

    /// <inheritdoc />
    public async Task<CalendarPutReply> Put(CalendarPut put, CancellationToken stop)
    {
        for (var tries = 1; ; tries++)
        {
            var price = PriceRow.Read(await office.Get(PriceRow.Key(put.Booking), stop));
            var money = price is null ? null : Settle(put, price);
            var reply = await desk.Put(put, money, stop);
            var outrun = reply.Outcome == PutOutcome.Stale && reply.Now.AnnexVersion > (price?.MoneyVersion ?? 0);
            if (!outrun || tries == Tries) return reply;
        }
    }

    /// <inheritdoc />
    public async Task<EntryCounters?> Read(BookingId id, CancellationToken stop) =>
        (await desk.Show(id.Text, stop))?.Booked;

    /// <inheritdoc />
    public Task<IReadOnlyList<EntryCounters>> List(LocalDate from, LocalDate to, CancellationToken stop) =>
        desk.Booked(from, to, stop);

    /// <inheritdoc />
    public async Task<DeskEntry?> ReadDeskEntry(string id, CancellationToken stop) =>
        (await desk.Show(id, stop))?.DeskOnly;

    /// <inheritdoc />
    public Task<IReadOnlyList<DeskEntryMark>> ListDeskEntries(CancellationToken stop) => desk.Marks(stop);

    private MoneyHalf Settle(CalendarPut put, PriceRow price)
    {
        var trip = new SettledTrip(put.Trip.Minutes, put.Roles, put.Source);
        var settlement = put.Live ? Settlement.Compute(price.Price, trip, rates) : Settlement.OfCancelled(rates);
        return new MoneyHalf(
            price.MoneyVersion, put.Generation, settlement.RatesVersion, price.Currency, settlement.Gross.Digits,
            [.. settlement.Lines.Select(line => new MoneyLine(line.Kind, line.Amount.Digits, line.Rule))],
            settlement.Net.Digits);
    }
}
