using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using NodaTime;
using Purser.Host.Composition;

namespace Purser.Host.Doors.Sessions;

/// <summary>
/// The one cookie of a site. It holds a few sealed sessions, the newest first, so that opening a second link
/// does not close the first. Its attributes are set here and nowhere else.
/// </summary>
public sealed class SessionCookie
{
    private const char Join = '+';
    private const int Most = 6;
    private readonly SiteAddress _site;
    private readonly IClock _clock;
    private readonly byte[] _key;

    /// <summary>The cookie of a site.</summary>
    /// <param name="site">The site; no other site can read what is sealed here.</param>
    /// <param name="secret">The compartment's link secret, from which the sealing key is derived.</param>
    /// <param name="clock">Tells what has expired.</param>
    public SessionCookie(SiteAddress site, ReadOnlySpan<byte> secret, IClock clock)
    {
        (_site, _clock) = (site, clock);
        var purpose = Encoding.ASCII.GetBytes("purser/session/1|" + site.Site.Word);
        _key = HKDF.DeriveKey(HashAlgorithmName.SHA256, secret.ToArray(), 32, [], purpose);
    }

    /// <summary>The cookie's name; the prefix makes browsers insist on https, path and host.</summary>
    public string Name => (_site.Secure ? "__Host-purser-" : "purser-") + _site.Site.Word;

    /// <summary>Begins a session beside those that the browser has already.</summary>
    /// <returns>What a form on the page that follows at once must carry.</returns>
    public string Begin(HttpContext context, Session session)
    {
        var others = Sealed(context).Where(pair => !(pair.Session.Purpose == session.Purpose && pair.Session.Subject == session.Subject));
        var all = others.Prepend((Text: session.Seal(_key), Session: session)).Take(Most).ToArray();
        Write(context, string.Join(Join, all.Select(pair => pair.Text)), all.Max(pair => pair.Session.Expires));
        return Token(all[0].Text);
    }

    /// <summary>Ends every session of this browser at this site.</summary>
    public void End(HttpContext context) => Write(context, "", _clock.GetCurrentInstant());

    /// <summary>
    /// The newest session of this purpose, and of this subject if one is given; null if there is none.
    /// </summary>
    public Session? Read(HttpContext context, string purpose, string? subject = null) => Find(context, purpose, subject)?.Session;

    /// <summary>What a form must carry to be taken in this session.</summary>
    public string FormToken(HttpContext context, string purpose, string? subject = null) =>
        Find(context, purpose, subject) is { } found ? Token(found.Text) : "";

    /// <summary>
    /// Reads a form posted in a session. Its origin and its token prove that the person pressed the button on
    /// our own page.
    /// </summary>
    public async Task<FormReply> ReadForm(HttpContext context, string purpose, string? subject = null)
    {
        if (Find(context, purpose, subject) is not { } found) return new FormReply.NoSession();
        if (ForeignOrigin(context) is { } foreign) return new FormReply.Refused(foreign);
        if (!context.Request.HasFormContentType)
            return new FormReply.Refused(Bodies.WrongType("application/x-www-form-urlencoded"));
        var form = await context.Request.ReadFormAsync(context.RequestAborted);
        var own = Encoding.ASCII.GetBytes(Token(found.Text));
        var given = Encoding.UTF8.GetBytes(form[FormField].ToString());
        return CryptographicOperations.FixedTimeEquals(own, given)
            ? new FormReply.Right(found.Session, form)
            : new FormReply.Refused(new Problem(
                403, "form-stale", "This form is from an earlier visit", "Open the page again, and send it from there."));
    }

    /// <summary>The name of the form field that carries <see cref="FormToken"/>.</summary>
    public const string FormField = "form_token";

    /// <summary>The refusal of a request that another site's page sent; null if it came from ours.</summary>
    public Problem? ForeignOrigin(HttpContext context) =>
        context.Request.Headers.Origin.ToString() == _site.Origin
            ? null
            : new Problem(403, "foreign-origin", "This was not sent from our own page", $"Open {_site.Origin} and send it from there.");

    private (string Text, Session Session)? Find(HttpContext context, string purpose, string? subject)
    {
        foreach (var pair in Sealed(context))
        {
            if (pair.Session.Purpose == purpose && (subject is null || pair.Session.Subject == subject)) return pair;
        }

        return null;
    }

    private List<(string Text, Session Session)> Sealed(HttpContext context)
    {
        var all = new List<(string, Session)>();
        var now = _clock.GetCurrentInstant();
        foreach (var text in (context.Request.Cookies[Name] ?? "").Split(Join, Most + 1).Take(Most))
        {
            if (Session.Unseal(text, _key, now) is { } session) all.Add((text, session));
        }

        return all;
    }

    private string Token(string sealedText) =>
        Base64Url.EncodeToString(HMACSHA256.HashData(_key, Encoding.UTF8.GetBytes("form|" + sealedText)).AsSpan(0, 16));

    private void Write(HttpContext context, string value, Instant expires) => context.Response.Cookies.Append(Name, value, new CookieOptions
    {
        Path = "/",
        HttpOnly = true,
        SameSite = SameSiteMode.Lax,
        Secure = _site.Secure,
        MaxAge = (expires - _clock.GetCurrentInstant()).ToTimeSpan(),
        IsEssential = true,
    });
}

/// <summary>What became of a posted form.</summary>
public abstract record FormReply
{
    private FormReply()
    {
    }

    /// <summary>From our page, in this session.</summary>
    public sealed record Right(Session Session, IFormCollection Form) : FormReply;

    /// <summary>Nobody is signed in for this.</summary>
    public sealed record NoSession : FormReply;

    /// <summary>Not from our page, or not a form.</summary>
    public sealed record Refused(Problem Problem) : FormReply;

    /// <summary>Calls the one case that this is.</summary>
    public T Match<T>(Func<Session, IFormCollection, T> right, Func<T> noSession, Func<Problem, T> refused) => this switch
    {
        Right reply => right(reply.Session, reply.Form),
        NoSession => noSession(),
        Refused reply => refused(reply.Problem),
        _ => throw new BugException("an unknown reply"),
    };
}
