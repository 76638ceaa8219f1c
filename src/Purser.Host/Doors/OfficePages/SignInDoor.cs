using NodaTime;
using Purser.Host.Composition;
using Purser.Host.Doors.Sessions;
using Purser.Host.Pages.Office;
using Purser.Links;
using Purser.Outside;
using Purser.Outside.Records;

namespace Purser.Host.Doors.OfficePages;

/// <summary>
/// Signing in to the office: the link opens a page with one button, and only the button acts, once.
/// </summary>
public sealed class SignInDoor(OfficeRooms house, SessionCookie cookie)
{
    /// <summary>What office sessions are for.</summary>
    public const string Purpose = "office";

    private static readonly Duration Length = Duration.FromHours(12);

    /// <summary>The page of a link. Writes nothing.</summary>
    public async Task<IResult> Show(HttpContext context)
    {
        if (house.Limits.SignIn(context) is { } many) return many;
        var link = await Open(context);
        var live = link is not null && !await Used(link, context.RequestAborted);
        return live ? Say(true, "One press, and this browser is signed in for twelve hours.", 200) : Dead();
    }

    /// <summary>The button: uses the link up, and begins the session.</summary>
    public async Task<IResult> Act(HttpContext context)
    {
        if (house.Limits.SignIn(context) is { } many) return many;
        if (cookie.ForeignOrigin(context) is { } foreign) return foreign;
        if (await Open(context) is not { } link) return Dead();
        var used = RecordChange.Put(Row(link), 0, "{}"u8.ToArray(), expires: link.Expires + Duration.FromDays(1));
        if (await house.Office.Commit([used], context.RequestAborted) is not null) return Dead();
        cookie.Begin(context, new Session(Purpose, "owner", 0, house.Clock.GetCurrentInstant() + Length));
        return Page.SeeOther("/");
    }

    /// <summary>What somebody without a session sees.</summary>
    public IResult Stranger() => Say(false, "Run \"purser sign-in\" on the machine that serves this, and open the link it prints.", 401);

    private Page Dead() =>
        Say(false, "This link has been used, or its fifteen minutes are over. Run \"purser sign-in\" for a new one.", 410);

    private async Task<MagicLink?> Open(HttpContext context)
    {
        var key = await house.Secrets.Get(SecretNames.OfficeLinks, context.RequestAborted);
        return MagicLink.Open(context.RouteText("link"), LinkPurpose.SignIn, key.Span, house.Clock.GetCurrentInstant());
    }

    private async Task<bool> Used(MagicLink link, CancellationToken stop) => await house.Office.Get(Row(link), stop) is not null;

    private static RecordKey Row(MagicLink link) => new($"sign-in#{link.Subject}", "used");

    private Page Say(bool live, string words, int status)
    {
        var assets = house.OfficeAssets;
        var frame = new OfficeFrame("Sign in", "", assets.Style, assets.Script, "", false);
        return new Page(SignIn.Create(new SignInPage(frame, live, words)), status);
    }
}
