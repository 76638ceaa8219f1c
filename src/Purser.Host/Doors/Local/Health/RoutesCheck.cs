using Purser.Aws.Desks;
using Purser.Host.Composition;

namespace Purser.Host.Doors.Local.Health;

/// <summary>
/// Sends a canary in each header field that carries a key, on every way to a site: its public address, its
/// direct one, and the desks' addresses. So a distribution or a proxy that drops a key is found before a
/// booking waits for it.
/// </summary>
/// <param name="house">For the addresses.</param>
public sealed class RoutesCheck(House house) : IHealthCheck
{
    private static readonly HttpClient Http = new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        PooledConnectionLifetime = TimeSpan.FromMinutes(1),
    })
    {
        Timeout = TimeSpan.FromSeconds(10),
        MaxResponseContentBufferSize = 64 * 1024,
    };

    /// <inheritdoc />
    public string Name => "routes";

    /// <inheritdoc />
    public async Task<IReadOnlyList<DoctorCheck>> Look(CancellationToken stop)
    {
        var settings = house.Settings;
        var ways = await Task.WhenAll(
            Site(settings.Crew, "X-API-Key", stop), Site(settings.Office, "X-API-Key", stop),
            Site(settings.Office, "X-Dashboard-Token", stop), Desk(settings.Desks.Crew, stop),
            Desk(settings.Desks.Calendar, stop));
        return [.. ways.SelectMany(checks => checks)];
    }

    /// <summary>
    /// That a public address drops keys is as it should be where a direct one passes them; where neither
    /// does, nobody with a key can get in.
    /// </summary>
    private static async Task<IReadOnlyList<DoctorCheck>> Site(
        SiteAddress site, string field, CancellationToken stop)
    {
        var word = site.Site.Word;
        var shown = await Ask(site.Base, field, stop);
        var behind = site.Direct is { } there ? await Ask(there, field, stop) : null;
        var open = behind is { Arrived: true };
        var checks = new List<DoctorCheck>
        {
            Told($"{word} site, public address, {field}", shown, open, shown.Arrived || open ? null
                : $"Nothing that stands before {site.Origin} may drop {field}; or set "
                + $"PURSER_{word.ToUpperInvariant()}_DIRECT_URL to an address behind it, and let services "
                + "call that."),
        };
        if (behind is not null)
        {
            checks.Add(Told(
                $"{word} site, direct address, {field}", behind, false,
                open ? null : $"Let PURSER_{word.ToUpperInvariant()}_DIRECT_URL lead to the site itself."));
        }

        return checks;
    }

    private static async Task<IReadOnlyList<DoctorCheck>> Desk(DeskAddress desk, CancellationToken stop)
    {
        if (desk.Base is not { } address) return [];
        var way = await Ask(address, desk.Kind.Header, stop);
        var remedy = way.Arrived
            ? null
            : $"Set {desk.Kind.Setting} to the desk's own address, not to that of a distribution.";
        return [Told($"{desk.Kind.Name}, {desk.Kind.Header}", way, false, remedy)];
    }

    private static DoctorCheck Told(string name, Way way, bool instead, string? remedy)
    {
        var at = way.Address.GetLeftPart(UriPartial.Authority);
        var found = way.Arrived ? $"arrives at {at}"
            : way.Why is { } why ? $"{at} {why}"
            : instead ? $"{at} drops it: services call the direct address"
            : $"{at} drops it";
        return new DoctorCheck(name, way.Arrived || (instead && way.Why is null), found, remedy);
    }

    private static async Task<Way> Ask(Uri site, string field, CancellationToken stop)
    {
        var path = CanaryDoor.Fields.First(one => one.Field == field).Path;
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(site, path));
        request.Headers.Add(field, CanaryDoor.Word);
        try
        {
            using var reply = await Http.SendAsync(request, stop);
            var said = CanaryDoor.Read(await reply.Content.ReadAsByteArrayAsync(stop));
            return said is null || said.Field != field
                ? new Way(site, false, $"answers {(int)reply.StatusCode}, and not as this program does")
                : new Way(site, said.Arrived, null);
        }
        catch (Exception fault)
            when (fault is HttpRequestException or OperationCanceledException
                && !stop.IsCancellationRequested)
        {
            return new Way(site, false, $"does not answer: {fault.Message}");
        }
    }

    /// <summary>A way that was tried.</summary>
    /// <param name="Address">Where.</param>
    /// <param name="Arrived">The canary did.</param>
    /// <param name="Why">Why nobody can tell; null: it was answered.</param>
    private sealed record Way(Uri Address, bool Arrived, string? Why);
}
