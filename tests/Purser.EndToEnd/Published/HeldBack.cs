using System.Net;
using System.Text.Json.Nodes;
using Purser.EndToEnd.Harness;

namespace Purser.EndToEnd.Published;

/// <summary>The publish gate, with a template folder of the operator's own.</summary>
public sealed class HeldBack
{
    private const string Owner = "owner@southing.example.com";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_broken_template_keeps_the_old_page_and_the_owner_is_told_why()
    {
        using var templates = new OwnTemplates();
        await using var house = await House.Start(settings: templates.Settings);
        var booking = await house.BookAndSettle(Samples.Worked());
        var (id, address) = (booking.Word("id"), booking["links"]!.Word("guestPage").Split('#')[0]);
        using var client = new HttpClient();
        var before = await client.GetStringAsync(address, Stop);

        await house.Stop();
        templates.Edit("guest/page.html", "<main>", "<main><p>Bring $20 for <a href=\"#nowhere\">parking</a></p>");
        await house.Begin();
        var mail = await house.Outbox.Arrival(
            "the owner's mail", letter => letter.To == Owner && letter.Text.Contains("held back", StringComparison.Ordinal));
        Assert.Contains("leads to #nowhere, which is not on the page.", mail.Text, StringComparison.Ordinal);
        Assert.Contains("which names an amount.", mail.Text, StringComparison.Ordinal);
        Assert.Equal(before, await client.GetStringAsync(address, Stop));
        var held = (await house.Http.Office(HttpMethod.Get, $"/api/bookings/{id}")).Is(HttpStatusCode.OK).Json;
        Assert.Equal("failed", held.Effect("page").Word("state"));
        Assert.Null(held.Effect("page")["nextTry"]);
        using var owner = new Visitor();
        var office = await SignIn(house, owner);
        Assert.Contains("Held back, old page stays", (await owner.Open(new Uri(office, $"/bookings/{id}").ToString())).Text);

        await house.Stop();
        templates.Edit("guest/page.html", "Bring $20 for <a href=\"#nowhere\">parking</a>", "Parking is free");
        await house.Begin();
        await Wait.Until("the mended page", async () =>
            (await client.GetStringAsync(address, Stop)).Contains("Parking is free", StringComparison.Ordinal));
        await house.Settled(id);
        Assert.Single(house.Outbox.To(Owner), letter => letter.Text.Contains("held back", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_preview_names_what_the_gate_would_hold_back()
    {
        using var templates = new OwnTemplates();
        templates.Edit("guest/page.html", "<main>", "<main><button></button>");
        var file = Path.Combine(templates.Folder, "preview.html");
        var ran = await PublishedProgram.Run(["preview", "--sample", "-o", file], templates.Settings);
        Assert.Equal(6, ran.Code);
        Assert.Contains("A button has no name", ran.Errors, StringComparison.Ordinal);
        Assert.True(File.Exists(file));
    }

    [Fact]
    public async Task The_offices_note_reaches_the_page_and_an_amount_does_not()
    {
        await using var house = await House.Start();
        var booking = await house.BookAndSettle(Samples.Worked());
        var (id, address) = (booking.Word("id"), booking["links"]!.Word("guestPage").Split('#')[0]);
        using var owner = new Visitor();
        var office = await SignIn(house, owner);
        var page = await owner.Open(new Uri(office, $"/bookings/{id}").ToString());
        page.Document.QuerySelector("textarea[name=dayNote]")!.TextContent = "Wind 8 knots, bring $20.";
        var refused = await owner.Press(page, "Save for the guests");
        Assert.Contains("names an amount", refused.Text, StringComparison.Ordinal);
        page.Document.QuerySelector("textarea[name=dayNote]")!.TextContent = "Wind 8 knots, sun all day.";
        var saved = await owner.Press(page, "Save for the guests");
        Assert.Contains("Wind 8 knots, sun all day.", saved.Text, StringComparison.Ordinal);
        using var client = new HttpClient();
        await Wait.Until("the note on the page", async () =>
            (await client.GetStringAsync(address, Stop)).Contains("Wind 8 knots, sun all day.", StringComparison.Ordinal));
    }

    private static async Task<Uri> SignIn(House house, Visitor visitor)
    {
        var printed = JsonNode.Parse((await house.Run("sign-in", "--json")).Well().Output)!.Word("link");
        var door = await visitor.Open(printed);
        return (await visitor.Press(door, "")).Address;
    }

    /// <summary>A copy of the product's templates, to be edited.</summary>
    private sealed class OwnTemplates : IDisposable
    {
        public OwnTemplates()
        {
            var source = Path.Combine(PublishedProgram.Root, "templates");
            foreach (var file in Directory.EnumerateFiles(source, "*", SearchOption.AllDirectories))
            {
                var target = Path.Combine(Folder, Path.GetRelativePath(source, file));
                Directory.CreateDirectory(Path.GetDirectoryName(target)!);
                File.Copy(file, target);
            }
        }

        public string Folder { get; } = Directory.CreateTempSubdirectory("purser-e2e-templates-").FullName;

        public IReadOnlyDictionary<string, string> Settings =>
            new Dictionary<string, string> { ["PURSER_TEMPLATES"] = Folder };

        public void Edit(string name, string text, string instead)
        {
            var path = Path.Combine(Folder, name);
            var before = File.ReadAllText(path);
            Assert.Contains(text, before, StringComparison.Ordinal);
            File.WriteAllText(path, before.Replace(text, instead, StringComparison.Ordinal));
        }

        public void Dispose() => Directory.Delete(Folder, recursive: true);
    }
}
