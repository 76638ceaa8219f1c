using System.Net;
using System.Text.Json.Nodes;
using Purser.EndToEnd.Harness;

namespace Purser.EndToEnd.Http;

/// <summary>Waivers with a browser that has no script.</summary>
public sealed class WaiverForms
{
    [Fact]
    public async Task A_family_signs_by_the_link_and_everybody_hears_what_is_theirs_to_hear()
    {
        await using var house = await House.Start();
        var booking = await house.BookAndSettle(Samples.Worked());
        using var guest = new Visitor();
        var form = await guest.Open((await house.Confirmation()).WaiverLink());
        Assert.Equal((HttpStatusCode.OK, house.Waiver(booking)), (form.Status, form.Address));
        Assert.Contains("None yet of 6", form.Text, StringComparison.Ordinal);
        var signed = await guest.Fill(form, "Sign", Aboard.Adult("Robin Alvarez", "robin@example.com"));
        Assert.Contains("Robin Alvarez has signed", signed.Text, StringComparison.Ordinal);
        Assert.Contains("1 of 6 signed", signed.Text, StringComparison.Ordinal);
        form = await guest.Open(signed.Document.QuerySelector(".acts a")!.GetAttribute("href")!);
        var child = Aboard.Adult("Quill Alvarez", "robin@example.com");
        child["age"] = "minor";
        child["born"] = "2018-02-11";
        child["typed"] = "Robin Alvarez";
        var wrong = await guest.Fill(form, "Sign", child);
        Assert.Equal(422, (int)wrong.Status);
        Assert.Equal("#guardian", wrong.Document.QuerySelector("#summary a")!.GetAttribute("href"));
        Assert.Equal("Quill Alvarez", wrong.Document.QuerySelector("#passenger")!.GetAttribute("value"));
        Assert.True(wrong.Document.QuerySelector("#consent")!.HasAttribute("checked"));
        signed = await guest.Fill(wrong, "Sign", Aboard.Only("guardian", "Robin Alvarez"));
        Assert.Contains("2 of 6 signed", signed.Text, StringComparison.Ordinal);
        var copies = await Wait.For("two copies", () =>
            Task.FromResult(Copies(house) is { Count: 2 } both ? both : null));
        Assert.All(copies, letter => Assert.Equal("robin@example.com", letter.To));
        var file = copies[0].Message.Attachments.OfType<MimeKit.TextPart>().Single();
        Assert.Equal("waiver.html", file.FileName);
        Assert.Contains("<title>Waiver of", file.Text, StringComparison.Ordinal);
        await CrewHearsCounts(house, booking);
        await OfficeHearsNames(house, booking);
    }

    [Fact]
    public async Task The_code_and_the_grant_of_the_guests_page_open_it_too()
    {
        await using var house = await House.Start();
        var booking = await house.BookAndSettle(Samples.Worked());
        var address = house.Waiver(booking);
        using var friend = new Visitor();
        var asked = await friend.Open(address.AbsoluteUri);
        Assert.DoesNotContain("JADA", asked.Text, StringComparison.Ordinal);
        var code = (await house.Confirmation()).Code();
        var form = await friend.Fill(asked, "Go on", Aboard.Only("code", $" {code.ToLowerInvariant()} "));
        Assert.Contains("JADA", form.Text, StringComparison.Ordinal);
        using var booker = new Visitor();
        var opened = await booker.Post(new Uri(address + "/open"), [new("grant", Aboard.Grant(booking))],
            origin: "null");
        Assert.Equal(address, opened.Address);
        Assert.NotNull(opened.Button("Sign"));
        Assert.Null(form.Button("Add"));
        var wrong = await booker.Fill(opened, "Add", Aboard.Only("name", "\u202e"));
        Assert.Equal(422, (int)wrong.Status);
        var listed = await booker.Fill(wrong, "Add", Aboard.Only("name", "Ada Stone"));
        Assert.Equal(address.AbsolutePath, listed.Address.AbsolutePath);
        var told = await friend.Fill(form, "Sign", Aboard.Adult("Wil Stone"));
        Assert.Contains("Ada Stone", told.Text, StringComparison.Ordinal);
        listed = await booker.Fill(listed, "Take off", Aboard.Nothing);
        Assert.DoesNotContain("Ada Stone", listed.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whatever_is_wrong_gives_exactly_the_page_of_an_address_where_nothing_is()
    {
        await using var house = await House.Start();
        var booking = await house.BookAndSettle(Samples.Worked());
        var nothing = await house.Http.Guest("/g/nobody-has-this-page");
        var link = new Uri((await house.Confirmation()).WaiverLink()).AbsolutePath;
        var slug = booking.Word("slug");
        foreach (var path in (string[])[link[..^1] + (link[^1] == 'A' ? 'B' : 'A'),
            link.Replace(slug, "other-slug", StringComparison.Ordinal),
            $"/g/{slug}/waiver/l/waiver.x.1.1.tag", $"/g/{slug}/waiver/nothing", "/g/UPPER/waiver"])
            Same(nothing, await house.Http.Guest(path));
        foreach (var (path, body) in ((string, string)[])
            [($"/g/{slug}/waiver/open", "code=K7MW4P"), ($"/g/{slug}/waiver/open", "code="),
                ("/g/other-slug/waiver/open", $"code={(await house.Confirmation()).Code()}"),
                ($"/g/{slug}/waiver/open", $"grant={new string('A', 43)}")])
        {
            Same(nothing, await house.Http.Raw(
                house.Guest, HttpMethod.Post, path, body, "application/x-www-form-urlencoded", null,
                ("Origin", House.Origin(house.Guest))));
        }

        var known = await house.Http.Guest($"/g/{slug}/waiver");
        var unknown = await house.Http.Guest("/g/no-such-slug/waiver");
        Assert.Equal(known.Text.Replace(slug, "", StringComparison.Ordinal),
            unknown.Text.Replace("no-such-slug", "", StringComparison.Ordinal));
        Assert.Equal("no-store", known.Headers["Cache-Control"]);
    }

    [Fact]
    public async Task Codes_cannot_be_tried_without_end()
    {
        await using var house = await House.Start();
        var statuses = new List<HttpStatusCode>();
        for (var i = 0; i < 140 && !statuses.Contains(HttpStatusCode.TooManyRequests); i++)
        {
            statuses.Add((await house.Http.Raw(
                house.Guest, HttpMethod.Post, "/g/any-slug/waiver/open", "code=K7MW4P",
                "application/x-www-form-urlencoded", null)).Status);
        }

        Assert.Contains(HttpStatusCode.TooManyRequests, statuses);
    }

    [Fact]
    public async Task Bad_input_is_refused_with_the_reason_and_nothing_is_stored()
    {
        await using var house = await House.Start();
        var booking = await house.BookAndSettle(Samples.Worked());
        using var guest = new Visitor();
        var form = await guest.Open((await house.Confirmation()).WaiverLink());
        var large = Aboard.Adult("Robin Alvarez");
        large["how"] = "draw";
        large["strokes"] = new string('9', 10 * 1024 * 1024);
        await Refused(413, "at most 64 KB", large);
        large["strokes"] = $"[[{string.Join(',', Enumerable.Repeat("100", 20_000))}]]";
        await Refused(422, "the limit is 64 KB", large);
        var changed = Aboard.Adult("Robin Alvarez");
        changed["text"] = new string('0', 64);
        await Refused(409, "The text has changed", changed);
        changed = Aboard.Adult("Robin Alvarez");
        changed["trip"] = "jada 2027-05-29T10:00 180";
        await Refused(409, "The charter has changed", changed);
        var silent = Aboard.Adult("Robin Alvarez");
        silent["consent"] = null;
        await Refused(422, "Tick the box", silent);
        var stale = Aboard.Adult("Robin Alvarez");
        stale["form_token"] = "AAAAAAAAAAAAAAAAAAAAAA";
        await Refused(409, "from an earlier visit", stale);
        var child = Aboard.Adult("Robin Alvarez");
        child["born"] = "2020-01-01";
        await Refused(422, "under 18", child);
        var foreign = await guest.Fill(form, "Sign", Aboard.Adult("Robin Alvarez"),
            "https://elsewhere.example");
        Assert.Equal(HttpStatusCode.Forbidden, foreign.Status);
        Assert.Contains("None yet of 6", (await guest.Open(form.Address.AbsoluteUri)).Text,
            StringComparison.Ordinal);
        var (id, reason) = (booking.Word("id"), new JsonObject { ["reason"] = "Fog" });
        (await house.Http.Office(HttpMethod.Post, $"/api/bookings/{id}/cancel", reason, "*")).Is(
            HttpStatusCode.OK);
        await house.Settled(id, Settling.Number(booking["generation"]) + 1);
        await Refused(409, "This charter is cancelled", Aboard.Adult("Robin Alvarez"));
        Assert.Contains("This charter is cancelled", (await guest.Open(form.Address.AbsoluteUri)).Text,
            StringComparison.Ordinal);

        async Task Refused(int status, string reason, Dictionary<string, string?> written)
        {
            var page = await guest.Fill(form, "Sign", written);
            Assert.True(status == (int)page.Status, $"{page.Status}, expected {status}: {page.Text}");
            Assert.Contains(reason, page.Text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task After_its_session_a_form_asks_for_the_code_and_loses_nothing_and_after_the_return_nobody_signs()
    {
        await using var house = await House.Start();
        await house.BookAndSettle(Samples.Worked());
        var letter = await house.Confirmation();
        using var guest = new Visitor();
        var form = await guest.Open(letter.WaiverLink());
        await house.Stop();
        await house.Begin("2027-05-20T12:00:00-07:00");
        var asked = await guest.Fill(form, "Sign", Aboard.Adult("Robin Alvarez"));
        Assert.Equal(HttpStatusCode.Forbidden, asked.Status);
        Assert.Contains("what you wrote is kept", asked.Text, StringComparison.Ordinal);
        var kept = await guest.Fill(asked, "Go on", Aboard.Only("code", letter.Code()));
        Assert.Equal("Robin Alvarez", kept.Document.QuerySelector("#passenger")!.GetAttribute("value"));
        var signed = await guest.Fill(kept, "Sign", Aboard.Only("consent", "yes"));
        Assert.Contains("Robin Alvarez has signed", signed.Text, StringComparison.Ordinal);
        await house.Stop();
        await house.Begin("2027-05-30T13:00:00-07:00");
        var over = await guest.Open(letter.WaiverLink());
        Assert.Contains("This charter is over", over.Text, StringComparison.Ordinal);
        await house.Stop();
        await house.Begin("2027-06-07T13:00:00-07:00");
        Assert.Equal(HttpStatusCode.NotFound, (await guest.Open(letter.WaiverLink())).Status);
    }

    private static IReadOnlyList<Letter> Copies(House house) =>
        [.. house.Outbox.All.Where(letter => letter.File.Contains("waiver-copy", StringComparison.Ordinal))];

    private static void Same(Answer nothing, Answer answer)
    {
        Assert.Equal((HttpStatusCode.NotFound, nothing.Text), (answer.Status, answer.Text));
        string[] own = ["Date", "X-Request-Id"];
        Assert.Equal(
            nothing.Headers.Where(header => !own.Contains(header.Key)).OrderBy(header => header.Key),
            answer.Headers.Where(header => !own.Contains(header.Key)).OrderBy(header => header.Key));
    }

    private static async Task CrewHearsCounts(House house, JsonNode booking)
    {
        using var captain = new Visitor();
        var letter = house.Outbox.All.First(one =>
            one.File.Contains("crew-invitation", StringComparison.Ordinal));
        var page = await captain.Open(letter.Link(house.Crew));
        Assert.DoesNotContain("Photo code", page.Text, StringComparison.Ordinal);
        page = await captain.Press(page, "Accept");
        var told = await Wait.For("the count on the crew's page", async () =>
        {
            var view = await captain.Open(page.Address.AbsoluteUri);
            return view.Text.Contains("2 of 6 signed", StringComparison.Ordinal) ? view : null;
        });
        Assert.Contains((await house.Confirmation()).Code(), told.Text, StringComparison.Ordinal);
        var card = await captain.Open(page.Address.AbsoluteUri + "/card");
        Assert.Contains((await house.Confirmation()).Code(), card.Text, StringComparison.Ordinal);
        var id = booking.Word("id");
        var seen = told.Html + card.Html + (await house.Http.Crew(HttpMethod.Get, $"/api/events/{id}")).Text
            + (await house.Http.Calendar(HttpMethod.Get, $"/calendar/events/{id}")).Text.Replace(
                "Robin Alvarez, party", "", StringComparison.Ordinal);
        foreach (var secret in (string[])["Alvarez", "robin@example.com", "Quill"])
            Assert.DoesNotContain(secret, seen, StringComparison.Ordinal);
    }

    private static async Task OfficeHearsNames(House house, JsonNode booking)
    {
        using var owner = new Visitor();
        var link = JsonNode.Parse((await house.Run("sign-in", "--json")).Well().Output)!.AsObject()
            .Select(pair => pair.Value!.ToString()).First(value =>
                value.StartsWith("http", StringComparison.Ordinal));
        await owner.Press(await owner.Open(link), "Sign in");
        var address = new Uri(house.Office, $"/bookings/{booking.Word("id")}").AbsoluteUri;
        var page = await owner.Open(address);
        var form = page.Button("Add")!;
        Assert.NotNull(form);
        page = await owner.Fill(page, "Add", Aboard.Only("name", "Ada Stone"));
        page = await Wait.For("the passenger on the office's page", async () =>
        {
            var view = await owner.Open(address);
            return view.Text.Contains("Ada Stone", StringComparison.Ordinal) ? view : null;
        });
        Assert.Contains("And 3 more", page.Text, StringComparison.Ordinal);
        var paper = await owner.Open(new Uri(house.Office,
            page.Document.QuerySelector("a[href*='/waivers/']")!.GetAttribute("href")!).AbsoluteUri);
        Assert.Equal(HttpStatusCode.OK, paper.Status);
        Assert.Contains("SHA-256", paper.Text, StringComparison.Ordinal);
        foreach (var part in (string[])["/waivers/blank", "/card"])
            Assert.Equal(HttpStatusCode.OK, (await owner.Open(address + part)).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await owner.Open(address + "/waivers/nothing")).Status);
        page = await owner.Fill(page, "Take off", Aboard.Nothing);
        await Wait.Until("the passenger is off the list", async () =>
            !(await owner.Open(address)).Text.Contains("Ada Stone", StringComparison.Ordinal));
        using var stranger = new Visitor();
        var closed = await stranger.Open(address + "/waivers/blank");
        Assert.DoesNotContain("SHA-256", closed.Text, StringComparison.Ordinal);
    }
}
