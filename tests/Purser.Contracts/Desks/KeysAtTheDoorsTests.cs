using System.Net;
using System.Text;
using Purser.Aws.Desks;

namespace Purser.Contracts.Desks;

/// <summary>
/// Which key opens which of the desks' doors: every door that wants a key is in the table, and each is tried
/// through the real walls. A key of the API never opens what is the office's alone, nor is told that it exists.
/// </summary>
public sealed class KeysAtTheDoorsTests
{
    // By method and pattern: who may open it, s for a key of the API, o for the office's own.
    private static readonly Dictionary<string, string> Crew = new()
    {
        ["GET /api/events"] = "so",
        ["POST /api/events"] = "s",
        ["GET /api/events/{id}"] = "so",
        ["PATCH /api/events/{id}"] = "s",
        ["DELETE /api/events/{id}"] = "s",
        ["PUT /api/events/{id}"] = "o",
        ["PUT /api/events/{id}/roles/{role}"] = "s",
        ["DELETE /api/events/{id}/roles/{role}"] = "s",
        ["POST /api/events/{id}/answers"] = "s",
        ["GET /api/events/{id}/notices"] = "o",
        ["GET /events"] = "so",
        ["POST /events"] = "s",
        ["GET /events/{id}"] = "so",
        ["PATCH /events/{id}"] = "s",
        ["DELETE /events/{id}"] = "s",
        ["PUT /events/{id}"] = "o",
        ["PUT /events/{id}/roles/{role}"] = "s",
        ["DELETE /events/{id}/roles/{role}"] = "s",
        ["POST /events/{id}/answers"] = "s",
        ["GET /events/{id}/notices"] = "o",
        ["GET /api/crew"] = "so",
        ["POST /api/crew"] = "s",
        ["GET /api/crew/{id}"] = "s",
        ["PUT /api/crew/{id}"] = "s",
        ["DELETE /api/crew/{id}"] = "s",
        ["GET /api/office/people"] = "o",
        ["POST /api/office/people/{id}/link"] = "o",
        ["DELETE /api/office/people/{id}/links"] = "o",
        ["GET /api/office/drafts"] = "o",
        ["POST /api/office/drafts/sent"] = "o",
        ["POST /api/office/events/{id}/retry"] = "o",
    };

    private static readonly Dictionary<string, string> Calendar = new()
    {
        ["GET /calendar/events"] = "so",
        ["POST /calendar/events"] = "s",
        ["GET /calendar/events/{id}"] = "so",
        ["PATCH /calendar/events/{id}"] = "s",
        ["DELETE /calendar/events/{id}"] = "s",
        ["PUT /calendar/events/{id}"] = "o",
        ["GET /calendar/marks"] = "o",
    };

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_crew_desks_doors_open_to_whom_the_table_says_and_to_nobody_else()
    {
        await using var stand = await CrewDeskFar.OpenCrew(new CrewStage());
        await Try(stand, DeskKind.Crew, Crew);
    }

    [Fact]
    public async Task The_calendar_desks_doors_open_to_whom_the_table_says_and_to_nobody_else()
    {
        await using var stand = await EntryDeskFar.OpenCalendar(new CalendarStage());
        await Try(stand, DeskKind.Calendar, Calendar);
    }

    private static async Task Try(DoorStand stand, DeskKind kind, Dictionary<string, string> table)
    {
        Assert.Equal(table.Keys.Order(), Doors(stand.Wanted.Keys).Order());
        using var client = new HttpClient { BaseAddress = stand.Address };
        var office = await DoorStand.OfficeKey(kind);
        foreach (var (door, who) in table)
        {
            var wrong = await Ask(client, door, (kind.Header, "pk_of-nobody"));
            Assert.True(wrong.Status == HttpStatusCode.Unauthorized, door);
            Assert.Contains("key-wrong", wrong.Text, StringComparison.Ordinal);
            foreach (var (letter, key) in new[] { ('s', DoorStand.ServiceKey(kind)), ('o', office) })
            {
                var answer = await Ask(client, door, (kind.Header, key));
                if (who.Contains(letter))
                    Assert.True(answer.Status != HttpStatusCode.Unauthorized, $"{letter} {door}");
                else
                    Assert.Equal(wrong, answer);
            }
        }
    }

    // A door that answers GET answers HEAD too.
    private static IEnumerable<string> Doors(IEnumerable<string> all) =>
        all.Where(door => !door.StartsWith("HEAD ", StringComparison.Ordinal));

    private static async Task<(HttpStatusCode Status, string Text)> Ask(
        HttpClient client, string door, (string Header, string Key) with)
    {
        var parts = door.Split(' ');
        var path = parts[1].Replace("{id}", "nobody", StringComparison.Ordinal)
            .Replace("{role}", "captain", StringComparison.Ordinal);
        using var request = new HttpRequestMessage(new HttpMethod(parts[0]), path);
        request.Headers.Add(with.Header, with.Key);
        if (parts[0] is not ("GET" or "DELETE"))
            request.Content = new StringContent("{}", Encoding.UTF8, "application/json");
        using var response = await client.SendAsync(request, Stop);
        return (response.StatusCode, await response.Content.ReadAsStringAsync(Stop));
    }
}
