using NodaTime;
using Purser.Bookings;
using Purser.Crew;
using Purser.Outside;
using Purser.Outside.Outbox;
using Purser.Outside.Records;

namespace Purser.Provisioning;

/// <summary>What became of the owner's wish to try one surface again.</summary>
public enum RetryOutcome
{
    /// <summary>It is tried again at once.</summary>
    Asked,

    /// <summary>There is no such booking.</summary>
    NoBooking,

    /// <summary>There is no surface of that name.</summary>
    NoSurface,

    /// <summary>It has not failed: it is done, or under way.</summary>
    NotFailed,
}

/// <summary>
/// The owner asks for another try of one surface of a booking; the others keep their own times.
/// </summary>
/// <param name="office">The office's records.</param>
/// <param name="crew">The crew desk's, for its messages.</param>
/// <param name="hints">Where the work is announced.</param>
/// <param name="clock">Now.</param>
public sealed class SurfaceRetry(IRecords office, IRecords crew, IHints hints, IClock clock)
{
    private const string Messages = "messages";

    /// <summary>Their names, as in replies.</summary>
    public static IReadOnlyList<string> Surfaces { get; } = ["calendar", "crew", "page", "page-check", Messages];

    private Instant Now => clock.GetCurrentInstant();

    /// <summary>
    /// Tries a surface again if it has failed, whether or not it would have been tried later by itself.
    /// </summary>
    public async Task<RetryOutcome> Retry(BookingId id, string surface, CancellationToken stop)
    {
        if (!Surfaces.Contains(surface, StringComparer.Ordinal)) return RetryOutcome.NoSurface;
        if (await BookingFile.Load(office, id, stop) is not { } file) return RetryOutcome.NoBooking;
        return surface == Messages ? await Post(id, stop) : await Reset(file, surface, stop);
    }

    private async Task<RetryOutcome> Reset(BookingFile file, string surface, CancellationToken stop)
    {
        var id = file.Booking.Id;
        while (Of(file.Effects, surface).State == EffectState.Failed)
        {
            var effects = With(file.Effects, surface, effect =>
                effect with { State = EffectState.Pending, NextTry = null, Changed = Now });
            var raised = file.Work.Raised;
            var (row, work) = (OfficeRows.Effects(id), OfficeRows.Work(id));
            RecordChange[] changes =
            [
                RecordChange.Put(row, file.Version(row), OfficeRows.Body(effects)),
                RecordChange.Put(work, file.Version(work), OfficeRows.Body(raised), raised.Index(id, Now)),
            ];
            if (await office.Commit(changes, stop) is null)
            {
                await hints.Leave(new Hint.Booking(id), stop);
                return RetryOutcome.Asked;
            }

            file = await BookingFile.Load(office, id, stop) ?? throw new BugException("bookings are never removed");
        }

        return RetryOutcome.NotFailed;
    }

    private async Task<RetryOutcome> Post(BookingId id, CancellationToken stop)
    {
        var guests = await Post(office, Compartment.Office, OfficeRows.Partition(id), stop);
        var crews = await Post(crew, Compartment.Crew, CrewRows.EventPartition(EventId.Of(id)), stop);
        return guests || crews ? RetryOutcome.Asked : RetryOutcome.NotFailed;
    }

    private async Task<bool> Post(IRecords outbox, Compartment compartment, string partition, CancellationToken stop)
    {
        var found = false;
        foreach (var row in await outbox.Whole(partition, stop, NoticeRows.Prefix, NoticeRows.PrefixEnd))
        {
            var notice = NoticeRows.Read(row);
            var waits = notice is { State: NoticeState.Queued, Error: not null };
            if (notice.State != NoticeState.Failed && !waits) continue;
            found = true;
            var queued = waits ? notice.Queued : Now;
            var again = notice with
            {
                State = NoticeState.Queued,
                Queued = queued,
                Due = Now,
                Attempts = 0,
                Changed = Now,
            };
            await outbox.Commit([NoticeRows.Write(partition, again, row.Version)], stop);
        }

        if (found) await hints.Leave(new Hint.Outbox(compartment, partition), stop);
        return found;
    }

    private static Effect Of(Effects effects, string surface) => surface switch
    {
        "calendar" => effects.Calendar,
        "crew" => effects.Crew,
        "page" => effects.Page,
        "page-check" => effects.PageCheck,
        _ => throw new BugException($"no effect {surface}"),
    };

    private static Effects With(Effects effects, string surface, Func<Effect, Effect> change) => surface switch
    {
        "calendar" => effects with { Calendar = change(effects.Calendar) },
        "crew" => effects with { Crew = change(effects.Crew) },
        "page" => effects with { Page = change(effects.Page) },
        "page-check" => effects with { PageCheck = change(effects.PageCheck) },
        _ => throw new BugException($"no effect {surface}"),
    };
}
