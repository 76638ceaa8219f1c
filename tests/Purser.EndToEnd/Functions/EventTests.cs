using System.Net;
using System.Text.Json.Nodes;
using Purser.EndToEnd.Harness;

namespace Purser.EndToEnd.Functions;

/// <summary>Events that are no requests, and starts that must not be.</summary>
public sealed class EventTests(FunctionPlace place) : IClassFixture<FunctionPlace>
{
    private const string Nobody = "abcdefghijklmnopqrstuvwxyz";

    public static TheoryData<string, string> Needed => new()
    {
        { "crew", "SERVICE_KEY_HASH" }, { "calendar", "DASHBOARD_TOKEN_HASH" }, { "guest", "PURSER_ROLE" },
        { "office", "PURSER_CREW_DESK_URL" }, { "crew", "PURSER_CREW_QUEUE_URL" },
    };

    [Fact]
    public async Task Of_a_batch_only_what_failed_comes_again()
    {
        var office = await place.Of("office");
        var failed = await office.Take(
            $$"""{"kind":"booking","id":"{{Nobody}}"}""",
            """{"kind":"outbox","compartment":"crew","partition":"event#1"}""",
            "no hint at all",
            $$"""{"kind":"outbox","compartment":"office","partition":"booking#{{Nobody}}"}""");
        Assert.Equal(["m1"], failed);
        Assert.Contains("that function's queue", office.Log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_schedule_sweeps_where_there_is_work_and_is_refused_where_there_is_none()
    {
        foreach (var role in (string[])["office", "crew", "guest"])
        {
            var told = await (await place.Of(role)).Sweep();
            // The office also compares itself with its desks, which are not there.
            if (role == "office") Assert.Equal("error", told.Kind);
            else Assert.Equal("{}", told.Json.GetRawText());
        }

        var refused = await (await place.Of("calendar")).Sweep();
        Assert.Equal(("error", "Function.EventRefused"), (refused.Kind, refused.ErrorType));
        Assert.Equal("error", (await (await place.Of("crew")).Created(place.Installation.Quarantine, "sent/a/b")).Kind);
    }

    [Fact]
    public async Task What_is_no_guests_file_is_left_alone()
    {
        var guest = await place.Of("guest");
        foreach (var key in (string[])["sent/nothing", "elsewhere/a/b", $"sent/{Nobody}/{Nobody}"])
            Assert.Equal("{}", (await guest.Created(place.Installation.Quarantine, key)).Json.GetRawText());
    }

    [Theory]
    [MemberData(nameof(Needed))]
    public async Task A_function_without_what_it_needs_does_not_start_and_says_what_and_how(string role, string name)
    {
        Assert.SkipUnless(Emulator.IsHere, "the AWS emulator is not on this machine");
        var settings = place.Installation.Settings(role);
        settings.Remove(name);
        await using var function = await Function.Start(settings);
        var told = await function.Runtime.FailedStart.WaitAsync(Wait.Deadline, TestContext.Current.CancellationToken);
        Assert.Contains(name, told.Json.GetProperty("errorMessage").GetString(), StringComparison.Ordinal);
        Assert.NotEqual(0, await function.Ended());
        Assert.Contains(name, function.Log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_photo_that_came_into_the_bucket_is_published_by_the_worker()
    {
        Assert.SkipUnless(Emulator.IsHere, "the AWS emulator is not on this machine");
        var picture = CameraPicture.At("2027:05:30 10:05:00");
        using var aboard = await PhotoGuest.Board(await House.Start(settings: place.Installation.OfServer));
        await using var house = aboard.House;
        var started = (await aboard.Announce(aboard.Batch(picture.Length))).Is(HttpStatusCode.Created);
        await house.Stop();
        var upload = started.Json["uploads"]![0]!;
        Assert.Equal(HttpStatusCode.NoContent, await aboard.Post(upload, picture));
        var guest = await place.Of("guest");
        var key = upload["fields"]!.Word("key");
        var told = await guest.Created(place.Installation.Quarantine, key);
        Assert.True(told.Json.GetRawText() == "{}", $"{told.Json}\n{guest.Log}");
        var photo = Item(await guest.Url("GET", aboard.Root, FunctionCalls.With("X-Event-Code", aboard.Code)));
        Assert.Equal("published", photo.Word("state"));

        // A second event of the same object finds all done.
        Assert.Equal("{}", (await guest.Created(place.Installation.Quarantine, key)).Json.GetRawText());
        var again = Item(await guest.Url("GET", aboard.Root, FunctionCalls.With("X-Event-Code", aboard.Code)));
        Assert.Equal(photo.ToJsonString(), again.ToJsonString());
    }

    private static JsonNode Item(Purser.Contracts.Aws.Told told)
    {
        Assert.True(told.Status == 200, told.Text);
        return Assert.Single(JsonNode.Parse(told.Body)!["items"]!.AsArray())!;
    }
}
