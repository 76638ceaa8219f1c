using System.Text;
using NodaTime;
using Purser.Crew;
using Purser.Fleet;
using Purser.Host.Composition;
using Purser.Host.Doors;
using Purser.Host.Intake.Json;

namespace Purser.Tests.Doors;

public sealed class CrewEventDocumentTests
{
    private const string Drill = """
        "title": "Drill", "vessel": "jada", "departure": "2027-06-20T09:00", "return": "2027-06-20T12:00"
        """;

    private static readonly FleetFacts Fleet = FleetFile.ReadOrFault(SampleOperator.Read(FleetFile.Name));
    private static readonly Instant Now = Instant.FromUtc(2027, 5, 20, 17, 0);
    private static readonly EventId Fresh = Texts.Parse<EventId>("fresh");

    [Fact]
    public void An_event_without_an_id_gets_one_and_may_say_its_date_and_zone()
    {
        var (draft, errors) = Read($$"""{ {{Drill}}, "date": "2027-06-20", "zone": "America/Los_Angeles" }""");
        Assert.Empty(errors);
        Assert.Equal(Fresh, draft!.Id);
    }

    [Theory]
    [InlineData("\"date\": \"2027-06-21\"", "/date")]
    [InlineData("\"zone\": \"Europe/Berlin\"", "/zone")]
    [InlineData("\"roles\": [{ \"role\": \"deckhand\", \"member\": \"No Such Name\" }]", "/roles/0/member")]
    [InlineData("\"roles\": [{ \"role\": \"deckhand\", \"fee\": 1 }]", "/roles/0/fee")]
    public void What_does_not_agree_is_named(string member, string pointer)
    {
        var (draft, errors) = Read($$"""{ {{Drill}}, {{member}} }""");
        Assert.Null(draft);
        Assert.Equal(pointer, Assert.Single(errors).Pointer);
    }

    [Fact]
    public void A_role_may_name_its_person()
    {
        var (draft, _) = Read($$"""{ {{Drill}}, "roles": ["captain", { "role": "deckhand", "member": "kai" }] }""");
        Assert.Equal(2, draft!.Trip.Roles.Count);
        var wanted = Assert.Single(draft.Members);
        Assert.Equal(("deckhand", "kai", "roles/1/member"), (wanted.Role.Text, wanted.Member.Text, wanted.Field));
    }

    private static (EventDraft? Draft, IReadOnlyList<DocumentError> Errors) Read(string json)
    {
        var errors = new DocumentErrors();
        var root = DocumentNode.Parse(Encoding.UTF8.GetBytes(json), Bodies.MostJson, errors)!;
        return (new CrewEventDocument(root, errors).Draft(Fleet, Now, Fresh), errors.Found);
    }
}
