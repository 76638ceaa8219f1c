using Purser.Bookings;
using Purser.Host.Commands;
using Purser.Host.Composition;
using Purser.Host.Doors.Bookings;

namespace Purser.Tests.Commands;

public sealed class TerminalTests
{
    [Fact]
    public async Task What_nobody_foresaw_is_one_line_and_the_code_of_a_bug()
    {
        var error = new StringWriter();
        var terminal = new Terminal(TextWriter.Null, error, new Dictionary<string, string>());
        var code = await terminal.Run(() => throw new InvalidOperationException("the\ninside"));
        Assert.Equal(ExitCodes.Bug, code);
        Assert.Equal("purser: something is broken inside: InvalidOperationException: the inside", error.ToString().TrimEnd());
    }

    [Fact]
    public void What_was_said_when_a_booking_was_taken_is_said_when_it_has_settled()
    {
        var settled = OwnReply.Of(Booking, BookingJson.Default.BookingReply);
        var told = BookCommand.Told(Booking with { Remarks = ["01:30 occurs twice"], Review = true }, settled);
        Assert.Contains("occurs twice", told.Text, StringComparison.Ordinal);
        Assert.True(told.Read(BookingJson.Default.BookingReply).Review);
        Assert.Same(settled, BookCommand.Told(Booking, settled));
    }

    [Fact]
    public void The_sample_is_not_put_into_a_folder_that_has_records()
    {
        var place = Directory.CreateTempSubdirectory("purser-sample-").FullName;
        try
        {
            using var folder = Purser.Embedded.Disk.DataFolder.Open(place);
            File.WriteAllText(folder.Records, "");
            var settings = SettingsReading.Read(new Dictionary<string, string>(), new Flags(place, Sample: true))
                .Match(right => right, _ => throw new InvalidOperationException("refused"));
            var refused = Assert.Throws<StartRefused>(() => OperatorFiles.Open(folder, settings, TimeProvider.System));
            Assert.Equal("--sample", refused.Refusal.Setting);
        }
        finally
        {
            Directory.Delete(place, recursive: true);
        }
    }

    [Theory]
    [InlineData(
        """{"title":"The mail cannot be read","detail":"Nothing was sent. Send it as JSON","errors":[{"pointer":"/start","detail":"two dates"}]}""",
        "purser: The mail cannot be read. Nothing was sent. Send it as JSON.\n  /start: two dates.\n")]
    [InlineData(
        """{"title":"Wrong","detail":"no EUR","errors":[{"pointer":"/price","detail":"no EUR","remedy":"Send USD."}]}""",
        "purser: Wrong.\n  /price: no EUR. Send USD.\n")]
    [InlineData("""{"title":"There is nothing here","detail":"No such booking."}""", "purser: There is nothing here. No such booking.\n")]
    [InlineData("""{"title":"Busy"}""", "purser: Busy.\n")]
    public void A_refusal_says_everything_once(string problem, string said)
    {
        var error = new StringWriter { NewLine = "\n" };
        var terminal = new Terminal(TextWriter.Null, error, new Dictionary<string, string>());
        terminal.SayProblem(new OwnReply(422, System.Text.Encoding.UTF8.GetBytes(problem), null));
        Assert.Equal(said, error.ToString());
    }

    private static BookingReply Booking => new()
    {
        Id = "samplesamplesamplesample22",
        Generation = 1,
        Status = BookingStatus.Confirmed,
        Slug = "sample-charter",
        Channel = "direct",
        Reference = "ONE",
        Vessel = "jada",
        Start = "2027-11-07T01:30",
        End = "2027-11-07T04:30",
        Zone = "America/Los_Angeles",
        Hours = 3,
        Guest = new GuestReply("Robin Alvarez", null, null, 6),
        Requests = null,
        Links = new LinksReply("http://localhost:8082/api/bookings/samplesamplesamplesample22", null, null, null),
    };
}
