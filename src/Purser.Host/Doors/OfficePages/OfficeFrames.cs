using Purser.Host.Composition;
using Purser.Host.Doors.Sessions;
using Purser.Host.Pages.Office;

namespace Purser.Host.Doors.OfficePages;

/// <summary>What stands around the office's pages, and refusals as a person reads them.</summary>
public sealed class OfficeFrames(OfficeRooms house, SessionCookie cookie)
{
    /// <summary>Around a page.</summary>
    /// <param name="context">Whose session is read.</param>
    /// <param name="title">Of the page.</param>
    /// <param name="here">The current part.</param>
    public OfficeFrame Of(HttpContext context, string title, string here)
    {
        var (assets, token) = (house.OfficeAssets, cookie.FormToken(context, SignInDoor.Purpose));
        return new OfficeFrame(title, here, assets.Style, assets.Script, token, house.Fleet.Sample)
        {
            Alone = house.Settings.Function is not null,
        };
    }

    /// <summary>A refusal as a page: the cause, the next step, the way back.</summary>
    public Page Say(HttpContext context, Problem problem, string back)
    {
        var fields = problem.Errors?.Select(error => $"{error.Detail} {error.Remedy}".Trim()).ToList() ?? [];
        var what = fields.Count > 0 ? string.Join(' ', fields) : problem.Detail ?? "";
        var page = new RefusedPage(Of(context, problem.Title, ""), problem.Title, what, back);
        return new Page(Refused.Create(page), problem.Status);
    }
}
