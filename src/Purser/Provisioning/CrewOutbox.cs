using NodaTime;
using Purser.Calendar;
using Purser.Crew;
using Purser.Fleet;
using Purser.Outside;
using Purser.Outside.Outbox;
using Purser.Outside.Records;

namespace Purser.Provisioning;

/// <summary>Composes the letters of the crew desk's notices from the event as it stands.</summary>
/// <param name="crew">The crew compartment's records.</param>
/// <param name="secrets">Signs the links.</param>
/// <param name="templates">Their words.</param>
/// <param name="clock">Now.</param>
/// <param name="fleet">The operator.</param>
/// <param name="crewSite">The public base address of the crew site.</param>
public sealed class CrewOutbox(
    IRecords crew, ISecrets secrets, ITemplates templates, IClock clock, Func<FleetFacts> fleet, Uri crewSite) : ILetters
{
    /// <inheritdoc />
    public async Task<Letter> Compose(string partition, Notice notice, CancellationToken stop)
    {
        var id = Texts.Parse<EventId>(notice.Key.Subject);
        var reading = await EventReading.Load(crew, id, stop);
        var sheet = reading.Sheet ?? throw new BugException($"a notice without its event {id}");
        var now = clock.GetCurrentInstant();
        if (CrewLetters.OldNews(sheet, notice.Key, now) is { } old) return new Letter.Dropped(old);
        var item = CrewLetters.About(sheet, notice.Key)!;
        var roster = await new Roster(crew).List(stop);
        var link = item.Engaged ? await Link(sheet.Event, item, stop) : null;
        var facts = CrewLetters.Facts(sheet, item, roster, fleet(), now, link);
        var told = CrewLetters.ToldBy(sheet, notice.Key);
        RecordChange[] changes = [CrewRows.Put(id, told, reading.VersionOf(CrewRows.Told(id, item.Member)))];
        var member = roster.FirstOrDefault(one => one.Id == item.Member);
        if (member?.Email is not { } address)
            return new Letter.ByHand(Render(notice, facts, "txt"), facts.Name, member?.Phone, changes);
        var texts = (Render(notice, facts, "subject.txt"), Render(notice, facts, "txt"), Render(notice, facts, "html"));
        var from = fleet().Operator.MailFrom;
        var mail = MailNaming.Mail(notice, from, facts.Name, address, texts, Attached(notice, sheet.Event, item, facts, from));
        return new Letter.Ready(mail, changes);
    }

    private async Task<Uri> Link(CrewEvent value, Assignment item, CancellationToken stop)
    {
        var key = await secrets.Get(SecretNames.CrewLinks, stop);
        return CrewLinks.Address(crewSite, CrewLinks.Event(value, item.Member, item.Ask), key.Span);
    }

    private string Render(Notice notice, CrewLetterFacts facts, string part) =>
        templates.Render($"mail/{notice.Key.Purpose.Word}.{part}", fleet().Brands[0].Id, facts.Json);

    private static MailAttachment[] Attached(
        Notice notice, CrewEvent value, Assignment item, CrewLetterFacts facts, string from)
    {
        if (notice.Key.Purpose == NoticePurpose.CaptainStatus) return [];
        var ended = notice.Key.Purpose is NoticePurpose.CrewRelease or NoticePurpose.CrewCancelled;
        var domain = from[(from.LastIndexOf('@') + 1)..].TrimEnd('>', ' ');
        var invite = new Invite(
            $"{value.Id}-{item.Member}@{domain}", (2L * item.Ask) + (ended ? 1 : 0), notice.Queued, item.About.Aboard, item.About.Away,
            $"{CrewWords.Title(item.Role)} on {facts.Vessel}", facts.Where, $"Sails {facts.Times} {facts.Abbreviation}. {facts.Aboard}", ended);
        return [new MailAttachment("event.ics", Invite.ContentType, invite.Bytes)];
    }
}
