using NodaTime;
using Purser.Fleet;
using Purser.Outside;
using Purser.Outside.Records;

namespace Purser.Finance.Entries;

/// <summary>
/// The internal calendar: booked entries, put half by half under their counters, and desk-only entries, which
/// it owns. Every command reads, decides and commits over the version read, and decides again if another was
/// first.
/// </summary>
/// <param name="records">The calendar compartment.</param>
/// <param name="fleet">Vessels and harbours.</param>
/// <param name="clock">For the instant of a write.</param>
public sealed class CalendarDesk(IRecords records, FleetFacts fleet, IClock clock) : IEntryDesk
{
    private const int Tries = 8;

    /// <summary>Puts trip, crew and, if given, the annex's half in one commit.</summary>
    public Task<CalendarPutReply> Put(CalendarPut put, MoneyHalf? money, CancellationToken stop) => Over(
        put.Booking.Text,
        (current, epoch) =>
        {
            var decision = EntryPut.Decide(current, put, money, epoch, clock.GetCurrentInstant());
            var counters = decision.Next.Trip is null
                ? new EntryCounters(put.Booking, 0, 0, 0, decision.Next.Live)
                : decision.Next.Counters;
            return (new CalendarPutReply(decision.Outcome, counters), decision.Write ? decision.Next : null);
        },
        stop);

    /// <inheritdoc />
    public async Task<EntryReply?> Show(string id, CancellationToken stop) =>
        await Read(id, stop) is { } entry ? EntryReply.Of(entry) : null;

    /// <inheritdoc />
    public async Task<IReadOnlyList<EntryCounters>> Booked(
        LocalDate from, LocalDate to, CancellationToken stop)
    {
        var all = await ListAll(new EntryQuery(from, to, Most: 200), stop);
        return [.. all.Where(entry => entry.Trip is not null).Select(entry => entry.Counters)];
    }

    /// <summary>The entry as it stands, tombstones included; null if never put.</summary>
    public async Task<Entry?> Read(string id, CancellationToken stop) =>
        Texts.IsName(id, 60) ? EntryRows.Read(await records.Get(EntryRows.Key(id), stop)) : null;

    /// <summary>A page of entries that touch the dates, by start.</summary>
    public Task<EntryPage> List(EntryQuery query, CancellationToken stop) => EntryList.Read(records, query, stop);

    /// <summary>Every entry of the query, page after page.</summary>
    public async Task<IReadOnlyList<Entry>> ListAll(EntryQuery query, CancellationToken stop)
    {
        var all = new List<Entry>();
        EntryPage page;
        do
        {
            page = await List(query, stop);
            all.AddRange(page.Items);
            query = query with { Cursor = page.Next };
        }
        while (page.Next is not null);
        return all;
    }

    /// <inheritdoc />
    public async Task<IReadOnlyList<DeskEntryMark>> Marks(CancellationToken stop)
    {
        var rows = await records.Whole(DeskMarks.Partition, stop, most: int.MaxValue);
        return [.. rows.Select(DeskMarks.Read)];
    }

    /// <summary>Creates a desk-only entry.</summary>
    public Task<DeskOutcome> Create(string id, DeskEntryRequest request, CancellationToken stop) => Command(
        id, (current, epoch) => DeskCommand.Create(current, id, request, fleet, epoch, clock.GetCurrentInstant()), stop);

    /// <summary>
    /// Changes fields of a desk-only entry; <paramref name="seen"/> is the version that the caller saw, null
    /// = any.
    /// </summary>
    public Task<DeskOutcome> Patch(
        string id, Func<DeskEntryRequest, DeskEntryRequest> patch, long? seen, CancellationToken stop) => Command(
        id, (current, epoch) => DeskCommand.Patch(current, patch, seen, fleet, epoch, clock.GetCurrentInstant()), stop);

    /// <summary>Cancels a desk-only entry.</summary>
    public Task<DeskOutcome> Cancel(string id, long? seen, CancellationToken stop) => Command(
        id, (current, epoch) => DeskCommand.Cancel(current, seen, epoch, clock.GetCurrentInstant()), stop);

    private Task<DeskOutcome> Command(string id, Func<Entry?, long, DeskOutcome> decide, CancellationToken stop) => Over(
        id,
        (current, epoch) =>
        {
            var outcome = decide(current, epoch);
            var write = outcome switch
            {
                DeskOutcome.Created created => created.Entry,
                DeskOutcome.Changed changed => changed.Entry,
                _ => null,
            };
            return (outcome, write);
        },
        stop);

    private async Task<T> Over<T>(string id, Func<Entry?, long, (T Reply, Entry? Write)> decide, CancellationToken stop)
    {
        if (!Texts.IsName(id, 60)) return decide(null, 0).Reply;
        for (var tries = 0; tries < Tries; tries++)
        {
            var read = await records.GetMany([EntryRows.Key(id), Epochs.Key], stop);
            var (reply, write) = decide(EntryRows.Read(read[0]), Epochs.Read(read[1]));
            if (write is null) return reply;
            var put = EntryRows.Write(write, read[0]?.Version ?? 0);
            if (await records.Commit([put, .. await Mark(write, stop)], stop) is null) return reply;
        }

        throw new OutsideUnavailable($"commit calendar entry#{id}");
    }

    private async Task<IReadOnlyList<RecordChange>> Mark(Entry entry, CancellationToken stop)
    {
        if (entry.Trip is not null) return [];
        var row = await records.Get(DeskMarks.Key(entry.Id), stop);
        return [DeskMarks.Write(entry, row?.Version ?? 0)];
    }
}
