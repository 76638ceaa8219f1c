using Purser.Bookings;
using Purser.Outside;

namespace Purser.Contracts.Memory;

/// <summary>
/// The public guest site over <see cref="MemoryObjects"/>: <c>/g/{slug}</c> and nothing else.
/// </summary>
/// <param name="objects">What is published.</param>
/// <param name="keyOf">Where the page of a slug lies.</param>
/// <param name="edge">If given, found pages are cached there until their path is invalidated.</param>
/// <param name="faults">Which calls fail; null = none.</param>
public sealed class MemoryPublicSite(
    MemoryObjects objects, Func<Slug, ObjectKey> keyOf, MemoryEdge? edge = null, Faults? faults = null)
    : IPublicSite
{
    private const string Prefix = "/g/";
    private readonly Faults _faults = faults ?? Faults.None;

    /// <inheritdoc />
    public Task<PublicReply> Fetch(Uri address, CancellationToken stop) => _faults.Call(
        $"fetch {address.AbsolutePath}",
        () => edge is null
            ? Origin(address.AbsolutePath)
            : edge.Cached(address.AbsolutePath, () => Origin(address.AbsolutePath)),
        stop);

    private PublicReply Origin(string path)
    {
        var name = path.StartsWith(Prefix, StringComparison.Ordinal)
            ? path[Prefix.Length..].TrimEnd('/')
            : "";
        var found = Slug.TryParse(name, out var slug) ? objects.Now(keyOf(slug)) : null;
        return found is null ? new PublicReply(404, default) : new PublicReply(200, found.Content.Body);
    }
}
