using System.Text;
using NodaTime;
using Purser.Host.Composition;
using Purser.Host.Intake;
using Purser.Host.Intake.Mail;

namespace Purser.Tests.Intake;

public sealed class ValueTests
{
    [Theory]
    [InlineData("$840.75", "840.75", "USD")]
    [InlineData("USD 840.75", "840.75", "USD")]
    [InlineData("840,75 €", "840.75", "EUR")]
    [InlineData("US$ 1,840.75", "1840.75", "USD")]
    [InlineData("1.840,75 EUR", "1840.75", "EUR")]
    [InlineData("1,840", "1840", "USD")]
    [InlineData("£12", "12", "GBP")]
    public void Amounts_are_read_as_written(string text, string gross, string currency) =>
        Assert.Equal(new PriceText(gross, currency), Amounts.Read(text, decimalComma: false, "USD"));

    [Theory]
    [InlineData("-$840.75")]
    [InlineData("1.840")]
    [InlineData("1,84.50")]
    [InlineData("$840.75 or $900")]
    [InlineData("EUR 840.75 USD")]
    [InlineData("about 800")]
    [InlineData("")]
    public void Amounts_that_are_not_certain_are_not_read(string text) =>
        Assert.Null(Amounts.Read(text, decimalComma: false, "USD"));

    [Theory]
    [InlineData("(619) 555-0123", "+16195550123")]
    [InlineData("+1 619 555 0123", "+16195550123")]
    [InlineData("619-555-0123 ext. 4", null)]
    [InlineData("call me", null)]
    public void Phone_numbers_become_E164(string text, string? number) => Assert.Equal(number, Contact.Phone(text, "US"));

    [Fact]
    public void A_profile_with_errors_tells_them_all()
    {
        var text = Encoding.UTF8.GetString(SampleOperator.Read("channels/boatsetter.json"))
            .Replace("month-first", "year-first").Replace("\"region\": \"US\"", "\"region\": \"usa\"")
            .Replace("\"E-mail\"", "\"Boat\"").Replace("\"JADA\": \"jada\"", "\"JADA\": \"titanic\"");

        var reading = ChannelProfileFile.Read(Encoding.UTF8.GetBytes(text), SampleFiles.Fleet);

        Assert.Null(reading.Profile);
        Assert.Equal(
            ["/dateOrder", "/labels/email", "/region", "/vessels/JADA"],
            reading.Errors.Select(error => error.Pointer).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Incident_26_a_mail_in_another_zone_is_not_trusted()
    {
        var mail = "From: no-reply@boatsetter.example\r\nSubject: Booking confirmed\r\nContent-Type: text/html\r\n\r\n"
            + "<script type=\"application/ld+json\">{\"@type\":\"EventReservation\",\"reservationNumber\":\"NDYRKAG\","
            + "\"underName\":{\"name\":\"Ana\"},\"numSeats\":4,\"reservationFor\":{\"name\":\"JADA\","
            + "\"startDate\":\"2027-06-26T15:00:00Z\",\"endDate\":\"2027-06-26T18:00:00Z\"}}</script>";

        var unclear = Assert.IsType<MailReading.Unclear>(
            SampleFiles.Reader.Read(Encoding.UTF8.GetBytes(mail), Instant.FromUtc(2026, 11, 25, 0, 0)));

        Assert.Contains("San Diego", unclear.Open["start"], StringComparison.Ordinal);
    }
}
