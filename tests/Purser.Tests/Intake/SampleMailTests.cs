using NodaTime;
using Purser.Host.Intake;
using Purser.Host.Intake.Mail;

namespace Purser.Tests.Intake;

public sealed class SampleMailTests
{
    [Theory]
    [InlineData("boatsetter-xhqgmdh.eml", "XHQGMDH", "2027-05-30T10:00", 180, "Robin Alvarez",
        "robin@example.com",
        "+16195550123", 6, "840.75 USD", "2026-10-16T16:12:33Z", "Birthday; two children")]
    [InlineData("boatsetter-xhqgmdh-changed.eml", "XHQGMDH", "2027-05-30T11:00", 180, "Robin Alvarez",
        "robin@example.com",
        "+16195550123", 6, "840.75 USD", "2026-10-27T18:45:00Z", "Birthday; two children")]
    [InlineData("html-only.eml", "KTWEALB", "2027-06-05T14:00", 240, "Sofia Moreau",
        "guest-8f31c2@relay.boatsetter.example", null, 4, "1120.00 USD", "2026-10-17T18:05:00Z", null)]
    [InlineData("forwarded-inline.eml", "PLQVZNC", "2027-06-06T09:00", 180, "Jonas Lindgren",
        "guest-41d7aa@relay.boatsetter.example", null, 5, "790.00 USD", "2026-10-18T14:41:00Z", null)]
    [InlineData("forwarded-attached.eml", "RBDUOWE", "2027-06-11T15:00", 180, "Leila Haddad", null,
        "+16195550127", 4, "905.50 USD", "2026-10-20T17:30:00Z", null)]
    [InlineData("quoted-printable.eml", "MWCJEYT", "2027-06-13T16:30", 150, "Noé Bergström",
        "guest-c0ffee@relay.boatsetter.example", null, 3, "655.00 USD", "2026-10-22T14:20:00Z",
        "A quiet sail, please: we would like to see the sun go down beyond the point, and one of us is a wheelchair user "
        + "who needs a hand at the step.")]
    [InlineData("base64-name.eml", "GZAHUIK", "2027-06-19T11:00", 150, "佐藤 陽菜",
        "guest-7b2e@relay.boatsetter.example", null, 2, "580.00 USD", "2026-10-23T07:00:00Z", null)]
    [InlineData("numeric-date.eml", "VEXONPI", "2027-06-05T09:00", 210, "Tomas Quiroga",
        "guest-90ad@relay.boatsetter.example", null, 6, "912.50 USD", "2026-10-24T19:00:00Z", null)]
    [InlineData("comma-amount-latin1.eml", "ULSHEWO", "2027-06-20T13:00", 180, "Renée Müller",
        "guest-1177@relay.boatsetter.example", null, 5, "840.75 EUR", "2026-10-25T11:00:00Z", null)]
    [InlineData("json-ld.eml", "NDYRKAG", "2027-06-26T15:00", 180, "Ana Castellano",
        "guest-55e1@relay.boatsetter.example", null, 4, "985.00 USD", "2026-10-26T16:00:00Z", null)]
    public void A_sample_mail_reads_as_its_booking(
        string file, string reference, string start, int minutes, string name, string? email, string? phone,
            int party,
        string price, string stamp, string? requests)
    {
        var reading = SampleFiles.Reader.Read(SampleFiles.Read(file), SampleFiles.Now);

        var booking = Booking(reading);
        Assert.Equal("boatsetter", booking.Request.Channel.Text);
        Assert.Equal(reference, booking.Request.Reference.Text);
        Assert.Equal("jada", booking.Request.Trip.Vessel.Text);
        Assert.Equal(start, HouseJson.Text(booking.Request.Trip.Start));
        Assert.Equal("America/Los_Angeles", booking.Request.Trip.Zone);
        Assert.Equal(minutes, booking.Request.Trip.Minutes);
        Assert.Equal(new Purser.Bookings.Guest(name, email, phone, party), booking.Request.Guest);
        Assert.Equal(price, $"{booking.Price?.Gross} {booking.Price?.Currency}");
        Assert.Equal(stamp, booking.Request.Stamp?.ToString());
        Assert.Equal(requests, booking.Request.Requests);
    }

    [Fact]
    public void The_worked_example_says_the_same_as_a_mail_and_as_a_document()
    {
        var mail = Booking(SampleFiles.Reader.Read(SampleFiles.Read("boatsetter-xhqgmdh.eml"),
            SampleFiles.Now));
        var document = Assert.IsType<BookingReading.Parsed>(
            BookingDocument.Read(SampleFiles.Read("boatsetter-xhqgmdh.json"), SampleFiles.Fleet,
                SampleFiles.Now));

        Assert.Equal(document.Request, mail.Request);
        Assert.Equal(document.Price, mail.Price);
    }

    [Fact]
    public void A_cancellation_names_its_booking()
    {
        var reading = SampleFiles.Reader.Read(SampleFiles.Read("boatsetter-xhqgmdh-cancelled.eml"),
            SampleFiles.Now);

        var cancelled = Assert.IsType<MailReading.Cancellation>(reading);
        Assert.Equal(("boatsetter", "XHQGMDH"), (cancelled.Channel.Text, cancelled.Reference.Text));
        Assert.Equal(Instant.FromUtc(2026, 10, 28, 15, 15), cancelled.Stamp);
    }

    [Theory]
    [InlineData("unclear-party.eml", "guest.party", "6 or 7")]
    [InlineData("unclear-two-dates.eml", "start", "2027-07-04 and 2027-07-05")]
    public void What_is_not_certain_goes_to_review_with_what_was_understood(string file, string field,
        string reason)
    {
        var unclear = Assert.IsType<MailReading.Unclear>(SampleFiles.Reader.Read(SampleFiles.Read(file),
            SampleFiles.Now));

        Assert.Contains(reason, unclear.Open[field], StringComparison.Ordinal);
        Assert.Equal("jada", unclear.Understood["vessel"]);
        Assert.DoesNotContain(field, unclear.Understood.Keys);
    }

    [Fact]
    public void A_guest_without_a_mail_address_can_book()
    {
        var reading = BookingDocument.Read(SampleFiles.Read("direct-no-mail.json"), SampleFiles.Fleet,
            SampleFiles.Now);

        var parsed = Assert.IsType<BookingReading.Parsed>(reading);
        Assert.Null(parsed.Request.Guest.Email);
        Assert.Equal(150, parsed.Request.Trip.Minutes);
        Assert.Null(parsed.Request.Stamp);
    }

    [Fact]
    public void Every_sample_is_listed_in_its_readme_and_tested()
    {
        var listed = File.ReadAllText(Path.Combine(SampleFiles.Folder, "README.md"));
        foreach (var file in Directory.EnumerateFiles(SampleFiles.Folder).Select(path =>
            Path.GetFileName(path)))
            if (file != "README.md") Assert.Contains($"`{file}`", listed, StringComparison.Ordinal);
    }

    internal static MailReading.Booking Booking(MailReading reading) => reading.Match(
        booking => booking,
        cancelled => throw new InvalidOperationException($"cancelled {cancelled.Reference}"),
        unclear => throw new InvalidOperationException(
            string.Join("; ", unclear.Open.Select(open => $"{open.Key}: {open.Value}"))));
}
