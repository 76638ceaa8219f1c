using MimeKit;
using NodaTime;
using NodaTime.Testing;
using Purser.Contracts.Ports;
using Purser.Embedded.Mail;
using Purser.Outside;

namespace Purser.Contracts.Embedded;

/// <summary>What only these ways for mail promise.</summary>
public sealed class MailTests
{
    private static readonly FakeClock Clock = new(Instant.FromUtc(2027, 5, 1, 12, 0));

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public void A_message_has_both_parts_the_calendar_and_the_clocks_date()
    {
        using var message = MailComposing.Compose(Samples.Confirmation, Clock.GetCurrentInstant());
        Assert.Equal(Clock.GetCurrentInstant().ToDateTimeOffset(), message.Date);
        Assert.Equal("Zoë Álvarez", message.To.Mailboxes.Single().Name);
        Assert.Equal("<p>Welcome, Zoë.</p>", message.HtmlBody!.TrimEnd());
        Assert.StartsWith("Welcome, Zoë.", message.TextBody, StringComparison.Ordinal);
        var calendar = Assert.IsAssignableFrom<MimePart>(message.Attachments.Single());
        Assert.Equal(("text/calendar", "PUBLISH", "charter.ics"),
            (calendar.ContentType.MimeType, calendar.ContentType.Parameters["method"], calendar.FileName));
    }

    [Fact]
    public void The_same_message_has_the_same_bytes()
    {
        Assert.Equal(Bytes(), Bytes());

        static string Bytes()
        {
            using var message = MailComposing.Compose(Samples.Confirmation, Clock.GetCurrentInstant());
            return message.ToString();
        }
    }

    [Theory]
    [InlineData("subject")]
    [InlineData("name")]
    [InlineData("address")]
    [InlineData("from")]
    [InlineData("id")]
    [InlineData("file")]
    public async Task A_header_cannot_be_smuggled_in(string where)
    {
        const string Evil = "x\r\nBcc: all@example.com";
        var mail = where switch
        {
            "subject" => Samples.Confirmation with { Subject = Evil },
            "name" => Samples.Confirmation with { ToName = Evil },
            "address" => Samples.Confirmation with { ToAddress = "zoe@example.com\r\nBcc: all@example.com" },
            "from" => Samples.Confirmation with { From = Evil },
            "id" => Samples.Confirmation with { MessageId = Evil },
            _ => Samples.Confirmation with
            {
                Attachments = [new MailAttachment(Evil, "text/plain", default)],
            },
        };
        using var folder = new TestFolder();
        await Assert.ThrowsAsync<OutsideRefused>(
            () => new FolderMail(folder.At("outbox"), Clock).Send(mail, Stop));
    }

    [Theory]
    [InlineData("")]
    [InlineData("zoe")]
    [InlineData("zoe@example.com, other@example.com")]
    [InlineData("Zoe <zoe@example.com>")]
    public void What_is_not_one_bare_address_is_refused(string address) => Assert.Throws<OutsideRefused>(
        () => MailComposing.Compose(
            Samples.Confirmation with { ToAddress = address }, Clock.GetCurrentInstant()));

    [Fact]
    public async Task A_file_of_mail_is_named_by_its_notice_and_written_once()
    {
        using var folder = new TestFolder();
        var mail = new FolderMail(folder.At("outbox"), Clock);
        var name = await mail.Send(Samples.Confirmation, Stop);
        Assert.Equal(Samples.Confirmation.Name + ".eml", name);
        var first = await File.ReadAllBytesAsync(folder.At($"outbox/{name}"), Stop);
        await mail.Send(Samples.Confirmation with { Subject = "other" }, Stop);
        Assert.Equal(first, await File.ReadAllBytesAsync(folder.At($"outbox/{name}"), Stop));
        Assert.Single(Directory.GetFiles(folder.At("outbox")));
    }

    [Fact]
    public async Task A_recipient_refused_for_good_is_refused_and_the_next_message_goes()
    {
        using var server = new TestMailServer();
        using var mail = new SmtpMail(SmtpAddress.Parse($"smtp://127.0.0.1:{server.Port}")!, Clock);
        var refused = await Assert.ThrowsAsync<OutsideRefused>(
            () => mail.Send(Samples.Confirmation with { ToAddress = "zoe@refused.example.com" }, Stop));
        Assert.StartsWith("5", refused.Reason, StringComparison.Ordinal);
        await mail.Send(Samples.Confirmation, Stop);
        Assert.Single(server.Messages);
    }

    [Fact]
    public async Task Incident_13_a_server_that_cannot_now_is_asked_again_later()
    {
        using var server = new TestMailServer();
        using var mail = new SmtpMail(SmtpAddress.Parse($"smtp://127.0.0.1:{server.Port}")!, Clock);
        await Assert.ThrowsAsync<OutsideUnavailable>(
            () => mail.Send(Samples.Confirmation with { ToAddress = "zoe@later.example.com" }, Stop));
        await mail.Send(Samples.Confirmation, Stop);
        Assert.Single(server.Messages);
    }

    [Fact]
    public async Task A_server_that_is_not_there_is_unavailable()
    {
        int port;
        using (var server = new TestMailServer()) port = server.Port;
        using var mail = new SmtpMail(SmtpAddress.Parse($"smtp://127.0.0.1:{port}")!, Clock);
        await Assert.ThrowsAsync<OutsideUnavailable>(() => mail.Send(Samples.Confirmation, Stop));
    }

    [Fact]
    public async Task A_server_whose_address_lies_elsewhere_is_looked_for_until_it_is_found_and_then_no_more()
    {
        using var server = new TestMailServer();
        var looks = 0;
        using var mail = new LateMail(
            _ => ++looks == 1
                ? throw new OutsideRefused("read secret /purser/smtp", "there is none of this name")
                : Task.FromResult(SmtpAddress.Parse($"smtp://127.0.0.1:{server.Port}")!),
            Clock);
        // Not refused for good: the letter waits until the owner has mended it.
        var fault = await Assert.ThrowsAsync<OutsideUnavailable>(() => mail.Send(Samples.Confirmation, Stop));
        Assert.Contains("/purser/smtp", fault.Message, StringComparison.Ordinal);
        for (var i = 0; i < 3; i++) await mail.Send(Samples.Numbered(i), Stop);
        Assert.Equal((2, 3), (looks, server.Messages.Count));
    }

    [Fact]
    public async Task Messages_in_a_row_share_a_connection()
    {
        using var server = new TestMailServer();
        using var mail = new SmtpMail(SmtpAddress.Parse($"smtp://127.0.0.1:{server.Port}")!, Clock);
        for (var i = 0; i < 5; i++) await mail.Send(Samples.Numbered(i), Stop);
        Assert.Equal(1, server.Sessions);
    }

    [Theory]
    [InlineData("smtp://mail.example.com", "mail.example.com", 587, null, "")]
    [InlineData("smtps://a%40b:p%3Aw@mail.example.com", "mail.example.com", 465, "a@b", "p:w")]
    [InlineData("smtp://user:word@127.0.0.1:2525/", "127.0.0.1", 2525, "user", "word")]
    public void An_address_is_read(string text, string host, int port, string? user, string password)
    {
        var address = SmtpAddress.Parse(text)!;
        Assert.Equal(
            (host, port, user, password), (address.Host, address.Port, address.User, address.Password));
        Assert.DoesNotContain("word", address.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http://mail.example.com")]
    [InlineData("mail.example.com:25")]
    [InlineData("smtp://")]
    [InlineData("smtp://mail.example.com/path")]
    public void What_is_no_address_is_none(string text) => Assert.Null(SmtpAddress.Parse(text));
}
