using System.Text;
using NodaTime;
using Purser.Bookings;
using Purser.Fleet;
using Purser.Host.Intake;

namespace Purser.Tests.Intake;

public sealed class BookingPatchTests
{
    private static readonly Booking Known = new(
        Texts.Parse<BookingId>("abcdefghijklmnopqrstuvwxyz"), 1, BookingStatus.Confirmed,
            Texts.Parse<ChannelId>("boatsetter"),
        Texts.Parse<ChannelReference>("XHQGMDH"),
        new Trip(Texts.Parse<VesselId>("jada"), new LocalDateTime(2027, 5, 30, 10, 0), 180,
            "America/Los_Angeles"),
        new Guest("Robin Alvarez", "robin@example.com", "+16195550123", 6), "Birthday", null, [],
            SampleFiles.Now, SampleFiles.Now);

    [Fact]
    public void What_is_absent_stays()
    {
        var edit = Apply("{}");

        Assert.Equal(BookingEdit.Of(Known), edit);
    }

    [Fact]
    public void What_is_given_changes()
    {
        var edit = Apply("""{ "start": "2027-05-31T09:00", "hours": 2, "guest": { "party": 8, "name": "Robin A." } }""");

        Assert.Equal(Known.Trip with { Start = new LocalDateTime(2027, 5, 31, 9, 0), Minutes = 120 },
            edit.Trip);
        Assert.Equal(Known.Guest with { Party = 8, Name = "Robin A." }, edit.Guest);
    }

    [Fact]
    public void Null_clears_what_may_be_absent()
    {
        var edit = Apply("""{ "guest": { "email": null, "phone": null }, "requests": null }""");

        Assert.Equal(Known.Guest with { Email = null, Phone = null }, edit.Guest);
        Assert.Null(edit.Requests);
    }

    [Theory]
    [InlineData("""{ "start": null }""", "/start")]
    [InlineData("""{ "guest": null }""", "/guest")]
    [InlineData("""{ "guest": { "name": null } }""", "/guest/name")]
    [InlineData("""{ "guest": { "party": null } }""", "/guest/party")]
    [InlineData("""{ "price": null }""", "/price")]
    [InlineData("""{ "captain": "Ines" }""", "/captain")]
    [InlineData("""{ "reference": "ABCDEFG" }""", "/reference")]
    public void Null_on_a_required_member_and_unknown_members_are_refused(string body, string pointer)
    {
        var reading = BookingPatch.Read(Encoding.UTF8.GetBytes(body));

        Assert.Null(reading.Patch);
        Assert.Equal(422, reading.Status);
        Assert.Equal(pointer, Assert.Single(reading.Errors).Pointer);
    }

    [Theory]
    [InlineData("""{ "start": "2027-05-31T09:00Z" }""", "/start")]
    [InlineData("""{ "guest": { "party": 40 } }""", "/guest/party")]
    [InlineData("""{ "vessel": "titanic" }""", "/vessel")]
    [InlineData("""{ "hours": 0 }""", "/hours")]
    public void A_patch_that_does_not_fit_the_booking_is_refused(string body, string pointer)
    {
        var patch = BookingPatch.Read(Encoding.UTF8.GetBytes(body)).Patch!;

        var reading = patch.Apply(Known, SampleFiles.Fleet, SampleFiles.Now);

        Assert.Null(reading.Edit);
        Assert.Equal(pointer, Assert.Single(reading.Errors).Pointer);
    }

    [Fact]
    public void The_price_and_the_offices_notes_are_passed_on()
    {
        var patch = BookingPatch.Read(
            """{ "price": { "gross": "900.00", "currency": "USD" }, "officeNotes": null }"""u8.ToArray()).Patch!;

        Assert.Equal(new PriceText("900.00", "USD"), patch.Price);
        Assert.True(patch.NotesGiven);
        Assert.Null(patch.OfficeNotes);
    }

    [Fact]
    public void A_charter_that_has_sailed_can_still_be_corrected()
    {
        var later = Instant.FromUtc(2027, 7, 1, 0, 0);
        var patch = BookingPatch.Read("""{ "guest": { "party": 5 } }"""u8.ToArray()).Patch!;

        Assert.Equal(5, patch.Apply(Known, SampleFiles.Fleet, later).Edit!.Guest.Party);
    }

    private static BookingEdit Apply(string body) =>
        BookingPatch.Read(Encoding.UTF8.GetBytes(body)).Patch!.Apply(Known, SampleFiles.Fleet,
            SampleFiles.Now).Edit!;
}
