using System.Net;
using Purser.EndToEnd.Harness;

namespace Purser.EndToEnd.Journeys;

/// <summary>Mail by a real SMTP server, also one that was away.</summary>
public sealed class MailServer
{
    [Fact]
    public async Task Mail_goes_to_the_server_that_is_set()
    {
        await using var server = Postbox.Open();
        await using var house = await House.Start(settings: Settings(server.Port));
        await house.BookAndSettle(Samples.Worked());
        var guest = Assert.Single(server.Letters, letter => letter.To.Mailboxes.Single().Address == Samples.GuestMail);
        Assert.NotNull(guest.HtmlBody);
        Assert.NotNull(guest.TextBody);
        Assert.Equal(server.Letters.Count, server.Letters.Select(letter => letter.MessageId).Distinct().Count());
        Assert.Empty(house.Outbox.All);
    }

    [Fact]
    public async Task Incident_13_A_server_that_is_away_gets_every_mail_once_when_it_is_back()
    {
        var port = Ports.Free();
        await using var house = await House.Start(settings: Settings(port));
        var id = (await house.Http.Book(Samples.Worked())).Is(HttpStatusCode.Created).Word("id");
        await Wait.Until("the page is proved", async () =>
            (await house.Http.Office(HttpMethod.Get, $"/api/bookings/{id}")).Json.Effect("page-check").Word("state") == "done");
        Assert.NotEqual("done", (await house.Http.Office(HttpMethod.Get, $"/api/bookings/{id}")).Json.Effect("messages").Word("state"));
        await house.Stop();
        await using var server = Postbox.Open(port);
        await house.Begin("2027-05-21T09:00:00-07:00");
        await house.Settled(id);
        Assert.Single(server.Letters, letter => letter.To.Mailboxes.Single().Address == Samples.GuestMail);
        Assert.Equal(server.Letters.Count, server.Letters.Select(letter => letter.MessageId).Distinct().Count());
    }

    private static Dictionary<string, string> Settings(int port) => new() { ["PURSER_SMTP_URL"] = $"smtp://localhost:{port}" };
}
