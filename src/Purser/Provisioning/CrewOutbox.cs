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
    private IRecords Crew => crew;

    /// <inheritdoc />
    public IComposer Open(IReadOnlyList<StoredRecord>? rows) => new Composer(this, rows);

    private async Task<Letter> Compose(Notice notice, Facts read, CancellationToken stop)
    {
        if (notice.Key.Purpose == NoticePurpose.CrewLink) return await OwnLink(notice, stop);
        var id = Texts.Parse<EventId>(notice.Key.Subject);
        var reading = await read.Event(id, stop);
        var sheet = reading.Sheet ?? throw new BugException($"a notice without its event {id}");
        var now = clock.GetCurrentInstant();
        if (CrewLetters.OldNews(sheet, notice.Key, now) is { } old) return new Letter.Dropped(old);
        var item = CrewLetters.About(sheet, notice.Key)!;
        var roster = await read.Roster(stop);
        var link = item.Engaged ? await Link(sheet.Event, item, stop) : null;
        var facts = CrewLetters.Facts(sheet, item, roster, fleet(), now, link);
        var told = CrewLetters.ToldBy(sheet, notice.Key);
        RecordChange[] changes = [CrewRows.Put(id, told, reading.VersionOf(CrewRows.Told(id, item.Member)))];
        var member = roster.FirstOrDefault(one => one.Id == item.Member);
        if (member?.Email is not { } address)
            return new Letter.ByHand(Draft(notice, facts.Json), facts.Name, member?.Phone, changes);
        var from = fleet().Operator.MailFrom;
        var texts = Write(notice, facts.Json);
        var mail = MailNaming.Mail(notice, from, facts.Name, address, texts, Attached(notice, sheet.Event, item, facts, from));
        return new Letter.Ready(mail, changes);
    }

    private async Task<Uri> Link(CrewEvent value, Assignment item, CancellationToken stop)
    {
        var key = await secrets.Get(SecretNames.CrewLinks, stop);
        return CrewLinks.Address(crewSite, CrewLinks.Event(value, item.Member, item.Ask), key.Span);
    }

    /// <summary>What a person sends from a telephone: a few lines, not a letter.</summary>
    private string Draft(Notice notice, ReadOnlyMemory<byte> facts) =>
        templates.Render($"draft/{notice.Key.Purpose.Word}.txt", fleet().Brands[0].Id, facts).Trim();

    private (string Subject, string Text, string Html) Write(Notice notice, ReadOnlyMemory<byte> facts)
    {
        string Render(string part) =>
            templates.Render($"mail/{notice.Key.Purpose.Word}.{part}", fleet().Brands[0].Id, facts);
        return (Render("subject.txt"), Render("txt"), Render("html"));
    }

    /// <summary>
    /// The letter with a person's own link: signed now, for as long as his links are not revoked.
    /// </summary>
    private async Task<Letter> OwnLink(Notice notice, CancellationToken stop)
    {
        var roster = new Roster(crew);
        if (await roster.Find(Texts.Parse<MemberId>(notice.Key.Subject), stop) is not { Active: true } member)
            return new Letter.Dropped("not on the roster any more");
        var link = CrewLinks.Own(member, clock.GetCurrentInstant());
        var key = await secrets.Get(SecretNames.CrewLinks, stop);
        var address = CrewLinks.Address(crewSite, link, key.Span);
        var facts = CrewLinkFacts.Of(member, fleet(), OwnLinks.WasAsked(notice.Key), link.Expires, address);
        if (member.Email is not { } email)
            return new Letter.ByHand(Draft(notice, facts.Json), member.Name, member.Phone, []);
        var texts = Write(notice, facts.Json);
        var from = fleet().Operator.MailFrom;
        return new Letter.Ready(MailNaming.Mail(notice, from, member.Name, email, texts), []);
    }

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

    private sealed class Composer(CrewOutbox outbox, IReadOnlyList<StoredRecord>? rows) : IComposer
    {
        private readonly Facts _facts = new(outbox, rows);

        public Task<Letter> Compose(Notice notice, CancellationToken stop) =>
            outbox.Compose(notice, _facts, stop);
    }

    /// <summary>An event and the roster, each read at most once.</summary>
    private sealed class Facts(CrewOutbox outbox, IReadOnlyList<StoredRecord>? rows)
    {
        private readonly Once<EventReading> _event = new();
        private readonly Once<IReadOnlyList<CrewMember>> _roster = new();

        public Task<EventReading> Event(EventId id, CancellationToken stop) =>
            _event.Read(() => rows is null
                ? EventReading.Load(outbox.Crew, id, stop)
                : Task.FromResult(EventReading.Of(rows)));

        public Task<IReadOnlyList<CrewMember>> Roster(CancellationToken stop) =>
            _roster.Read(() => new Roster(outbox.Crew).List(stop));
    }
}
