using NodaTime;
using Purser.Bookings;
using Purser.Crew;
using Purser.Outside;
using Purser.Outside.Outbox;
using Purser.Outside.Records;

namespace Purser.Provisioning;

/// <summary>The crew desk's people and letters for the office, over the crew desk's own records.</summary>
/// <param name="crew">The crew compartment's records.</param>
/// <param name="post">The crew desk's postman.</param>
/// <param name="hints">Where work is announced.</param>
/// <param name="clock">Now.</param>
public sealed class CrewOffice(IRecords crew, Postman post, IHints hints, IClock clock) : ICrewOffice
{
    private const int MostDrafts = 200;
    private const int ReadAtOnce = 8;
    private readonly Roster _roster = new(crew);
    private readonly OwnLinks _links = new(crew, hints, clock);

    /// <inheritdoc />
    public async Task<IReadOnlyList<CrewPerson>> People(CancellationToken stop)
    {
        var people = await _roster.List(stop);
        return await AtOnce(people, async member =>
        {
            var last = await _links.Last(member.Id, stop);
            var link = last is null ? null : new CrewLinkLetter(last.State, last.Changed ?? last.Queued);
            return new CrewPerson(
                member.Id.Text, member.Name, [.. member.Ranks.Select(rank => rank.Text)], member.Email,
                member.Phone, member.Active, link);
        });
    }

    /// <inheritdoc />
    public async Task<IReadOnlyDictionary<string, string>> Names(CancellationToken stop) =>
        (await _roster.List(stop)).ToDictionary(
            member => member.Id.Text, member => member.Name, StringComparer.Ordinal);

    /// <inheritdoc />
    public async Task<bool> SendLink(string person, CancellationToken stop) =>
        MemberId.TryParse(person, out var id) && await _links.Send(id, stop);

    /// <inheritdoc />
    public async Task<bool> RevokeLinks(string person, CancellationToken stop) =>
        MemberId.TryParse(person, out var id) && await _roster.RevokeLinks(id, stop) is not null;

    /// <inheritdoc />
    public async Task<IReadOnlyList<CrewDraft>> Drafts(CancellationToken stop)
    {
        var rows = await NoticeReading.Drafts(crew, MostDrafts, stop);
        var drafts = await AtOnce(
            [.. rows.GroupBy(row => row.Key.Partition, StringComparer.Ordinal)],
            partition => Drafts(partition.Key, [.. partition.Select(NoticeRows.Read)], stop));
        return [.. drafts.SelectMany(some => some)];
    }

    /// <inheritdoc />
    public Task<bool> SentByHand(string partition, string name, CancellationToken stop) =>
        post.SentByHand(partition, name, stop);

    /// <inheritdoc />
    public async Task<bool> Retry(BookingId id, CancellationToken stop)
    {
        var partition = CrewRows.EventPartition(EventId.Of(id));
        if (!await post.Retry(partition, stop)) return false;
        await hints.Leave(new Hint.Outbox(Compartment.Crew, partition), stop);
        return true;
    }

    /// <summary>All drafts of an event, from its records as they are now.</summary>
    private async Task<List<CrewDraft>> Drafts(
        string partition, IReadOnlyList<Notice> notices, CancellationToken stop)
    {
        var rows = await crew.Whole(partition, stop, most: int.MaxValue);
        var found = EventReading.Of(rows).Sheet?.Event;
        var about = found is null
            ? null
            : new CrewDraftEvent(found.Id.Text, found.Booked, found.Trip.Title, found.Trip.Trip);
        var drafts = new List<CrewDraft>();
        foreach (var notice in notices)
        {
            // Only the link to one's own trips is about no event.
            if (about is null && notice.Key.Purpose != NoticePurpose.CrewLink) continue;
            if (await post.Preview(notice, rows, stop) is not Letter.ByHand letter) continue;
            drafts.Add(new CrewDraft(
                partition, notice.Key.Name, notice.Key.Purpose, letter.Name, letter.Text, letter.Phone,
                about));
        }

        return drafts;
    }

    /// <summary>One result for each, in their order; several are read at the same time.</summary>
    private static async Task<IReadOnlyList<T>> AtOnce<TOf, T>(
        IReadOnlyList<TOf> all, Func<TOf, Task<T>> read)
    {
        var results = new T[all.Count];
        await Parallel.ForAsync(
            0, all.Count, new ParallelOptions { MaxDegreeOfParallelism = ReadAtOnce },
            async (number, _) => results[number] = await read(all[number]));
        return results;
    }
}
