using Purser.Aws.Queue;

namespace Purser.Host.Doors.Local.Health;

/// <summary>How the queue of hints fares, where hints leave this process.</summary>
internal sealed class QueueCheck(QueueState? queue) : IHealthCheck
{
    public string Name => "queue";

    public Task<IReadOnlyList<DoctorCheck>> Look(CancellationToken stop) =>
        Task.FromResult<IReadOnlyList<DoctorCheck>>(queue is null ? [] : [Look(queue)]);

    private DoctorCheck Look(QueueState queue) => queue.FailedPolls == 0
        ? new DoctorCheck(
            Name, true,
            $"{(queue.LastPoll is { } at ? $"answered {at}" : "has not answered yet")}, "
            + $"{queue.Performed} hints done, {queue.Failed} tries failed")
        : new DoctorCheck(
            Name, false, $"has not answered {queue.FailedPolls} times in a row: {queue.LastFailure}",
            "See PURSER_QUEUE_URL and what the role may do; until then the sweep does the work, later.");
}
