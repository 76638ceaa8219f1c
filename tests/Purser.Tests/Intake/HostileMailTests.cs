using System.Text;
using CsCheck;
using Purser.Host.Intake.Mail;

namespace Purser.Tests.Intake;

public sealed class HostileMailTests
{
    private const string Head =
        "From: Boatsetter <no-reply@boatsetter.example>\r\nDate: Fri, 16 Oct 2026 09:12:33 -0700\r\n";

    private const string Body =
        "Booking: XHQGMDH\r\nBoat: JADA\r\nDate: May 30, 2027\r\nTime: 10:00 AM - 1:00 PM\r\nGuest: Robin Alvarez\r\n"
        + "Email: robin@example.com\r\nGuests: 6\r\nTotal: $840.75\r\n";

    [Fact]
    public void Random_bytes_never_throw() =>
        Gen.Byte.Array[0, 2000].Sample(bytes => { SampleFiles.Reader.Read(bytes, SampleFiles.Now); },
            iter: 2000);

    [Fact]
    public void A_truncated_or_damaged_sample_never_throws()
    {
        var samples = Directory.GetFiles(SampleFiles.Folder, "*.eml").Select(File.ReadAllBytes).ToArray();
        Gen.Select(Gen.Int[0, samples.Length - 1], Gen.Int[0, 100],
            Gen.Byte.Array[0, 20]).Sample((which, percent, noise) =>
        {
            var mail = samples[which];
            var cut = mail.Length * percent / 100;
            SampleFiles.Reader.Read(mail.AsSpan(0, cut).ToArray(), SampleFiles.Now);
            SampleFiles.Reader.Read((byte[])[.. mail[..cut], .. noise, .. mail[cut..]], SampleFiles.Now);
        }, iter: 600);
    }

    [Theory]
    [InlineData("Guest: Robin Alvarez", "Guest: Robin\u0000\u0007 Alvarez")]
    [InlineData("Time: 10:00 AM - 1:00 PM", "Time: 10:00 UTC, 3 hours")]
    [InlineData("Time: 10:00 AM - 1:00 PM", "Time: 10:00Z")]
    [InlineData("Time: 10:00 AM - 1:00 PM", "Time: 10 - 1 PM")]
    [InlineData("Time: 10:00 AM - 1:00 PM", "Time: 10:00 AM")]
    [InlineData("Time: 10:00 AM - 1:00 PM", "Time: 10:00 AM - 1:00 PM\r\nDuration: 4 hours")]
    [InlineData("Date: May 30, 2027", "Date: Monday, May 30, 2027")]
    [InlineData("Date: May 30, 2027", "Date: May 30")]
    [InlineData("Date: May 30, 2027", "Date: 30/05/2027")]
    [InlineData("Date: May 30, 2027", "Date: February 30, 2027")]
    [InlineData("Date: May 30, 2027", "Date: May 30, 2007")]
    [InlineData("Date: May 30, 2027", "Date: May 30, 2027 or June 6, 2027")]
    [InlineData("Boat: JADA", "Boat: JADA II")]
    [InlineData("Boat: JADA", "Boat: Titanic")]
    [InlineData("Boat: JADA\r\n", "")]
    [InlineData("Guests: 6", "Guests: 13")]
    [InlineData("Guests: 6", "Guests: six")]
    [InlineData("Guests: 6", "Guests: 6\r\nGuests: 7")]
    [InlineData("Total: $840.75", "Total: $840.75 or $900.00")]
    [InlineData("Total: $840.75", "Total: -$840.75")]
    [InlineData("Email: robin@example.com", "Email: robin@example.com, eve@example.com")]
    [InlineData("Booking: XHQGMDH", "Booking: XHQGMDH\r\nBooking: ABCDEFG")]
    [InlineData("Booking: XHQGMDH", "Booking: ../../etc/passwd")]
    public void What_is_missing_contradictory_or_hostile_is_unclear(string right, string wrong) =>
        Assert.IsType<MailReading.Unclear>(Read("Booking confirmed", Body.Replace(right, wrong)));

    [Fact]
    public void The_mail_of_these_tests_is_right_where_it_is_not_spoiled() =>
        Assert.IsType<MailReading.Booking>(Read("Booking confirmed", Body));

    [Theory]
    [InlineData("Booking request from Robin")]
    [InlineData("Your booking is not confirmed")]
    [InlineData("Booking confirmed, then cancelled")]
    [InlineData("News from the harbour")]
    public void A_mail_that_does_not_tell_a_sale_is_unclear(string subject) =>
        Assert.Contains("status", Assert.IsType<MailReading.Unclear>(Read(subject, Body)).Open.Keys);

    [Fact]
    public void A_guests_wish_cannot_smuggle_in_a_field() =>
        Assert.IsType<MailReading.Unclear>(
            Read("Booking confirmed", Body + "\r\nSpecial requests: none\r\nTime: 5:00 PM - 8:00 PM\r\n"));

    [Fact]
    public void A_mail_of_an_unknown_sender_is_unclear()
    {
        var mail = "From: eve@example.com\r\nSubject: Booking confirmed\r\n\r\n" + Body;

        Assert.Contains("channel", Assert.IsType<MailReading.Unclear>(
            SampleFiles.Reader.Read(Encoding.UTF8.GetBytes(mail), SampleFiles.Now)).Open.Keys);
    }

    [Fact]
    public void Deep_wide_and_oversized_mails_are_closed()
    {
        var deep = new StringBuilder(Head + "Subject: Booking confirmed\r\n");
        for (var level = 0; level < 60; level++) deep.Append($"Content-Type: multipart/mixed; boundary=b{level}\r\n\r\n--b{level}\r\n");
        var wide = new StringBuilder(Head
            + "Subject: Booking confirmed\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n");
        for (var part = 0; part < 300; part++) wide.Append("--b\r\nContent-Type: text/plain\r\n\r\nx\r\n");
        wide.Append("--b--\r\n");

        foreach (var text in new[] { deep.ToString(), wide.ToString(), new string('a', 11 * 1024 * 1024) })
            Assert.Contains("mail", Assert.IsType<MailReading.Unclear>(
                SampleFiles.Reader.Read(Encoding.UTF8.GetBytes(text), SampleFiles.Now)).Open.Keys);
    }

    [Theory]
    [InlineData("{ \"channel\": 1 }", false)]
    [InlineData("  [1]", false)]
    [InlineData("From: a@example.com", true)]
    [InlineData("", false)]
    public void Mail_and_JSON_are_told_apart(string text, bool mail) =>
        Assert.Equal(mail, MailReader.IsMail(Encoding.UTF8.GetBytes(text)));

    private static MailReading Read(string subject, string body) =>
        SampleFiles.Reader.Read(Encoding.UTF8.GetBytes($"{Head}Subject: {subject}\r\n\r\n{body}"), SampleFiles.Now);
}
