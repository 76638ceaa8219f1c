using System.Buffers;
using Purser.Bookings;
using Purser.Outside;

namespace Purser.Guests;

/// <summary>
/// The one owner of slug -> object -> public path. Publisher, edge rule, mails and tests all ask here.
/// </summary>
public static class PagePlace
{
    private const string Folder = "/g/";

    private static readonly SearchValues<char> NameLetters = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789-");

    /// <summary>As pages are stored and served.</summary>
    public const string ContentType = "text/html; charset=utf-8";

    /// <summary>An hour at most, and a reader's foreground check sooner.</summary>
    public const string CacheControl = "public, max-age=3600";

    /// <summary>The flat object of a page: <c>g/{slug}.html</c>.</summary>
    public static ObjectKey Object(Slug slug) => ObjectKey.Of($"g/{slug}.html");

    /// <summary>The object of an alias that is a booking's id.</summary>
    public static ObjectKey Object(BookingId id) => ObjectKey.Of($"g/{id}.html");

    /// <summary>The path that people see: <c>/g/{slug}</c>.</summary>
    public static string Path(Slug slug) => $"/g/{slug}";

    /// <summary>The path of the alias that is a booking's id.</summary>
    public static string Path(BookingId id) => $"/g/{id}";

    /// <summary>
    /// The paths under which an edge may keep the page: what is invalidated, and nothing else.
    /// </summary>
    public static IReadOnlyList<string> EdgePaths(ObjectKey page)
    {
        Require.That(IsPage(page.Text));
        var path = $"/{page.Text[..^".html".Length]}";
        return [path, $"{path}/", $"/{page}"];
    }

    /// <summary>The page's public address, under the site's base address.</summary>
    public static Uri Address(Uri site, Slug slug) => new(site, Path(slug));

    /// <summary>
    /// The guest's own link: the address with the key in its fragment, which no server sees.
    /// </summary>
    public static Uri Link(Uri site, Slug slug, GuestKey key) => new(site, $"{Path(slug)}#{key.Fragment}");

    /// <summary>
    /// The edge rule, the twin of <c>edge/guest-site.js</c>: <c>/g/x</c> and <c>/g/x/</c>, x = 1 to 80 of
    /// <c>[a-z0-9-]</c>, become <c>/g/x.html</c>; every other path passes unchanged.
    /// </summary>
    public static string EdgeRule(string path)
    {
        if (!path.StartsWith(Folder, StringComparison.Ordinal)) return path;
        var name = path.AsSpan(Folder.Length);
        if (name.EndsWith("/")) name = name[..^1];
        return IsName(name) ? $"{Folder}{name}.html" : path;
    }

    /// <summary>The object that a public path names, or null if it can name none.</summary>
    public static ObjectKey? At(string path)
    {
        var ruled = EdgeRule(path);
        return ruled.Length > 1 && IsPage(ruled.AsSpan(1)) ? ObjectKey.Of(ruled[1..]) : null;
    }

    private static bool IsPage(ReadOnlySpan<char> key) =>
        key.StartsWith("g/") && key.EndsWith(".html") && key.Length > 7 && IsName(key[2..^5]);

    private static bool IsName(ReadOnlySpan<char> name) =>
        name.Length is > 0 and <= 80 && !name.ContainsAnyExcept(NameLetters);
}
