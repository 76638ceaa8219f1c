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
    private readonly Roster _roster = new(crew);
    private readonly OwnLinks _links = new(crew, hints, clock);

    /// <inheritdoc />
    public async Task<IReadOnlyList<CrewPerson>> People(CancellationToken stop)
    {
        var people = new List<CrewPerson>();
        foreach (var member in await _roster.List(stop))
        {
            var last = await _links.Last(member.Id, stop);
            var link = last is null ? null : new CrewLinkLetter(last.State, last.Changed ?? last.Queued);
            people.Add(new CrewPerson(
                member.Id.Text, member.Name, [.. member.Ranks.Select(rank => rank.Text)], member.Email,
                member.Phone, member.Active, link));
        }

        return people;
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
        var drafts = new List<CrewDraft>();
        foreach (var row in await NoticeReading.Drafts(crew, MostDrafts, stop))
        {
            if (await Draft(row.Key.Partition, NoticeRows.Read(row), stop) is { } draft) drafts.Add(draft);
        }

        return drafts;
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

    private async Task<CrewDraft?> Draft(string partition, Notice notice, CancellationToken stop)
    {
        CrewDraftEvent? about = null;
        if (notice.Key.Purpose != NoticePurpose.CrewLink)
        {
            if (!EventId.TryParse(notice.Key.Subject, out var id)) return null;
            if ((await EventReading.Load(crew, id, stop)).Sheet?.Event is not { } found) return null;
            about = new CrewDraftEvent(id.Text, found.Booked, found.Trip.Title, found.Trip.Trip);
        }

        return await post.Preview(partition, notice, stop) is Letter.ByHand letter
            ? new CrewDraft(
                partition, notice.Key.Name, notice.Key.Purpose, letter.Name, letter.Text, letter.Phone, about)
            : null;
    }
}
