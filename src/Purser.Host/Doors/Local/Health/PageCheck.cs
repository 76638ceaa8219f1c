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
internal sealed class PageCheck(PageWay way) : IHealthCheck
{
    private static readonly ObjectKey Key = ObjectKey.Of("g/purser-doctor.html");
    private static readonly TimeSpan Between = TimeSpan.FromMilliseconds(500);

    // A distribution forgets a path within seconds, seldom within a minute.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan PatienceWithDistribution = TimeSpan.FromSeconds(60);

    // Each body is random, so that a page is known for this check's own.
    private readonly List<byte[]> _own = [];

    public string Name => "page round trip";

    private Uri Address => new(way.Site, "g/purser-doctor");

    public async Task<IReadOnlyList<DoctorCheck>> Look(CancellationToken stop)
    {
        DoctorCheck found;
        try
        {
            found = await Turn(1, stop);
            if (found.Well) found = await Turn(2, stop);
        }
        catch
        {
            // What went wrong first is what is told.
            await TakenAway();
            throw;
        }

        return await TakenAway() is { } left ? [found, left] : [found];
    }

    /// <summary>
    /// Removes the page if it is this check's own: another doctor needs its page, and removes it itself.
    /// </summary>
    /// <returns>Why it could not; null: nothing is left of it.</returns>
    private async Task<DoctorCheck?> TakenAway()
    {
        try
        {
            if (!IsOwn(await way.Objects.Get(Key, CancellationToken.None))) return null;
            await way.Objects.Remove(Key, CancellationToken.None);
            await way.Edge.Invalidate(PagePlace.EdgePaths(Key), CancellationToken.None);
            return null;
        }
        catch (Exception fault) when (fault is OutsideUnavailable or OutsideRefused)
        {
            return new DoctorCheck(
                Name, false, $"{Key} may still be published: {fault.Message}",
                "Look again: the next look replaces it, and removes it.");
        }
    }

    private bool IsOwn(StoredObject? page) =>
        page is not null && _own.Exists(body => page.Content.Body.Span.SequenceEqual(body));

    private async Task<DoctorCheck> Turn(int turn, CancellationToken stop)
    {
        var standing = await way.Objects.Get(Key, stop);
        // Before the first turn it may be what another look left behind, between the two only this look's.
        if (turn > 1 && !IsOwn(standing)) return Another();
        var body = Body(way.Tokens.Id());
        _own.Add(body);
        var content = new ObjectContent(body, PagePlace.ContentType, PagePlace.CacheControl, 0);
        if (await way.Objects.Put(Key, content, standing?.Tag, stop) is null) return Another();
        await way.Edge.Invalidate(PagePlace.EdgePaths(Key), stop);
        return await Seen(body, turn, stop);
    }

    private DoctorCheck Another() => new(
        Name, false, "another doctor is at work", "Wait until it is done, and look again.");

    private async Task<DoctorCheck> Seen(byte[] body, int turn, CancellationToken stop)
    {
        var patience = way.HasDistribution ? PatienceWithDistribution : Patience;
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
            await Task.Delay(Between, way.Time, stop);
        }
    }

    private async Task<PublicReply?> Fetched(CancellationToken stop)
    {
        try
        {
            return await way.Public.Fetch(Address, stop);
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
            $"Start `purser serve`, and let {way.Site.GetLeftPart(UriPartial.Authority)} lead to it."),
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

/// <summary>Everything on the way of a page from the house to a guest.</summary>
/// <param name="Site">The guests' site, with its stroke at the end.</param>
/// <param name="HasDistribution">Whether a distribution stands before it.</param>
/// <param name="Objects">Where pages are published.</param>
/// <param name="Edge">What stands before them.</param>
/// <param name="Public">Fetches as a stranger.</param>
/// <param name="Tokens">Randomness.</param>
/// <param name="Time">For the pauses between two looks.</param>
internal sealed record PageWay(
    Uri Site, bool HasDistribution, IObjects Objects, IEdge Edge, IPublicSite Public, ITokens Tokens,
    TimeProvider Time)
{
    /// <summary>The house's own.</summary>
    public static PageWay Of(House house) => new(
        house.Settings.Guest.Base, house.Settings.Aws?.Distribution is not null, house.Objects, house.Edge,
        house.Public, house.Tokens, house.Clock.Time);
}
