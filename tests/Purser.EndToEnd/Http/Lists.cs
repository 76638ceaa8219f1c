using System.Net;
using System.Text.Json.Nodes;
using Purser.EndToEnd.Harness;

namespace Purser.EndToEnd.Http;

/// <summary>Lists go on only from where they stopped, and changes count only against what was seen.</summary>
public sealed class Lists
{
    [Fact]
    public async Task A_cursor_that_no_list_gave_is_refused_by_name_and_lists_need_no_dates()
    {
        await using var house = await House.Start();
        foreach (var path in (string[])["/api/bookings", "/calendar/events", "/api/events", "/events"])
        {
            Task<Answer> Ask(string query) => path.StartsWith("/calendar", StringComparison.Ordinal)
                ? house.Http.Calendar(HttpMethod.Get, path + query)
                : path.EndsWith("bookings", StringComparison.Ordinal)
                    ? house.Http.Office(HttpMethod.Get, path + query)
                    : house.Http.Crew(HttpMethod.Get, path + query);
            (await Ask("")).Is(HttpStatusCode.OK);
            var refused = (await Ask("?cursor=2027-05!x")).Is(HttpStatusCode.UnprocessableEntity);
            Assert.Contains("?cursor", refused.Text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Of_two_notes_against_the_same_state_one_is_written()
    {
        await using var house = await House.Start();
        var made = await house.BookAndSettle(Samples.Booking("direct", "NOTES1", "2027-08-04T10:00"));
        var path = $"/api/bookings/{made.Word("id")}";
        var tag = (await house.Http.Office(HttpMethod.Get, path)).Tag;
        (await house.Http.Office(HttpMethod.Patch, path, new JsonObject { ["officeNotes"] = "one" }, tag)).Is(HttpStatusCode.OK);
        (await house.Http.Office(HttpMethod.Patch, path, new JsonObject { ["officeNotes"] = "two" }, tag))
            .Is(HttpStatusCode.PreconditionFailed);
        Assert.Equal("one", (await house.Http.Office(HttpMethod.Get, path)).Word("officeNotes"));
    }
}
