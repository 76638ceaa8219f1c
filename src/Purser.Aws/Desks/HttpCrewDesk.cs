using System.Net;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using NodaTime;
using Purser.Bookings;
using Purser.Outside;
using Purser.Outside.Outbox;

namespace Purser.Aws.Desks;

/// <summary>The crew desk of another process, through its doors.</summary>
/// <param name="calls">To it.</param>
/// <param name="desk">Where it is.</param>
internal sealed class HttpCrewDesk(DeskCalls calls, DeskAddress desk) : ICrewDesk, ICrewOffice
{
    private const string Events = "api/events";
    private const string Office = "api/office";

    public Task<CrewPutReply> Put(CrewTrip trip, CancellationToken stop)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(trip, CrewDeskJson.Default.CrewTrip);
        return calls.Put($"{Events}/{trip.Booking}", body, Said, Look, stop);

        async Task<CrewPutReply> Said(DeskReply reply, CancellationToken token)
        {
            if (reply.Status != HttpStatusCode.Conflict)
                return DeskRefusals.Taken(reply, desk).Read(CrewDeskJson.Default.CrewPutReply);
            var outcome = Guards.Outcome(reply, desk);
            var now = reply.Read(DeskJson.Default.CrewNow).Now ?? await Read(trip.Booking, token);
            return new CrewPutReply(outcome, now ?? throw DeskRefusals.Of(reply, desk));
        }

        async Task<CrewPutReply?> Look(CancellationToken token) =>
            await Read(trip.Booking, token) is { } now && now.Generation > trip.Generation
                ? new CrewPutReply(PutOutcome.Stale, now)
                : null;
    }

    public async Task<CrewSummary?> Read(BookingId id, CancellationToken stop) =>
        (await calls.Get($"{Events}/{id}", stop))?.Read(CrewDeskJson.Default.CrewEventSeen).Summary;

    public Task<IReadOnlyList<Notice>> Notices(BookingId id, CancellationToken stop) =>
        Page($"{Events}/{id}/notices", CrewDeskJson.Default.CrewPageNotice, stop);

    public async Task<IReadOnlyList<CrewSummary>> List(LocalDate from, LocalDate to, CancellationToken stop)
    {
        var found = new Dictionary<BookingId, CrewSummary>();
        foreach (var (first, last) in Guards.Spans(from, to))
        {
            string? cursor = null;
            do
            {
                var path = $"{Events}?from={first}&to={last}{Guards.Cursor(cursor)}";
                var read = (await calls.List(path, stop)).Read(CrewDeskJson.Default.CrewPageCrewEventSeen);
                foreach (var one in read.Items)
                {
                    if (one.Summary is { } summary) found[summary.Booking] = summary;
                }

                cursor = read.Next;
            }
            while (cursor is not null);
        }

        return [.. found.Values];
    }

    public Task<IReadOnlyList<CrewPerson>> People(CancellationToken stop) =>
        Page($"{Office}/people", CrewDeskJson.Default.CrewPageCrewPerson, stop);

    public async Task<IReadOnlyDictionary<string, string>> Names(CancellationToken stop) =>
        (await Page("api/crew", CrewDeskJson.Default.CrewPageCrewNamed, stop))
            .ToDictionary(person => person.Id, person => person.Name, StringComparer.Ordinal);

    public Task<bool> SendLink(string person, CancellationToken stop) =>
        calls.Act(HttpMethod.Post, $"{Office}/people/{Uri.EscapeDataString(person)}/link", null, stop);

    public Task<bool> RevokeLinks(string person, CancellationToken stop) =>
        calls.Act(HttpMethod.Delete, $"{Office}/people/{Uri.EscapeDataString(person)}/links", null, stop);

    public Task<IReadOnlyList<CrewDraft>> Drafts(CancellationToken stop) =>
        Page($"{Office}/drafts", CrewDeskJson.Default.CrewPageCrewDraft, stop);

    public Task<bool> SentByHand(string partition, string name, CancellationToken stop)
    {
        var draft = new CrewDraftSent(partition, name);
        var body = JsonSerializer.SerializeToUtf8Bytes(draft, CrewDeskJson.Default.CrewDraftSent);
        return calls.Act(HttpMethod.Post, $"{Office}/drafts/sent", body, stop);
    }

    public Task<bool> Retry(BookingId id, CancellationToken stop) =>
        calls.Act(HttpMethod.Post, $"{Office}/events/{id}/retry", null, stop);

    private async Task<IReadOnlyList<T>> Page<T>(
        string path, JsonTypeInfo<CrewPage<T>> type, CancellationToken stop) =>
        (await calls.List(path, stop)).Read(type).Items;
}
