using System.Text.Json;
using NodaTime;
using Purser.Calendar;
using Purser.Crew;
using Purser.Fleet;
using Purser.Outside;
using Purser.Outside.Outbox;
using Purser.Outside.Records;

namespace Purser.Provisioning;

/// <summary>Composes the crew's letters, from the event's current facts.</summary>
/// <param name="records">Of the crew compartment.</param>
/// <param name="secrets">Signs the links.</param>
/// <param name="templates">The words.</param>
/// <param name="clock">Now.</param>
/// <param name="fleet">The operator as it is now.</param>
/// <param name="crewSite">The public base address of the crew site.</param>
public sealed class CrewPost(
    IRecords records, ISecrets secrets, ITemplates templates, IClock clock, Func<FleetFacts> fleet, Uri crewSite) : ILetters
{
    private readonly Roster roster = new(records);

    /// <inheritdoc />
    public async Task<Letter> Compose(string partition, Notice notice, CancellationToken stop)
    {
        var id = Texts.Parse<EventId>(notice.Key.Subject);
        var reading = await EventReading.Load(records, id, stop);
        if (reading.Sheet is not { } sheet) return new Letter.Dropped("there is no such event");
        if (CrewLetters.OldNews(sheet, notice.Key, clock.GetCurrentInstant()) is { } old) return new Letter.Dropped(old);
        var item = CrewLetters.About(sheet, notice.Key) ?? throw new BugException("news without an assignment");
        var people = await roster.List(stop);
        if (people.FirstOrDefault(person => person.Id == item.Member) is not { } person) return new Letter.Dropped("left the roster");
        var ends = notice.Key.Purpose is NoticePurpose.CrewRelease or NoticePurpose.CrewCancelled;
        var link = ends ? null : await Link(sheet.Event, item, stop);
        var facts = CrewLetters.Facts(sheet, item, people, fleet(), clock.GetCurrentInstant(), link);
        var told = CrewLetters.ToldBy(sheet, notice.Key);
        RecordChange[] known = [CrewRows.Put(id, told, reading.VersionOf(CrewRows.Told(id, item.Member)))];
        var text = Write(notice.Key.Purpose, facts);
        if (person.Email is not { } address) return new Letter.ByHand(text.Text, person.Name, person.Phone, known);
        var mail = MailNaming.Mail(
            notice, fleet().Operator.MailFrom, person.Name, address, text, Attached(notice, sheet.Event, item, facts));
        return new Letter.Ready(mail, known);
    }

    private async Task<Uri> Link(CrewEvent value, Assignment item, CancellationToken stop)
    {
        var key = await secrets.Get(SecretNames.CrewLinks, stop);
        return CrewLinks.Address(crewSite, CrewLinks.Event(value, item.Member, item.Ask), key.Span);
    }

    private (string Subject, string Text, string Html) Write(NoticePurpose purpose, CrewLetterFacts facts)
    {
        var json = JsonSerializer.SerializeToUtf8Bytes(facts, CrewLetterJson.Default.CrewLetterFacts);
        string Render(string part) => templates.Render($"mail/{purpose.Word}.{part}", fleet().Brands[0].Id, json);
        return (Render("subject.txt"), Render("txt"), Render("html"));
    }

    /// <summary>The call as a file for the person's own calendar; struck out where the person is no longer needed.</summary>
    private MailAttachment[] Attached(Notice notice, CrewEvent value, Assignment item, CrewLetterFacts facts)
    {
        if (notice.Key.Purpose == NoticePurpose.CaptainStatus) return [];
        var ends = notice.Key.Purpose is NoticePurpose.CrewRelease or NoticePurpose.CrewCancelled;
        var (about, trip) = (item.About, item.About.Trip);
        var invite = new Invite(
            $"{value.Id}-{item.Member}@{crewSite.Host}", value.Version, notice.Queued,
            trip.Departure.Plus(-Duration.FromMinutes(about.BeforeMinutes)),
            trip.Return.Plus(Duration.FromMinutes(about.AfterMinutes)), $"{facts.Vessel}: {item.Role}", about.Dock, null, ends);
        return [new MailAttachment("call.ics", Invite.ContentType, invite.Bytes)];
    }
}
