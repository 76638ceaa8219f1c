using System.Diagnostics;
using System.Globalization;
using System.Text;
using Purser.Guests;
using Purser.Host.Composition;
using Purser.Outside;

namespace Purser.Host.Doors.Local.Health;

/// <summary>
/// Publishes a page of its own, fetches it through the public address as a guest would, publishes it changed,
/// sees that the change arrives, and removes it: store, edge rule, distribution and invalidation in one.
/// </summary>
internal sealed class PageCheck(House house) : IHealthCheck
{
    private static readonly ObjectKey Key = ObjectKey.Of("g/purser-doctor.html");
    private static readonly TimeSpan Between = TimeSpan.FromMilliseconds(500);

    // A distribution forgets a path within seconds, seldom within a minute.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan PatienceWithDistribution = TimeSpan.FromSeconds(60);

    public string Name => "page round trip";

    private Uri Address => new(house.Settings.Guest.Base, "g/purser-doctor");

    public async Task<IReadOnlyList<DoctorCheck>> Look(CancellationToken stop)
    {
        try
        {
            var first = await Turn(1, stop);
            return [first.Well ? await Turn(2, stop) : first];
        }
        finally
        {
            await house.Objects.Remove(Key, CancellationToken.None);
            await house.Edge.Invalidate(PagePlace.EdgePaths(Key), CancellationToken.None);
        }
    }

    private async Task<DoctorCheck> Turn(int turn, CancellationToken stop)
    {
        var body = Body(house.Tokens.Id());
        var standing = await house.Objects.Get(Key, stop);
        var content = new ObjectContent(body, PagePlace.ContentType, PagePlace.CacheControl, 0);
        if (await house.Objects.Put(Key, content, standing?.Tag, stop) is null)
        {
            return new DoctorCheck(
                Name, false, "another doctor is at work", "Wait until it is done, and look again.");
        }

        await house.Edge.Invalidate(PagePlace.EdgePaths(Key), stop);
        return await Seen(body, turn, stop);
    }

    private async Task<DoctorCheck> Seen(byte[] body, int turn, CancellationToken stop)
    {
        var patience = house.Settings.Aws?.Distribution is null ? Patience : PatienceWithDistribution;
        var watch = Stopwatch.StartNew();
        while (true)
        {
            var found = await Fetched(stop);
            if (found is { Status: 200 } right && right.Body.Span.SequenceEqual(body))
            {
                var seconds = watch.Elapsed.TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture);
                return new DoctorCheck(
                    Name, true,
                    $"{Address} was published, changed and removed; the change was seen after {seconds} s");
            }

            // A page that nobody serves does not come by waiting.
            if (found is null || watch.Elapsed > patience) return Wrong(found, turn);
            await Task.Delay(Between, house.Clock.Time, stop);
        }
    }

    private async Task<PublicReply?> Fetched(CancellationToken stop)
    {
        try
        {
            return await house.Public.Fetch(Address, stop);
        }
        catch (Exception fault) when (fault is OutsideUnavailable or OutsideRefused)
        {
            return null;
        }
    }

    private DoctorCheck Wrong(PublicReply? found, int turn) => (found, turn) switch
    {
        (null, _) => new DoctorCheck(
            Name, false, $"{Address} does not answer",
            $"Start `purser serve`, and let {house.Settings.Guest.Origin} lead to it."),
        ({ Status: 200 }, 2) => new DoctorCheck(
            Name, false, $"{Address} still shows the page as it was before it was changed",
            "See that PURSER_DISTRIBUTION_ID names the distribution before the guests' site, and that this "
            + "role may do cloudfront:CreateInvalidation on it."),
        ({ Status: 200 }, _) => new DoctorCheck(
            Name, false, $"{Address} shows another page",
            "Something else answers for /g/*: let it lead to purser's pages."),
        ({ Status: var status }, _) => new DoctorCheck(
            Name, false, $"{Address} answers {status} for a page that is published",
            "Let /g/* lead to purser's pages, with the edge function, and let the distribution read the "
            + "bucket."),
    };

    private static byte[] Body(string token) => Encoding.UTF8.GetBytes(
        "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><meta name=\"robots\" content=\"noindex\">"
        + $"<title>Doctor</title><p>{token}</p></html>\n");
}
