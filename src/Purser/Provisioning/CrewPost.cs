using NodaTime;
using Purser.Calendar;
using Purser.Crew;
using Purser.Fleet;
using Purser.Outside;
using Purser.Outside.Outbox;
using Purser.Outside.Records;

namespace Purser.Provisioning;

/// <summary>Composes the crew desk's letters from the event's current facts, each with its reader's own link.</summary>
/// <param name="crew">The crew compartment's records.</param>
/// <param name="templates">Their words.</param>
/// <param name="secrets">The key of the links.</param>
/// <param name="fleet">The operator as it is now.</param>
/// <param name="clock">The time.</param>
/// <param name="crewSite">Where the links point.</param>
public sealed class CrewPost(
    IRecords crew, ITemplates templates, ISecrets secrets, Func<FleetFacts> fleet, IClock clock, Uri crewSite) : ILetters
{
    private readonly Roster _roster = new(crew);

    /// <inheritdoc />
    public async Task<Letter> Compose(string partition, Notice notice, CancellationToken stop)
    {
        var id = Texts.Parse<EventId>(notice.Key.Subject);
        var reading = await EventReading.Load(crew, id, stop);
        var sheet = reading.Sheet ?? throw new BugException($"a notice without its event {id}");
        if (CrewLetters.OldNews(sheet, notice.Key, clock.GetCurrentInstant()) is { } old) return new Letter.Dropped(old);
        var item = CrewLetters.About(sheet, notice.Key) ?? throw new BugException("old news has no assignment");
        var roster = await _roster.List(stop);
        var facts = CrewLetters.Facts(sheet, item, roster, fleet(), clock.GetCurrentInstant(), await Link(sheet, item, notice, stop));
        var told = CrewLetters.ToldBy(sheet, notice.Key);
        IReadOnlyList<RecordChange> known = [CrewRows.Put(id, told, reading.VersionOf(CrewRows.Told(id, item.Member)))];
        var text = Text(notice.Key.Purpose, facts);
        var member = roster.FirstOrDefault(person => person.Id == item.Member);
        if (member?.Email is not { } address) return new Letter.ByHand(text.Text, facts.Name, member?.Phone, known);
        var from = fleet().Operator.MailFrom;
        return new Letter.Ready(MailNaming.Mail(notice, from, facts.Name, address, text, Files(sheet, item, notice, facts)), known);
    }

    private (string Subject, string Text, string Html) Text(NoticePurpose purpose, CrewLetterFacts facts)
    {
        var brand = fleet().Brands[0].Id;
        string Part(string ending) => templates.Render($"mail/{purpose.Word}.{ending}", brand, facts.Json);
        return (Part("subject.txt"), Part("txt"), Part("html"));
    }

    private async Task<Uri?> Link(EventSheet sheet, Assignment item, Notice notice, CancellationToken stop)
    {
        if (notice.Key.Purpose is NoticePurpose.CrewRelease or NoticePurpose.CrewCancelled) return null;
        var key = await secrets.Get(SecretNames.CrewLinks, stop);
        return CrewLinks.Address(crewSite, CrewLinks.Event(sheet.Event, item.Member, item.Ask), key.Span);
    }

    private MailAttachment[] Files(EventSheet sheet, Assignment item, Notice notice, CrewLetterFacts facts)
    {
        if (notice.Key.Purpose == NoticePurpose.CaptainStatus) return [];
        var gone = notice.Key.Purpose is NoticePurpose.CrewRelease or NoticePurpose.CrewCancelled;
        var invite = new Invite(
            $"{sheet.Event.Id}-{item.Member}@{crewSite.Host}", sheet.Event.Version, notice.Queued, item.About.Aboard,
            item.About.Away, $"{CrewWords.Title(item.Role)} on {facts.Vessel}", item.About.Dock, facts.Link, gone);
        return [new MailAttachment("call.ics", Invite.ContentType, invite.Bytes)];
    }
}
