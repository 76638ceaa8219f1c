using System.Net;
using System.Text.Json.Nodes;
using Purser.EndToEnd.Harness;

namespace Purser.EndToEnd.Http;

/// <summary>What is malformed, contradictory or hostile is refused by name, and nothing is stored.</summary>
public sealed class BadInput(BadInput.SharedHouse shared) : IClassFixture<BadInput.SharedHouse>
{
    private const int Unprocessable = 422;

    private House House => shared.House;

    public static TheoryData<string, string, string> Fields => new()
    {
        { "/vessel", "\"nowhere\"", "/vessel" },
        { "/channel", "\"nobody\"", "/channel" },
        { "/reference", "\"../../etc/passwd\"", "/reference" },
        { "/reference", "\"\"", "/reference" },
        { "/start", "\"2027-05-30\"", "/start" },
        { "/start", "\"2027-05-30T10:00Z\"", "/start" },
        { "/start", "\"2027-03-14T02:30\"", "/start" },
        { "/start", "\"1970-01-01T10:00\"", "/start" },
        { "/start", "\"9999-01-01T10:00\"", "/start" },
        { "/hours", "0", "/hours" },
        { "/hours", "-3", "/hours" },
        { "/hours", "1.1", "/hours" },
        { "/hours", "100000", "/hours" },
        { "/guest/name", "\"\"", "/guest/name" },
        { "/guest/name", "\"Robin\\r\\nBcc: all@example.com\"", "/guest/name" },
        { "/guest/email", "\"robin@example.com\\r\\nBcc: all@example.com\"", "/guest/email" },
        { "/guest/email", "\"not an address\"", "/guest/email" },
        { "/guest/phone", "\"call me\"", "/guest/phone" },
        { "/guest/party", "0", "/guest/party" },
        { "/guest/party", "100000", "/guest/party" },
        { "/price/gross", "\"-840.75\"", "/price/gross" },
        { "/price/gross", "\"840.755\"", "/price/gross" },
        { "/price/gross", "\"1e9\"", "/price/gross" },
        { "/price/currency", "\"XXQ\"", "/price/currency" },
        { "/color", "\"red\"", "/color" },
    };

    [Theory]
    [MemberData(nameof(Fields))]
    public async Task A_bad_field_is_named_and_nothing_is_stored(string pointer, string value, string named)
    {
        var booking = Samples.Booking("direct", "BAD1", "2027-07-04T10:00");
        var path = pointer.Split('/')[1..];
        JsonNode parent = booking;
        foreach (var step in path[..^1]) parent = parent[step]!;
        parent[path[^1]] = JsonNode.Parse(value);
        var refusal = await House.Http.Book(booking);
        Assert.Equal(Unprocessable, (int)refusal.Status);
        Assert.Equal("application/problem+json", refusal.Type);
        Assert.Contains($"{named}\"", refusal.Text, StringComparison.Ordinal);
        await NothingIsStored();
    }

    [Theory]
    [InlineData("{")]
    [InlineData("")]
    [InlineData("[1,2")]
    [InlineData("{\"channel\":\"direct\",\"channel\":\"boatsetter\"")]
    public async Task What_is_not_json_is_400(string body)
    {
        var refusal = await House.Http.Raw(
            House.Office, HttpMethod.Post, "/api/bookings", body, "application/json", null,
            ("X-API-Key", await House.Key("bookings")));
        refusal.Is(HttpStatusCode.BadRequest);
        Assert.Equal("application/problem+json", refusal.Type);
    }

    [Fact]
    public async Task A_body_that_is_too_large_is_refused()
    {
        var booking = Samples.Booking("direct", "BIG1", "2027-07-04T10:00");
        booking["requests"] = new string('x', 3_000_000);
        var refusal = await House.Http.Book(booking);
        Assert.Contains(refusal.Status, new[] { HttpStatusCode.RequestEntityTooLarge, HttpStatusCode.UnprocessableEntity });
        await NothingIsStored();
    }

    [Fact]
    public async Task Incident_01_A_missing_key_and_a_wrong_key_are_told_apart()
    {
        var body = Samples.Booking("direct", "KEY1", "2027-07-04T10:00");
        var missing = await House.Http.Send(House.Office, HttpMethod.Post, "/api/bookings", body, null);
        var wrong = await House.Http.Send(
            House.Office, HttpMethod.Post, "/api/bookings", body, null, ("X-API-Key", "pk_bookings_" + new string('a', 43)));
        Assert.Equal((HttpStatusCode.Unauthorized, HttpStatusCode.Unauthorized), (missing.Status, wrong.Status));
        Assert.Contains("X-API-Key", missing.Text, StringComparison.Ordinal);
        Assert.Contains("X-API-Key", wrong.Text, StringComparison.Ordinal);
        Assert.NotEqual(missing.Json["type"]?.ToString() + missing.Json["title"], wrong.Json["type"]?.ToString() + wrong.Json["title"]);
    }

    [Fact]
    public async Task Incident_29_A_key_opens_its_own_compartment_only()
    {
        var crewKey = await House.Key("crew");
        var body = Samples.Booking("direct", "KEY2", "2027-07-04T10:00");
        var office = await House.Http.Send(House.Office, HttpMethod.Post, "/api/bookings", body, null, ("X-API-Key", crewKey));
        var calendar = await House.Http.Send(
            House.Office, HttpMethod.Get, "/calendar/events?from=2027-05-01&to=2027-06-01", null, null, ("X-Dashboard-Token", crewKey));
        Assert.Contains(office.Status, new[] { HttpStatusCode.Unauthorized, HttpStatusCode.Forbidden });
        Assert.Contains(calendar.Status, new[] { HttpStatusCode.Unauthorized, HttpStatusCode.Forbidden });
    }

    [Fact]
    public async Task A_host_that_is_not_ours_is_421()
    {
        var answer = await House.Http.Send(House.Guest, HttpMethod.Get, "/g/x", null, null, ("Host", "example.net"));
        Assert.Equal(421, (int)answer.Status);
    }

    [Theory]
    [InlineData("/g/..%2f..%2fetc%2fpasswd")]
    [InlineData("/g/UPPER")]
    [InlineData("/g/x.html.html")]
    [InlineData("/g/nobody-has-this-page")]
    public async Task Incident_17_An_unknown_address_is_404_and_never_another_page(string path)
    {
        var answer = await House.Http.Guest(path);
        answer.Is(HttpStatusCode.NotFound);
    }

    [Theory]
    [InlineData("/nothing", "text/html")]
    [InlineData("/api/nothing", "application/problem+json")]
    public async Task Incident_17_A_browser_gets_words_and_an_API_never_a_page(string path, string type)
    {
        foreach (var site in new[] { House.Crew, House.Office })
        {
            var browser = await House.Http.Send(site, HttpMethod.Get, path, null, null, ("Accept", "text/html,*/*;q=0.8"));
            Assert.Equal((HttpStatusCode.NotFound, type), (browser.Status, browser.Type));
            var program = await House.Http.Send(site, HttpMethod.Get, path, null, null, ("Accept", "*/*"));
            Assert.Equal((HttpStatusCode.NotFound, "application/problem+json"), (program.Status, program.Type));
        }
    }

    [Fact]
    public async Task Hostile_words_come_out_as_words()
    {
        await using var house = await House.Start();
        var booking = Samples.Booking("direct", "HOSTILE", "2027-08-04T10:00");
        booking["guest"]!["name"] = "<script>alert(1)</script> {{ 7 * 7 }}";
        booking["requests"] = "<img src=x onerror=alert(1)> {{ include '/etc/passwd' }}";
        var made = await house.BookAndSettle(booking);
        var page = (await house.Http.Guest(new Uri(made["links"]!.Word("guestPage")).AbsolutePath)).Is(HttpStatusCode.OK);
        Assert.DoesNotContain("alert(1)", page.Text, StringComparison.Ordinal);
        foreach (var letter in house.Outbox.All)
        {
            Assert.DoesNotContain("<script>alert", letter.Message.HtmlBody ?? "", StringComparison.Ordinal);
            Assert.DoesNotContain("<img src=x", letter.Message.HtmlBody ?? "", StringComparison.Ordinal);
        }
    }

    private async Task NothingIsStored()
    {
        var list = await House.Http.Office(HttpMethod.Get, "/api/bookings?from=1970-01-01&to=9999-12-31");
        if (list.Status == HttpStatusCode.UnprocessableEntity)
            list = await House.Http.Office(HttpMethod.Get, "/api/bookings?from=2027-01-01&to=2027-12-31");
        Assert.Empty(list.Is(HttpStatusCode.OK).Json["items"]!.AsArray());
        Assert.Empty(House.Outbox.All);
    }

    /// <summary>One house for the whole table: it must stay empty.</summary>
    public sealed class SharedHouse : IAsyncLifetime
    {
        internal House House { get; private set; } = null!;

        public async ValueTask InitializeAsync() => House = await House.Start();

        public async ValueTask DisposeAsync() => await House.DisposeAsync();
    }
}
