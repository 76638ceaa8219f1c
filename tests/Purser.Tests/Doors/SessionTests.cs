using Microsoft.AspNetCore.Http;
using NodaTime;
using NodaTime.Testing;
using Purser.Host.Composition;
using Purser.Host.Doors.Sessions;

namespace Purser.Tests.Doors;

public sealed class SessionTests
{
    private static readonly byte[] Secret = [.. Enumerable.Range(0, 32).Select(number => (byte)number)];
    private readonly FakeClock _clock = new(Instant.FromUtc(2027, 5, 20, 17, 0));

    [Theory]
    [InlineData("https://office.example.com/", "__Host-purser-office", true)]
    [InlineData("http://localhost:8082/", "purser-office", false)]
    public void Incident_15_the_cookie_holds_for_the_whole_site_and_no_script_reads_it(string site, string name, bool secure)
    {
        var context = new DefaultHttpContext();
        Cookie(Site.Office, site).Begin(context, Signed());
        var cookie = context.Response.Headers.SetCookie.ToString();
        Assert.StartsWith(name + "=", cookie, StringComparison.Ordinal);
        Assert.Contains("path=/;", cookie, StringComparison.Ordinal);
        Assert.Contains("httponly", cookie, StringComparison.Ordinal);
        Assert.Contains("samesite=lax", cookie, StringComparison.Ordinal);
        Assert.Equal(secure, cookie.Contains("secure", StringComparison.Ordinal));
    }

    [Fact]
    public void A_session_is_read_back_until_it_expires_and_for_its_purpose_only()
    {
        var cookie = Cookie(Site.Crew);
        var context = Carrying(cookie, Signed());
        Assert.Equal(Signed(), cookie.Read(context, "office"));
        Assert.Null(cookie.Read(context, "event"));
        _clock.AdvanceHours(13);
        Assert.Null(cookie.Read(context, "office"));
    }

    [Fact]
    public void No_site_reads_what_another_sealed()
    {
        var text = Carrying(Cookie(Site.Crew), Signed()).Request.Headers.Cookie.ToString();
        var context = new DefaultHttpContext();
        context.Request.Headers.Cookie = text.Replace("purser-crew", "purser-office", StringComparison.Ordinal);
        Assert.Null(Cookie(Site.Office).Read(context, "office"));
    }

    [Fact]
    public void Every_letter_of_a_cookie_counts()
    {
        var text = Signed().Seal(Secret);
        for (var i = 0; i < text.Length; i++)
        {
            var forged = text[..i] + (text[i] == 'a' ? 'b' : 'a') + text[(i + 1)..];
            Assert.Null(Session.Unseal(forged, Secret, _clock.GetCurrentInstant()));
        }
    }

    [Fact]
    public void A_second_link_does_not_close_the_first()
    {
        var cookie = Cookie(Site.Crew);
        var context = Carrying(cookie, Signed() with { Purpose = "event", Subject = "one" });
        cookie.Begin(context, Signed() with { Purpose = "event", Subject = "two" });
        var both = Next(context);
        Assert.NotNull(cookie.Read(both, "event", "one"));
        Assert.NotNull(cookie.Read(both, "event", "two"));
    }

    [Fact]
    public async Task Incident_29_a_form_counts_only_from_our_own_page()
    {
        var cookie = Cookie(Site.Office);
        var context = Carrying(cookie, Signed());
        var token = cookie.FormToken(context, "office");
        Assert.IsType<FormReply.Right>(await Post(cookie, context, token, "http://localhost:8082"));
        Assert.IsType<FormReply.Refused>(await Post(cookie, context, token, "http://localhost:8081"));
        Assert.IsType<FormReply.Refused>(await Post(cookie, context, token, ""));
        Assert.IsType<FormReply.Refused>(await Post(cookie, context, "other", "http://localhost:8082"));
        Assert.IsType<FormReply.NoSession>(await cookie.ReadForm(new DefaultHttpContext(), "office"));
    }

    private static Task<FormReply> Post(SessionCookie cookie, HttpContext from, string token, string origin)
    {
        var context = new DefaultHttpContext();
        context.Request.Method = "POST";
        context.Request.Headers.Cookie = from.Request.Headers.Cookie;
        context.Request.Headers.Origin = origin;
        context.Request.ContentType = "application/x-www-form-urlencoded";
        context.Request.Body = new MemoryStream(System.Text.Encoding.UTF8.GetBytes($"{SessionCookie.FormField}={token}"));
        return cookie.ReadForm(context, "office");
    }

    private SessionCookie Cookie(Site site, string? address = null) =>
        new(new SiteAddress(site, new Uri(address ?? "http://localhost:8082/"), null, 8082), Secret, _clock);

    private static Session Signed() => new("office", "owner", 0, Instant.FromUtc(2027, 5, 21, 5, 0));

    private static DefaultHttpContext Carrying(SessionCookie cookie, Session session)
    {
        var first = new DefaultHttpContext();
        cookie.Begin(first, session);
        return Next(first);
    }

    private static DefaultHttpContext Next(HttpContext answered)
    {
        var context = new DefaultHttpContext();
        context.Request.Headers.Cookie = answered.Response.Headers.SetCookie.ToString().Split(';')[0];
        return context;
    }
}
