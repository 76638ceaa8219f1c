using NodaTime;
using Purser.Aws.Queue;
using Purser.Embedded.Pump;
using Purser.Host.Composition;
using Purser.Host.Doors.Local.Health;
using Purser.Outside;

namespace Purser.Host.Doors.Local;

/// <summary>
/// Looks at everything that must be right for the house to work, and names the remedy of what is not.
/// </summary>
/// <param name="house">Everything.</param>
/// <param name="pump">How its pump fares.</param>
/// <param name="queue">How the queue of hints fares; null: hints do not leave this process.</param>
public sealed class Doctor(House house, PumpState pump, QueueState? queue)
{
    private const long FewBytes = 512L * 1024 * 1024;
    private static readonly Duration Late = Duration.FromDays(2);

    /// <summary>Looks.</summary>
    public async Task<DoctorReply> Look(CancellationToken stop)
    {
        var checks = new List<DoctorCheck> { Settings(), Clock(), Folder(), Templates(), Mail(), Sweep() };
        if (queue is not null) checks.Add(Hints(queue));
        checks.Add(await Retention(stop));
        foreach (var site in house.Settings.Sites) checks.Add(await RoundTrip(site, stop));
        checks.AddRange(await new RoutesCheck(house).Look(stop));
        return new DoctorReply(checks.All(check => check.Well), checks);
    }

    private DoctorCheck Settings()
    {
        var open = house.Settings.Sites.Where(site => !site.Private).Select(site => site.Origin).ToList();
        return open.Count == 0
            ? new DoctorCheck("settings", true, string.Join(", ", house.Settings.Sites.Select(site => site.Origin)))
            : new DoctorCheck(
                "settings", false, $"{string.Join(", ", open)} is public and not encrypted",
                "Use https: until then sealed details and sign-in stay closed.");
    }

    private DoctorCheck Clock()
    {
        var now = house.Clock.GetCurrentInstant();
        var offset = house.Files.Offset;
        var found = offset == Duration.Zero ? $"{now}" : $"{now}, the sample's own ({offset} ahead of the true time)";
        var plausible = offset != Duration.Zero || now > Instant.FromUtc(2025, 1, 1, 0, 0);
        return new DoctorCheck("clock", plausible, found, plausible ? null : "Set the machine's clock, and keep it by NTP.");
    }

    private DoctorCheck Folder()
    {
        var path = house.Folder.Path;
        var mode = File.GetUnixFileMode(path);
        var others = mode & (UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.OtherRead | UnixFileMode.OtherWrite);
        if (others != UnixFileMode.None)
            return new DoctorCheck("data folder", false, $"{path} can be read by others", $"chmod 700 {path}");
        var free = new DriveInfo(path).AvailableFreeSpace;
        return free > FewBytes
            ? new DoctorCheck("data folder", true, $"{path}, {free / (1024 * 1024):N0} MB free")
            : new DoctorCheck(
                "data folder", false, $"only {free / (1024 * 1024):N0} MB free",
                "Make room on the disk: guests' files are refused.");
    }

    private DoctorCheck Templates() => new("templates", true, $"all parse, version {house.Templates.Version[..8]}");

    private DoctorCheck Mail() => house.Settings.Smtp is { } address
        ? new DoctorCheck("mail", true, $"by {address.Host}:{address.Port}")
        : new DoctorCheck("mail", true, $"kept as files in {house.Folder.Outbox}", "Set PURSER_SMTP_URL to have it sent.");

    private DoctorCheck Sweep()
    {
        if (pump.FailedSweeps > 0)
        {
            return new DoctorCheck(
                "last sweep", false, $"{pump.FailedSweeps} failed in a row: {pump.LastFailure}", "See the log; work waits until it succeeds.");
        }

        return pump.LastSweep is { } at
            ? new DoctorCheck("last sweep", true, $"{at}, {pump.Waiting} waiting")
            : new DoctorCheck("last sweep", true, "none yet: it has just started");
    }

    private static DoctorCheck Hints(QueueState queue) => queue.FailedPolls == 0
        ? new DoctorCheck(
            "queue", true,
            $"{(queue.LastPoll is { } at ? $"answered {at}" : "has not answered yet")}, "
            + $"{queue.Performed} hints done, {queue.Failed} tries failed")
        : new DoctorCheck(
            "queue", false, $"has not answered {queue.FailedPolls} times in a row: {queue.LastFailure}",
            "See PURSER_QUEUE_URL and what the role may do; until then the sweep does the work, later.");

    /// <summary>The daily clearing. It is late when a server has run for days without it.</summary>
    private async Task<DoctorCheck> Retention(CancellationToken stop)
    {
        if (await house.Retention.Last(stop) is not { } last)
            return new DoctorCheck("retention", true, "has not run yet: the first sweep does it");
        var removed = last.Removed.Where(kind => kind.Value > 0).Select(kind =>
            $"{kind.Value} {kind.Key}").ToList();
        var what = removed.Count == 0 ? "nothing was due" : $"removed {string.Join(", ", removed)}";
        var late = pump.Started is { } since && since + Late < house.Clock.GetCurrentInstant()
            && last.At + Late < house.Clock.GetCurrentInstant();
        return new DoctorCheck(
            "retention", !late, $"last ran {last.At}, {what}", late ? "See the log: clearing fails." : null);
    }

    /// <summary>
    /// Fetches a site's own address as a stranger would: DNS, proxy, certificate and listener in one.
    /// </summary>
    private async Task<DoctorCheck> RoundTrip(SiteAddress site, CancellationToken stop)
    {
        var name = $"{site.Site.Word} site";
        var address = new Uri(site.Base, "livez");
        try
        {
            var reply = await house.Public.Fetch(address, stop);
            return reply.Status == 200
                ? new DoctorCheck(name, true, $"{site.Origin} answers")
                : new DoctorCheck(name, false, $"{address} answers {reply.Status}", $"Let {site.Origin} lead to port {site.Port} of this machine.");
        }
        catch (OutsideUnavailable fault)
        {
            return new DoctorCheck(
                name, false, $"{address} does not answer: {fault.InnerException?.Message}",
                $"Start `purser serve`, and let {site.Origin} lead to port {site.Port} of this machine.");
        }
    }
}
