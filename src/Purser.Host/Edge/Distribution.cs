namespace Purser.Host.Edge;

/// <summary>
/// What stands before a site in the field, as one table: the templates of <c>deploy/aws</c> say the same, and
/// a test compares them. The first behaviour whose pattern fits is the one.
/// </summary>
/// <param name="Name">Of the site.</param>
/// <param name="Behaviours">In the order in which they are tried; the last fits everything.</param>
/// <param name="ErrorSeconds">How long a missing page (404) or a failure (414, 5xx) is kept, whatever the
/// reply says of keeping: CloudFront's own rule.</param>
public sealed record Distribution(string Name, IReadOnlyList<Behaviour> Behaviours, int ErrorSeconds)
{
    private const string Site = "site";
    private const string Doors = "doors";
    private const string Office = "office";

    private static readonly (string, string)[] PageFields =
    [
        ("Content-Security-Policy", "frame-ancestors 'none'"), ("X-Content-Type-Options", "nosniff"),
        ("Referrer-Policy", "no-referrer"), ("X-Robots-Tag", "noindex, nofollow"),
        ("Cross-Origin-Opener-Policy", "same-origin"), ("Cross-Origin-Resource-Policy", "same-origin"),
    ];

    private static readonly CachePolicy Pages = new(31_536_000, 3600) { Compresses = true };

    private static readonly CachePolicy GuestDoors = new(1, 0)
    {
        Compresses = true,
        Cookies = ["__Host-purser-guest"],
        Headers = ["Authorization", "X-Event-Code", "X-Batch"],
        Query = true,
    };

    private static readonly RequestPolicy GiveGuestDoors = new(
        [
            "Accept", "Accept-Language", "Content-Type", "Idempotency-Key", "Origin", "User-Agent", "X-Batch",
            "X-Event-Code",
        ],
        ["__Host-purser-guest"], Query: true);

    private static readonly CachePolicy CrewAssets = new(31_536_000, 300) { Compresses = true };
    private static readonly CachePolicy Nothing = new(0, 0);

    private static readonly RequestPolicy GiveCrewPages = new(
        ["Accept", "Accept-Language", "Content-Type", "If-Match", "Origin", "User-Agent"],
        ["__Host-purser-crew"], Query: true);

    private static readonly RequestPolicy GiveServices = new(
        [
            "Accept", "Accept-Language", "Content-Type", "Idempotency-Key", "If-Match", "Origin",
            "User-Agent", "X-API-Key",
        ],
        ["__Host-purser-crew"], Query: true);

    private static readonly RequestPolicy GivePay = new(
        ["Accept", "Accept-Language", "Content-Type", "Origin", "User-Agent"],
        ["__Host-purser-office", "__Host-purser-pay"], Query: true);

    /// <summary>
    /// Before the guest site: pages and copies of photos lie in a bucket, the rest of ours is the guest
    /// function's, and everything else is whatever site already stands there.
    /// </summary>
    public static Distribution Guest { get; } = new(
        "guest",
        [
            GuestDoor("/api/g/*"), GuestDoor("/g/*/waiver*"), GuestDoor("/unsubscribe/*"),
            new Behaviour("/assets/photos-*", Doors, Pages),
            Page("/g/*"), Page("/photos/*"), new Behaviour("*", Site, Pages),
        ],
        ErrorSeconds: 10);

    /// <summary>
    /// Before the crew site. No key passes, but under <c>/api/</c> where it is wished. A 404 is not kept:
    /// what is asked for may be made a moment later, and one person's 404 is no other's.
    /// </summary>
    public static Distribution Crew { get; } = CrewWith();

    /// <summary>The same where an office is named (<c>OfficeDomain</c>): <c>/pay</c> is the office's.</summary>
    public static Distribution CrewWithPay { get; } =
        CrewWith(new Behaviour("/pay*", Office, Nothing) { Give = GivePay, Acts = true });

    /// <summary>What is done with a path.</summary>
    public Behaviour For(string path) => Behaviours.First(one => PathPattern.Fits(one.Path, path));

    private static Distribution CrewWith(params IEnumerable<Behaviour> pay) => new(
        "crew",
        [
            Asset("/assets/*"), Asset("/sw.js"), .. pay,
            CrewDoor("/api/*") with { GiveServices = GiveServices }, CrewDoor("*"),
        ],
        ErrorSeconds: 0);

    private static Behaviour GuestDoor(string path) =>
        new(path, Doors, GuestDoors) { Give = GiveGuestDoors, Acts = true };

    private static Behaviour Page(string path) =>
        new(path, Site, Pages) { Function = "EdgeFunction", Protect = PageFields };

    private static Behaviour Asset(string path) =>
        new(path, "assets-or-doors", CrewAssets) { Function = "EdgeFunction" };

    private static Behaviour CrewDoor(string path) =>
        new(path, Doors, Nothing) { Give = GiveCrewPages, Acts = true, Function = "EdgeFunction" };
}
