using Purser.Fleet;
using Purser.Outside.Outbox;

namespace Purser.Crew;

/// <summary>
/// Who must be told what, read off the difference between an event before and after a change. Pure.
/// </summary>
public static class CrewNews
{
    /// <summary>
    /// The notices that the change calls for; each has a key that no other change can have.
    /// </summary>
    public static IReadOnlyList<NoticeKey> Between(EventSheet? before, EventSheet after)
    {
        var news = new List<NoticeKey>();
        foreach (var now in after.Assignments)
        {
            var was = before?.Assignments.FirstOrDefault(item => item.Role == now.Role && item.Member == now.Member);
            if (Purpose(was, now, after.Event.Live) is { } purpose)
                news.Add(new NoticeKey(after.Event.Id.Text, now.Member.Text, purpose, now.Cause));
        }

        if (after.Event.Live && CaptainNews(before, after) is { } captain) news.Add(captain);
        return news;
    }

    /// <summary>Who else has said yes, as the captain is told: the same set is the same text.</summary>
    public static string StatusOf(EventSheet sheet, MemberId captain) => string.Join(
        ' ', sheet.Assignments.Where(item => item.Stage == AskStage.Confirmed && item.Member != captain)
            .Select(item => $"{item.Role.Key}:{item.Member}").Order(StringComparer.Ordinal));

    private static NoticePurpose? Purpose(Assignment? was, Assignment now, bool live)
    {
        var engaged = was is { Engaged: true };
        if (now.Stage == AskStage.Asked && now.Ask > (was?.Ask ?? 0))
            return engaged ? NoticePurpose.CrewChange : NoticePurpose.CrewInvitation;
        if (!engaged || now.Stage is not (AskStage.Released or AskStage.Lapsed)) return null;
        return live ? NoticePurpose.CrewRelease : NoticePurpose.CrewCancelled;
    }

    private static NoticeKey? CaptainNews(EventSheet? before, EventSheet after)
    {
        if (after.Holder(CrewRole.Captain) is not { Stage: AskStage.Confirmed } captain) return null;
        var status = StatusOf(after, captain.Member);
        var was = before?.Holder(CrewRole.Captain);
        var known = before is not null && was?.Member == captain.Member && was.Stage == AskStage.Confirmed
            ? StatusOf(before, captain.Member)
            : "";
        return status == known
            ? null
            : new NoticeKey(
                after.Event.Id.Text, captain.Member.Text, NoticePurpose.CaptainStatus, $"v{after.Event.Version}");
    }
}
