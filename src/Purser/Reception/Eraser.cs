using NodaTime;
using Purser.Bookings;
using Purser.Outside;
using Purser.Outside.Outbox;
using Purser.Outside.Records;

namespace Purser.Reception;

/// <summary>
/// Forgets a charter's guest wherever something of the person lies. The booking's own commit comes first, so
/// that nothing can be made anew from it; every further step may be repeated, and a repeat after a stop
/// finishes what was begun. Prices and postings stay, without a name.
/// </summary>
/// <param name="office">The office's records.</param>
/// <param name="desk">Changes the booking.</param>
/// <param name="guests">What guests gave.</param>
/// <param name="mails">Copies of sent mail.</param>
/// <param name="clock">The time.</param>
public sealed class Eraser(IRecords office, FrontDesk desk, IGuestCare guests, IKeptMail mails, IClock clock)
{
    private const int AtOnce = 50;

    /// <summary>Erases, or goes on with it.</summary>
    public async Task<ErasureReply> Erase(BookingId id, CancellationToken stop)
    {
        if (await desk.Forget(id, stop) is FrontDeskReply.Refused refused)
            return new ErasureReply.Refused(refused);
        var receipt = await Receipt(id, stop);
        // What is waiting to be sent goes first: a mail that leaves now would lie there again afterwards.
        receipt = await Keep(receipt.And("notices", await Notices(id, stop)), stop);
        receipt = await Keep(receipt.And("reviews", await Reviews(id, stop)), stop);
        foreach (var (kind, count) in await guests.Erase(id, stop)) receipt = receipt.And(kind, count);
        receipt = receipt.And("mails", await Mails(id, stop));
        return new ErasureReply.Done(
            await Keep(receipt with { Finished = receipt.Finished ?? Now }, stop));
    }

    private async Task<ErasureReceipt> Receipt(BookingId id, CancellationToken stop) =>
        OfficeRows.Read<ErasureReceipt>(await office.Get(OfficeRows.Erasure(id), stop))
        ?? throw new BugException($"{id} was erased without a receipt");

    private async Task<int> Notices(BookingId id, CancellationToken stop)
    {
        var partition = OfficeRows.Partition(id);
        return await Change(
            () => office.Whole(partition, stop, NoticeRows.Prefix, NoticeRows.PrefixEnd),
            row => Erasing.Scrubbed(NoticeRows.Read(row), Now) is { } left
                ? NoticeRows.Write(partition, left, row.Version)
                : null,
            stop);
    }

    private async Task<int> Reviews(BookingId id, CancellationToken stop)
    {
        var file = await BookingFile.Load(office, id, stop)
            ?? throw new BugException("bookings are never removed");
        return await Change(
            () => office.Whole(OfficeRows.ReviewPartition, stop),
            row => OfficeRows.Read<ReviewItem>(row) is { } item && Erasing.IsAbout(item, file.Booking)
                ? RecordChange.Put(row.Key, row.Version, OfficeRows.Body(Erasing.Scrubbed(item, Now)))
                : null,
            stop);
    }

    /// <summary>Changes rows a few at once until none is left to change; returns how many were.</summary>
    private async Task<int> Change(
        Func<Task<IReadOnlyList<StoredRecord>>> read, Func<StoredRecord, RecordChange?> change,
        CancellationToken stop)
    {
        var count = 0;
        while (true)
        {
            var changes = (await read()).Select(change).OfType<RecordChange>().Take(AtOnce).ToList();
            if (changes.Count == 0) return count;
            if (await office.Commit(changes, stop) is null) count += changes.Count;
        }
    }

    private async Task<int> Mails(BookingId id, CancellationToken stop)
    {
        var own = (await mails.List(stop)).Where(mail => mail.Subject == id.Text).ToList();
        foreach (var mail in own) await mails.Remove(mail.Name, stop);
        return own.Count;
    }

    private async Task<ErasureReceipt> Keep(ErasureReceipt receipt, CancellationToken stop)
    {
        while (true)
        {
            var row = await office.Get(OfficeRows.Erasure(receipt.Booking), stop);
            var put = RecordChange.Put(row!.Key, row.Version, OfficeRows.Body(receipt));
            if (await office.Commit([put], stop) is null) return receipt;
        }
    }

    private Instant Now => clock.GetCurrentInstant();
}

/// <summary>What became of the wish to forget a guest.</summary>
public abstract record ErasureReply
{
    private ErasureReply()
    {
    }

    /// <summary>Everything is gone.</summary>
    public sealed record Done(ErasureReceipt Receipt) : ErasureReply;

    /// <summary>Nothing happened.</summary>
    public sealed record Refused(FrontDeskReply.Refused Why) : ErasureReply;

    /// <summary>Calls the one case that this is.</summary>
    public T Match<T>(Func<ErasureReceipt, T> done, Func<FrontDeskReply.Refused, T> refused) => this switch
    {
        Done reply => done(reply.Receipt),
        Refused reply => refused(reply.Why),
        _ => throw new BugException("an unknown reply"),
    };
}
