using System.Text;
using System.Text.Json.Nodes;
using Purser.EndToEnd.Harness;

namespace Purser.EndToEnd.Functions;

/// <summary>Requests to single functions: their doors, and no others.</summary>
public sealed class DoorTests(FunctionPlace place) : IClassFixture<FunctionPlace>
{
    public static TheoryData<string, string, int> Doors => new()
    {
        { "office", "/api/bookings", 401 }, { "office", "/calendar/events", 404 }, { "office", "/api/events", 404 },
        { "office", "/api/g/may-30-direct-charter/photos", 404 }, { "office", "/", 401 }, { "office", "/mails", 404 },
        { "calendar", "/calendar/events", 401 }, { "calendar", "/api/bookings", 404 }, { "calendar", "/api/events", 404 },
        { "calendar", "/feeds/nothing.ics", 404 }, { "calendar", "/calendar/feeds", 401 },
        { "crew", "/api/events", 401 }, { "crew", "/events", 401 }, { "crew", "/api/crew", 401 }, { "crew", "/me", 403 },
        { "crew", "/calendar/events", 404 }, { "crew", "/api/bookings", 404 }, { "crew", "/hooks/boatsetter", 404 },
        { "guest", "/g/may-30-direct-charter/waiver", 200 }, { "guest", "/api/events", 404 },
        { "guest", "/api/bookings", 404 }, { "guest", "/calendar/events", 404 },
        { "office", "/livez", 200 }, { "calendar", "/readyz", 200 }, { "crew", "/readyz", 200 }, { "guest", "/livez", 200 },
    };

    [Theory]
    [MemberData(nameof(Doors))]
    public async Task A_function_has_its_own_doors_and_no_others(string role, string path, int status)
    {
        var function = await place.Of(role);
        Assert.Equal(status, (await function.Url("GET", path)).Status);
        Assert.Equal(status, (await function.Rest("GET", path)).Status);
    }

    [Fact]
    public async Task A_key_of_one_compartment_opens_no_other_and_the_hash_itself_opens_nothing()
    {
        var crew = await place.Of("crew");
        Assert.Equal(200, (await crew.Rest("GET", "/api/events", FunctionCalls.Crew)).Status);
        Assert.Equal(401, (await crew.Rest("GET", "/api/events", FunctionCalls.Booking)).Status);
        var calendar = await place.Of("calendar");
        Assert.Equal(200, (await calendar.Rest("GET", "/calendar/events", FunctionCalls.Calendar)).Status);
        Assert.Equal(401, (await calendar.Rest("GET", "/calendar/events", FunctionCalls.Crew)).Status);
    }

    [Theory]
    [InlineData("id.execute-api.us-east-1.amazonaws.com", 200)]
    [InlineData("crew.example.com", 200)]
    [InlineData("office.example.com", 421)]
    [InlineData("evil.example", 421)]
    public async Task A_function_answers_under_its_gateways_name_and_its_sites_and_no_other(string host, int status)
    {
        var told = await (await place.Of("crew")).Rest(
            "GET", "/api/events", FunctionCalls.Crew.And(FunctionCalls.With("Host", host)));
        Assert.Equal(status, told.Status);
    }

    [Fact]
    public async Task A_stage_is_taken_off_and_links_are_the_sites_all_the_same()
    {
        var crew = await place.Of("crew");
        await using var gate = await Gateway.Start(crew);
        using var client = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Put, new Uri(gate.Base, "api/crew/noor"));
        request.Headers.Add("X-API-Key", Installation.ServiceKey);
        request.Headers.Add("If-None-Match", "*");
        request.Content = new StringContent("""{"name":"Noor Vance","ranks":["deckhand"],"order":9}""", Encoding.UTF8, "application/json");
        using var reply = await client.SendAsync(request, TestContext.Current.CancellationToken);
        var text = await reply.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True(reply.IsSuccessStatusCode, text);
        Assert.DoesNotContain("execute-api", text, StringComparison.Ordinal);
        using var read = new HttpRequestMessage(HttpMethod.Get, new Uri(gate.Base, "api/crew/noor"));
        read.Headers.Add("X-API-Key", Installation.ServiceKey);
        using var there = await client.SendAsync(read, TestContext.Current.CancellationToken);
        Assert.Equal(System.Net.HttpStatusCode.OK, there.StatusCode);
    }

    [Fact]
    public async Task Bytes_go_in_and_come_out_as_they_are()
    {
        var crew = await place.Of("crew");
        var csv = Encoding.UTF8.GetBytes("id,name,email,phone,ranks,order,licence,licenceExpires\nzoe,Zo\u00eb \u00c5berg,,,deckhand,8,,\n");
        var told = await crew.Rest("POST", "/api/crew", FunctionCalls.Crew.And(FunctionCalls.Sends(csv, "text/csv")));
        Assert.True(told.Status is 200 or 201, told.Text);
        Assert.Equal("Zo\u00eb \u00c5berg", JsonNode.Parse((await crew.Rest("GET", "/api/crew/zoe", FunctionCalls.Crew)).Body)!.Word("name"));

        var font = Directory.EnumerateFiles(Path.Combine(PublishedProgram.Root, "templates", "assets", "fonts"), "barlow*.woff2").First();
        var sent = await crew.Rest("GET", "/assets/" + Path.GetFileName(font));
        Assert.True(sent.IsBase64);
        Assert.Equal(await File.ReadAllBytesAsync(font, TestContext.Current.CancellationToken), sent.Body);
        Assert.Empty((await crew.Rest("HEAD", "/assets/" + Path.GetFileName(font))).Body);
    }

    [Fact]
    public async Task A_body_over_the_limit_is_413()
    {
        var office = await place.Of("office");
        var much = new byte[(5 * 1024 * 1024) + 1];
        var told = await office.Url("POST", "/api/bookings", FunctionCalls.Booking.And(FunctionCalls.Sends(much, "message/rfc822")));
        Assert.Equal(413, told.Status);
    }

    [Fact]
    public async Task A_reply_that_Lambda_would_not_take_is_refused_and_a_smaller_one_arrives_whole()
    {
        var guest = await place.Of("guest");
        const string folder = "abcdefghijklmnopqrstuvwxyz";
        var (small, large) = (new byte[4_000_000], new byte[5_000_000]);
        small.AsSpan().Fill(0xAB);
        await place.Installation.Put($"photos/{folder}/view.jpg", small);
        await place.Installation.Put($"photos/{folder}/720.jpg", large);
        var told = await guest.Url("GET", $"/photos/{folder}/view.jpg");
        Assert.Equal(200, told.Status);
        Assert.Equal(small, told.Body);
        var refused = await guest.Url("GET", $"/photos/{folder}/720.jpg");
        Assert.Equal((500, "urn:purser:reply-too-large"), (refused.Status, refused.Problem));
        Assert.Equal(200, (await guest.Url("GET", "/livez")).Status);
    }

    [Fact]
    public async Task A_guest_who_asks_for_the_link_hears_the_same_whoever_it_is_and_the_office_is_told()
    {
        var guest = await place.Of("guest");
        static Action<JsonNode> Asks(string email) =>
            FunctionCalls.Sends($"email={Uri.EscapeDataString(email)}", "application/x-www-form-urlencoded");
        var one = await guest.Url("POST", "/api/g/may-30-direct-charter/link", Asks("robin@example.com"));
        var other = await guest.Url("POST", "/api/g/june-1-nobodys-charter/link", Asks("stranger@example.com"));
        Assert.Equal(200, one.Status);
        Assert.Equal(one.Text, other.Text);
        var hints = await place.Installation.Take("office");
        Assert.Contains(hints, hint => hint.Contains("guest-link", StringComparison.Ordinal)
            && hint.Contains("robin@example.com", StringComparison.Ordinal));
        Assert.DoesNotContain("robin@", guest.Log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_function_whose_storage_does_not_answer_says_so_before_it_is_killed()
    {
        using var silence = new Silence();
        var settings = place.Installation.Settings("calendar");
        settings["AWS_ENDPOINT_URL"] = silence.Address.ToString();
        await using var calendar = await Function.Start(settings);
        Assert.Equal(200, (await calendar.Rest("GET", "/livez")).Status);
        var told = await calendar.Send(
            Purser.Contracts.Aws.LambdaSamples.RestOf("GET", "/calendar/events", FunctionCalls.Calendar), TimeSpan.FromSeconds(2));
        Assert.Equal((503, "urn:purser:too-slow"), (told.Status, told.Problem));
        Assert.Equal(200, (await calendar.Rest("GET", "/livez")).Status);
    }

    [Fact]
    public async Task A_function_whose_storage_is_not_there_says_503_and_goes_on()
    {
        var settings = place.Installation.Settings("calendar");
        using (var gone = new Silence()) settings["AWS_ENDPOINT_URL"] = gone.Address.ToString();
        await using var calendar = await Function.Start(settings);
        Assert.Equal(503, (await calendar.Rest("GET", "/calendar/events", FunctionCalls.Calendar)).Status);
        Assert.Equal(401, (await calendar.Rest("GET", "/calendar/events")).Status);
    }
}
