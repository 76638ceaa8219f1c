using System.Net;
using NodaTime;
using Purser.Bookings;
using Purser.Finance.Entries;
using Purser.Outside;

namespace Purser.Aws.Desks;

/// <summary>The calendar desk of another process, through its doors.</summary>
/// <param name="calls">To it.</param>
/// <param name="desk">Where it is.</param>
internal sealed class HttpEntryDesk(DeskCalls calls, DeskAddress desk) : IEntryDesk
{
    private const string Events = "calendar/events";

    public Task<CalendarPutReply> Put(CalendarPut put, MoneyHalf? money, CancellationToken stop)
    {
        var body = new EntryPutBody(put, money).Bytes();
        return calls.Put($"{Events}/{put.Booking}", body, Said, Look, stop);

        async Task<CalendarPutReply> Said(DeskReply reply, CancellationToken token)
        {
            if (reply.Status != HttpStatusCode.Conflict)
                return DeskRefusals.Taken(reply, desk).Read(EntryWireJson.Default.CalendarPutReply);
            var outcome = Guards.Outcome(reply, desk);
            var now = reply.Read(DeskJson.Default.EntryNow).Now
                ?? (await Show(put.Booking.Text, token))?.Booked;
            return new CalendarPutReply(outcome, now ?? throw DeskRefusals.Of(reply, desk));
        }

        async Task<CalendarPutReply?> Look(CancellationToken token) =>
            (await Show(put.Booking.Text, token))?.Booked is { } now && now.Generation > put.Generation
                ? new CalendarPutReply(PutOutcome.Stale, now)
                : null;
    }

    public async Task<EntryReply?> Show(string id, CancellationToken stop)
    {
        if (!Texts.IsName(id, 60)) return null;
        return (await calls.Get($"{Events}/{id}", stop))?.Read(EntryReplyJson.Default.EntryReply);
    }

    public async Task<IReadOnlyList<EntryCounters>> Booked(
        LocalDate from, LocalDate to, CancellationToken stop)
    {
        var found = new Dictionary<BookingId, EntryCounters>();
        foreach (var (first, last) in Guards.Spans(from, to))
        {
            string? cursor = null;
            do
            {
                var page = await calls.List($"{Events}?from={first}&to={last}{Guards.Cursor(cursor)}", stop);
                var read = page.Read(EntryReplyJson.Default.EntryListReply);
                foreach (var one in read.Items)
                {
                    if (one.Booked is { } counters) found[counters.Booking] = counters;
                }

                cursor = read.Next;
            }
            while (cursor is not null);
        }

        return [.. found.Values];
    }

    public async Task<IReadOnlyList<DeskEntryMark>> Marks(CancellationToken stop) =>
        (await calls.List("calendar/marks", stop)).Read(EntryReplyJson.Default.DeskMarksReply).Items;
}
