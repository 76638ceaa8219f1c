using System.Text;
using NodaTime;
using Purser.Host.Intake;

namespace Purser.Tests.Intake;

public sealed class BookingDocumentTests
{
    private static readonly string Right =
        Encoding.UTF8.GetString(SampleFiles.Read("boatsetter-xhqgmdh.json"));

    [Fact]
    public void The_worked_example_is_taken()
    {
        var parsed = Assert.IsType<BookingReading.Parsed>(Read(Right));

        Assert.Equal("XHQGMDH", parsed.Request.Reference.Text);
        Assert.Equal(Instant.FromUtc(2027, 5, 30, 17, 0), parsed.Request.Trip.Span.Start);
        Assert.Equal(new PriceText("840.75", "USD"), parsed.Price);
        Assert.Equal(Instant.FromUtc(2026, 10, 16, 16, 12, 33), parsed.Request.Stamp);
        Assert.Matches("^[0-9a-f]{64}$", parsed.Request.BodyHash);
        Assert.Empty(parsed.Notes);
    }

    [Theory]
    [InlineData("\"hours\": 3", "\"hours\": 3, \"colour\": 1", "/colour", "not known")]
    [InlineData("\"hours\": 3", "\"hours\": 3, \"hours\": 4", "/hours", "twice")]
    [InlineData("\"hours\": 3", "\"hours\": 0.25", "/hours", "0.25")]
    [InlineData("\"hours\": 3", "\"hours\": 3.1", "/hours", "3.1")]
    [InlineData("\"hours\": 3", "\"hours\": 240.25", "/hours", "240.25")]
    [InlineData("\"hours\": 3", "\"hours\": 1e99", "/hours", "1e99")]
    [InlineData("\"hours\": 3", "\"hours\": \"3\"", "/hours", "does not fit")]
    [InlineData("\"boatsetter\"", "\"sailo\"", "/channel", "no channel \"sailo\"")]
    [InlineData("\"XHQGMDH\"", "\"XHQ\"", "/reference", "XHQ")]
    [InlineData("\"XHQGMDH\"", "\"../../etc\"", "/reference", "does not fit")]
    [InlineData("\"jada\"", "\"titanic\"", "/vessel", "no vessel \"titanic\"")]
    [InlineData("2027-05-30T10:00", "30 May", "/start", "no time")]
    [InlineData("2027-05-30T10:00", "2027-02-30T10:00", "/start", "no time")]
    [InlineData("2027-05-30T10:00", "2025-05-30T10:00", "/start", "past")]
    [InlineData("2027-05-30T10:00", "1999-05-30T10:00", "/start", "past")]
    [InlineData("2027-05-30T10:00", "2099-05-30T10:00", "/start", "five years")]
    [InlineData("2027-05-30T10:00", "2027-05-30T10:00+25:00", "/start", "no offset")]
    [InlineData("Robin Alvarez", "", "/guest/name", "0 characters")]
    [InlineData("Robin Alvarez", "Robin\\u0000", "/guest/name", "control")]
    [InlineData("Robin Alvarez", "Robin\\r\\nBcc: x@example.com", "/guest/name", "control")]
    [InlineData("Robin Alvarez", "Robin \\u202eznarevlA", "/guest/name", "control")]
    [InlineData("robin@example.com", "robin", "/guest/email", "no mail address")]
    [InlineData("robin@example.com", "Robin <robin@example.com>", "/guest/email", "no mail address")]
    [InlineData("robin@example.com", "robin@example.com, eve@example.com", "/guest/email", "no mail address")]
    [InlineData("robin@example.com", "robin@example.com\\r\\nBcc: eve@example.com", "/guest/email",
        "control")]
    [InlineData("+16195550123", "619-555-0123", "/guest/phone", "no phone number")]
    [InlineData("+16195550123", "+1", "/guest/phone", "no phone number")]
    [InlineData("\"party\": 6", "\"party\": 0", "/guest/party", "0 does not fit")]
    [InlineData("\"party\": 6", "\"party\": 13", "/guest/party", "at most 12")]
    [InlineData("\"party\": 6", "\"party\": 1000000", "/guest/party", "1000000")]
    [InlineData("\"party\": 6", "\"party\": 6.5", "/guest/party", "6.5")]
    [InlineData("\"gross\": \"840.75\"", "\"gross\": 840.75", "/price/gross", "a number")]
    [InlineData("2026-10-16T09:12:33-07:00", "yesterday", "/sent", "no instant")]
    [InlineData("2026-10-16T09:12:33-07:00", "2027-10-16T09:12:33-07:00", "/sent", "future")]
    public void What_does_not_fit_is_refused_at_its_place(string right, string wrong, string pointer,
        string detail)
    {
        var refused = Assert.IsType<BookingReading.Refused>(Read(Right.Replace(right, wrong)));

        Assert.Equal(422, refused.Status);
        var error = Assert.Single(refused.Errors, error => error.Pointer == pointer);
        Assert.Contains(detail, error.Detail, StringComparison.Ordinal);
        Assert.NotEmpty(error.Remedy);
    }

    [Fact]
    public void Incident_26_a_Z_behind_a_local_time_is_refused_naming_both_times()
    {
        var refused = Assert.IsType<BookingReading.Refused>(Read(Right.Replace("T10:00", "T10:00Z")));

        var error = Assert.Single(refused.Errors);
        Assert.Equal("/start", error.Pointer);
        Assert.Contains("2027-05-30T03:00", error.Detail, StringComparison.Ordinal);
        Assert.Contains("2027-05-30T10:00-07:00", error.Detail, StringComparison.Ordinal);
        Assert.Contains("2027-05-30T03:00", error.Remedy, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("2027-05-30T10:00-07:00")]
    [InlineData("2027-05-30T10:00:00")]
    [InlineData("2027-05-30T10:00:00.000-07:00")]
    public void The_harbours_own_offset_is_the_same_time(string start)
    {
        var parsed = Assert.IsType<BookingReading.Parsed>(Read(Right.Replace("2027-05-30T10:00", start)));

        Assert.Equal(((BookingReading.Parsed)Read(Right)).Request, parsed.Request);
    }

    [Fact]
    public void A_time_that_does_not_occur_is_refused_with_both_neighbours()
    {
        var refused = Assert.IsType<BookingReading.Refused>(Read(Right.Replace("2027-05-30T10:00",
            "2027-03-14T02:30")));

        Assert.Equal("Give 2027-03-14T01:30 or 2027-03-14T03:30.", Assert.Single(refused.Errors).Remedy);
    }

    [Theory]
    [InlineData("2027-11-07T01:30")]
    [InlineData("2027-11-07T01:30-07:00")]
    public void A_time_that_occurs_twice_is_the_earlier_and_says_so(string start)
    {
        var parsed = Assert.IsType<BookingReading.Parsed>(Read(Right.Replace("2027-05-30T10:00", start)));

        Assert.Equal(Instant.FromUtc(2027, 11, 7, 8, 30), parsed.Request.Trip.Span.Start);
        Assert.Contains("twice", Assert.Single(parsed.Notes), StringComparison.Ordinal);
    }

    [Fact]
    public void The_later_of_two_equal_times_is_refused() =>
        Assert.IsType<BookingReading.Refused>(Read(Right.Replace("2027-05-30T10:00",
            "2027-11-07T01:30-08:00")));

    [Fact]
    public void All_errors_of_a_document_are_told_at_once()
    {
        var refused = Assert.IsType<BookingReading.Refused>(Read("""{ "vessel": "titanic", "guest": { "party": -1 }, "x": 1 }"""));

        Assert.Equal(
            ["/channel", "/guest/name", "/guest/party", "/hours", "/reference", "/start", "/vessel", "/x"],
            refused.Errors.Select(error => error.Pointer).Order(StringComparer.Ordinal));
        Assert.Contains(refused.Errors, error => error.Remedy.Contains("jada", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("{\"a\":1}}")]
    [InlineData("From: eve@example.com")]
    [InlineData("{\"reference\":\"\\udc00\"}")]
    public void What_is_not_JSON_is_400(string text) =>
        Assert.Equal(400, Assert.IsType<BookingReading.Refused>(Read(text)).Status);

    [Fact]
    public void Deep_and_oversized_documents_are_400()
    {
        var deep = string.Concat(Enumerable.Repeat("{\"a\":", 5000)) + "1" + new string('}', 5000);
        Assert.Equal(400, Assert.IsType<BookingReading.Refused>(Read(deep)).Status);
        var big = Right.Replace("Birthday", new string('a', 70_000));
        Assert.Equal(400, Assert.IsType<BookingReading.Refused>(Read(big)).Status);
    }

    [Fact]
    public void The_hash_is_of_what_was_said_and_not_of_how_or_when()
    {
        var hash = Hash(Right);

        Assert.Equal(hash, Hash(Right.Replace("\n", "").Replace("\"hours\": 3", "\"hours\": 3.00")));
        Assert.Equal(hash, Hash(Right.Replace("2026-10-16", "2026-10-17")));
        Assert.NotEqual(hash, Hash(Right.Replace("840.75", "841.75")));
        Assert.NotEqual(hash, Hash(Right.Replace("\"party\": 6", "\"party\": 7")));
        Assert.NotEqual(hash, Hash(Right.Replace("+16195550123", "+16195550124")));
    }

    [Fact]
    public void Wishes_may_have_lines_and_markup_and_are_kept_as_sent()
    {
        var parsed = Assert.IsType<BookingReading.Parsed>(
            Read(Right.Replace("Birthday; two children", "<b>{{ 7 * 7 }}</b>\\nsecond line")));

        Assert.Equal("<b>{{ 7 * 7 }}</b>\nsecond line", parsed.Request.Requests);
    }

    private static BookingReading Read(string text) =>
        BookingDocument.Read(Encoding.UTF8.GetBytes(text), SampleFiles.Fleet, SampleFiles.Now);

    private static string Hash(string text) =>
        Assert.IsType<BookingReading.Parsed>(Read(text)).Request.BodyHash;
}
