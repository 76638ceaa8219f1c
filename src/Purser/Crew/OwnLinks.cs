using NodaTime;
using Purser.Outside;
using Purser.Outside.Outbox;
using Purser.Outside.Records;

namespace Purser.Crew;

/// <summary>
/// Has the link to a person's own trips sent: to whoever asks with his own address, and to whomever the owner
/// chooses. The link itself is made when the letter is, and is nowhere but in it.
/// </summary>
/// <param name="records">The crew compartment's.</param>
/// <param name="hints">Where the letter is announced.</param>
/// <param name="clock">Now.</param>
public sealed class OwnLinks(IRecords records, IHints hints, IClock clock)
{
    /// <summary>How often an hour a person is written to because somebody asked.</summary>
    public const int MostAnHour = 3;

    private const string Asked = "asked-";
    private const string Sent = "sent-";
    private readonly Roster _roster = new(records);

    /// <summary>
    /// Somebody asks with an address: whoever of the roster has it, and nobody else, is written to.
    /// </summary>
    public async Task Ask(string email, CancellationToken stop)
    {
        foreach (var member in await _roster.List(stop))
        {
            if (member.Active && string.Equals(member.Email, email, StringComparison.OrdinalIgnoreCase))
                await Asks(member.Id, stop);
        }
    }

    /// <summary>The owner has it sent. False: there is no such person, or he has left.</summary>
    public async Task<bool> Send(MemberId id, CancellationToken stop)
    {
        if (await _roster.Find(id, stop) is not { Active: true }) return false;
        await Queue(id, Sent, stop);
        return true;
    }

    /// <summary>The last letter with such a link to a person, or null.</summary>
    public async Task<Notice?> Last(MemberId id, CancellationToken stop) =>
        (await Letters(id, stop)).MaxBy(notice => notice.Queued);

    /// <summary>True if the person asked for it; false if the owner chose to send it.</summary>
    public static bool WasAsked(NoticeKey key) => key.Cause.StartsWith(Asked, StringComparison.Ordinal);

    private async Task Asks(MemberId id, CancellationToken stop)
    {
        var since = clock.GetCurrentInstant() - Duration.FromHours(1);
        var recent = (await Letters(id, stop)).Count(notice => WasAsked(notice.Key) && notice.Queued > since);
        if (recent < MostAnHour) await Queue(id, Asked, stop);
    }

    private async Task<IReadOnlyList<Notice>> Letters(MemberId id, CancellationToken stop)
    {
        var partition = CrewRows.PersonPartition(id);
        var rows = await records.Whole(partition, stop, NoticeRows.Prefix, NoticeRows.PrefixEnd);
        return [.. rows.Select(NoticeRows.Read)];
    }

    /// <summary>Two wishes in one second are one letter.</summary>
    private async Task Queue(MemberId id, string why, CancellationToken stop)
    {
        var now = clock.GetCurrentInstant();
        var key = new NoticeKey(id.Text, id.Text, NoticePurpose.CrewLink, $"{why}t{now.ToUnixTimeSeconds()}");
        var partition = CrewRows.PersonPartition(id);
        var notice = new Notice(key, NoticeState.Queued, now, now);
        if (await records.Commit([NoticeRows.Queue(partition, notice)], stop) is null)
            await hints.Leave(new Hint.Outbox(Compartment.Crew, partition), stop);
    }
}
