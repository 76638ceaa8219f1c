using NodaTime;
using Purser.Outside;
using Purser.Outside.Outbox;
using Purser.Outside.Records;

namespace Purser.Provisioning;

/// <summary>
/// Sends the notices of one outbox. That a notice is being sent is recorded before it is handed over, and its
/// Message-ID is a function of its key: after a crash in between it is sent once more as the same message.
/// </summary>
/// <param name="outbox">Whose notices.</param>
/// <param name="letters">Composes them.</param>
/// <param name="mail">Takes them.</param>
/// <param name="clock">The time.</param>
/// <param name="colleagues">For how long a notice that is found as being sent may be in the hands of another
/// postman. None: there is one postman only, who works on a partition once at a time, so such a notice was
/// left by a crash.</param>
public sealed class Postman(
    IRecords outbox, ILetters letters, IMail mail, IClock clock, Duration colleagues = default)
{
    private const string SentAgain = "sent once more after a stop: it may have arrived twice, as the same message";
    private const string MayHaveArrived = "a stop came while it was being sent: it may have arrived";
    private const string TwiceStopped = "the program stopped again and again while sending it: it may or may not have arrived";
    private const int MostAttemptsUnsure = 5;
    private static readonly Duration GiveUp = Duration.FromDays(3);
    private static readonly Duration Longest = Duration.FromHours(1);

    /// <summary>
    /// Looks at every notice of a partition that is due: each person's in the order of their causes.
    /// </summary>
    /// <returns>Notices that were refused for good, for the owner to be told.</returns>
    public async Task<IReadOnlyList<Notice>> Deliver(string partition, CancellationToken stop)
    {
        // All of it, not the notices only: what the letters tell lies beside them.
        var all = await outbox.Whole(partition, stop, most: int.MaxValue);
        var rows = all.Where(row => row.Key.Sort.StartsWith(NoticeRows.Prefix, StringComparison.Ordinal));
        var people = rows.Select(row => (Notice: NoticeRows.Read(row), row.Version))
            .Where(row => row.Notice.State is NoticeState.Queued or NoticeState.Sending or NoticeState.Unsure)
            .OrderBy(row => row.Notice.Queued).ThenBy(row => row.Notice.Key.Name, StringComparer.Ordinal)
            .GroupBy(row => row.Notice.Key.Person);
        var facts = letters.Open(all);
        var failed = await Task.WhenAll(people.Select(theirs => Deliver(partition, theirs, facts, stop)));
        return [.. failed.SelectMany(lost => lost)];
    }

    /// <summary>
    /// Partitions of this outbox in which something is due, oldest first; may be a moment late.
    /// </summary>
    /// <param name="all">True: whatever waits, also for a later time.</param>
    /// <param name="stop">Gives up.</param>
    public async Task<IReadOnlyList<string>> Due(bool all, CancellationToken stop)
    {
        var to = all ? null : NoticeRows.Sortable(Now + Duration.FromMilliseconds(1));
        var page = await outbox.RangeIndex(new RangeQuery(NoticeRows.DueIndex, To: to, Most: 100), stop);
        return [.. page.Items.Select(row => row.Key.Partition).Distinct()];
    }

    /// <summary>
    /// Composes a notice as it would be now, for a person to read: of a draft, the text to send by hand.
    /// </summary>
    /// <param name="notice">Of this outbox.</param>
    /// <param name="rows">All records of its partition, where they have just been read; else null.</param>
    /// <param name="stop">Gives up.</param>
    public Task<Letter> Preview(
        Notice notice, IReadOnlyList<StoredRecord>? rows, CancellationToken stop) =>
        letters.Open(rows).Compose(notice, stop);

    /// <summary>A person says that a draft was sent. False: there is no such draft any more.</summary>
    public async Task<bool> SentByHand(string partition, string name, CancellationToken stop)
    {
        while (await outbox.Get(new RecordKey(partition, NoticeRows.Prefix + name), stop) is { } row)
        {
            var notice = NoticeRows.Read(row);
            if (notice.State != NoticeState.Draft) return false;
            var told = await letters.Open().Compose(notice, stop) is Letter.ByHand letter ? letter.Told : [];
            var next = notice with { State = NoticeState.SentByHand, Changed = Now, Proof = "sent by hand" };
            if (await outbox.Commit([NoticeRows.Write(partition, next, row.Version), .. told], stop) is null) return true;
        }

        return false;
    }

    /// <summary>
    /// The owner asks for another try, at once, of what has failed in a partition or waits for a later try.
    /// False: nothing does.
    /// </summary>
    public async Task<bool> Retry(string partition, CancellationToken stop)
    {
        var found = false;
        foreach (var row in await outbox.Whole(partition, stop, NoticeRows.Prefix, NoticeRows.PrefixEnd))
        {
            var notice = NoticeRows.Read(row);
            var waits = notice is { State: NoticeState.Queued, Error: not null };
            if (notice.State != NoticeState.Failed && !waits) continue;
            found = true;
            // What has failed for good gets its whole time anew; what waits keeps its place among the
            // person's letters.
            var queued = notice with
            {
                State = NoticeState.Queued,
                Queued = waits ? notice.Queued : Now,
                Due = Now,
                Attempts = 0,
                Changed = Now,
            };
            await outbox.Commit([NoticeRows.Write(partition, queued, row.Version)], stop);
        }

        return found;
    }

    private Instant Now => clock.GetCurrentInstant();

    /// <summary>
    /// One person's. Behind one that may or may not have arrived the later ones wait: they would say the same
    /// under another name.
    /// </summary>
    private async Task<List<Notice>> Deliver(
        string partition, IEnumerable<(Notice Notice, long Version)> theirs, IComposer facts,
        CancellationToken stop)
    {
        var failed = new List<Notice>();
        foreach (var (notice, version) in theirs)
        {
            var elsewhere = notice.State is NoticeState.Sending or NoticeState.Unsure
                && Now < notice.Changed + colleagues;
            if (elsewhere) break;
            var look = notice.State != NoticeState.Queued || notice.IsDue(Now);
            var after = look ? await Look(partition, notice, version, facts, stop) : notice;
            // What this letter told is known to the next one.
            if (look) facts = letters.Open();
            if (after is { State: NoticeState.Failed }) failed.Add(after);
            if (after is null or { State: NoticeState.Queued, Attempts: > 0 }) break;
        }

        return failed;
    }

    private async Task<Notice?> Look(
        string partition, Notice notice, long version, IComposer facts, CancellationToken stop)
    {
        if (notice.State == NoticeState.Unsure && notice.Attempts >= MostAttemptsUnsure)
            return await Settle(partition, notice with { State = NoticeState.Failed, Error = TwiceStopped }, version, stop);
        Letter letter;
        try
        {
            letter = await facts.Compose(notice, stop);
        }
        catch (TemplateFault fault)
        {
            return await Settle(partition, notice with { State = NoticeState.Failed, Error = fault.Message }, version, stop);
        }

        return await letter.Match(
            ready => Send(partition, notice, version, ready, stop),
            _ => Settle(partition, notice with { State = NoticeState.Draft }, version, stop),
            dropped => Settle(partition, Dropped(notice, dropped.Why), version, stop),
            _ => Task.FromResult<Notice?>(null));
    }

    private async Task<Notice?> Send(
        string partition, Notice notice, long version, Letter.Ready letter, CancellationToken stop)
    {
        var again = notice.State is NoticeState.Sending or NoticeState.Unsure;
        var state = again ? NoticeState.Unsure : NoticeState.Sending;
        var sending = notice with { State = state, Attempts = notice.Attempts + 1, Changed = Now };
        if (await outbox.Commit([NoticeRows.Write(partition, sending, version)], stop) is not null) return null;
        string proof;
        try
        {
            proof = await mail.Send(letter.Mail with { Date = notice.DateAt(Now) }, stop);
        }
        catch (OutsideUnavailable fault)
        {
            return await Settle(partition, Later(sending, fault.Message), version + 1, stop);
        }
        catch (OutsideRefused fault)
        {
            return await Settle(partition, sending with { State = NoticeState.Failed, Error = fault.Reason }, version + 1, stop);
        }

        // Two commits, not one, as each is a write of one record: half of what a transaction costs on AWS.
        // Where the second fails, the person has been told, and is not told again.
        if (letter.Told.Count > 0) await outbox.Commit(letter.Told, stop);
        var sent = sending with { State = NoticeState.Sent, Proof = proof, Error = again ? SentAgain : null };
        return await Settle(partition, sent, version + 1, stop);
    }

    private static Notice Dropped(Notice notice, string why) => notice with
    {
        State = NoticeState.Dropped,
        Proof = notice.State == NoticeState.Queued ? why : $"{MayHaveArrived}, and is not sent again: {why}",
    };

    private Notice Later(Notice notice, string error)
    {
        if (Now - notice.Queued > GiveUp) return notice with { State = NoticeState.Failed, Error = error };
        var wait = notice.Attempts > 7 ? Longest : Duration.Min(Longest, Duration.FromSeconds(15L << notice.Attempts));
        return notice with { State = NoticeState.Queued, Due = Now + wait, Error = error };
    }

    private async Task<Notice?> Settle(string partition, Notice notice, long version, CancellationToken stop)
    {
        var settled = notice with { Changed = Now };
        return await outbox.Commit([NoticeRows.Write(partition, settled, version)], stop) is null ? settled : null;
    }
}
