using System.Text;
using NodaTime;
using Purser.Fleet;
using Purser.Host.Composition;

namespace Purser.Tests.Fleet;

public sealed class FleetFileTests
{
    private static readonly string Sample = Encoding.UTF8.GetString(SampleOperator.Read("fleet.json"));

    [Fact]
    public void The_sample_operator_is_read_whole()
    {
        var reading = FleetFile.Read(SampleOperator.Read("fleet.json"));

        Assert.Empty(reading.Errors);
        var facts = reading.Facts!;
        Assert.True(facts.Sample);
        Assert.False(facts.Crew.CaptainFirst);
        var jada = facts.Vessel(Texts.Parse<VesselId>("jada"));
        Assert.Equal("JADA", jada.Name);
        Assert.Equal("Cabrillo Dock, Gate C, slip 14", jada.Dock);
        Assert.Equal("America/Los_Angeles", facts.HarbourOf(jada).Zone);
        Assert.Equal(["captain", "first mate", "deckhand"], jada.Roles.Select(role => role.Role.Text));
        var hold = Assert.Single(jada.Holds);
        Assert.Equal((IsoDayOfWeek.Wednesday, new LocalTime(16, 0), new LocalTime(19, 0)),
            (hold.Weekday, hold.From, hold.To));
        Assert.Equal("Southing", facts.BrandFor(Texts.Parse<ChannelId>("boatsetter"), jada.Id).Name);
        Assert.True(facts.Find(Texts.Parse<ChannelId>("boatsetter"))!.Marketplace);
        Assert.False(facts.Find(Texts.Parse<ChannelId>("direct"))!.Marketplace);
    }

    [Theory]
    [InlineData("\"sample\": true", "\"sample\": true, \"colour\": 1", "/colour", "not known")]
    [InlineData("\"America/Los_Angeles\"", "\"America/San_Diego\"", "/harbours/0/zone", "no time zone")]
    [InlineData("\"harbour\": \"san-diego\"", "\"harbour\": \"oslo\"", "/vessels/0/harbour",
        "no harbour \"oslo\"")]
    [InlineData("\"brand\": \"southing\"", "\"brand\": \"northing\"", "/vessels/0/brand",
        "no brand \"northing\"")]
    [InlineData("\"https://www", "\"http://www", "/vessels/0/mapLink", "no https address")]
    [InlineData("\"https://www", "\"javascript:www", "/vessels/0/mapLink", "no https address")]
    [InlineData("\"id\": \"direct\"", "\"id\": \"boatsetter\"", "/channels/1/id", "given twice")]
    [InlineData("\"bufferMinutes\": 60", "\"bufferMinutes\": -1", "/vessels/0/bufferMinutes",
        "-1 does not fit")]
    [InlineData("\"boardingMinutes\": 20", "\"boardingMinutes\": 241", "/vessels/0/boardingMinutes", "241")]
    [InlineData("\"mostGuests\": 12", "\"mostGuests\": 0", "/vessels/0/mostGuests", "0 does not fit")]
    [InlineData("\"mostGuests\": 12", "\"mostGuests\": 12, \"mostGuests\": 14", "/vessels/0/mostGuests",
        "given twice")]
    [InlineData("\"Wednesday\"", "\"Woensdag\"", "/vessels/0/holds/0/weekday", "no weekday")]
    [InlineData("\"to\": \"19:00\"", "\"to\": \"15:00\"", "/vessels/0/holds/0/to", "not after")]
    [InlineData("\"from\": \"16:00\"", "\"from\": \"4 PM\"", "/vessels/0/holds/0/from", "no time")]
    [InlineData("\"language\": \"en\"", "\"colours\": { \"--brand\": \"red\" }", "/brands/0/colours/--brand",
        "no colour")]
    [InlineData("\"language\": \"en\"", "\"colours\": { \"--ink\": \"#000\" }", "/brands/0/colours/--ink",
        "not known")]
    [InlineData("\"A7\"", "\"[A-Z]7\"", "/channels/0/referencePattern", "no pattern")]
    [InlineData("owner@southing.example.com", "owner", "/operator/ownerEmail", "no mail address")]
    [InlineData("+16195550144", "619 555 0144", "/operator/phone", "no phone number")]
    [InlineData("\"role\": \"captain\"", "\"role\": \"skipper\"", "/vessels/0/roles", "not the captain")]
    [InlineData("Gate C, slip 14", "Gate C, pay $20", "/vessels/0/dock", "names an amount")]
    [InlineData("Weather and tide read", "Tip is 50 dollars", "/vessels/0/roles/0/tasks/0", "names an amount")]
    [InlineData("\"ask\": \"together\"", "\"ask\": \"never\"", "/crew/ask", "does not fit")]
    [InlineData("\"id\": \"jada\"", "\"id\": \"../etc\"", "/vessels/0/id", "does not fit")]
    public void What_does_not_fit_is_refused_at_its_place(string right, string wrong, string pointer,
        string detail)
    {
        var at = Sample.IndexOf(right, StringComparison.Ordinal);
        var text = Sample[..at] + wrong + Sample[(at + right.Length)..];

        var reading = FleetFile.Read(Encoding.UTF8.GetBytes(text));

        Assert.Null(reading.Facts);
        var error = Assert.Single(reading.Errors, error => error.Pointer == pointer);
        Assert.Contains(detail, error.Detail, StringComparison.Ordinal);
        Assert.NotEmpty(error.Remedy);
    }

    [Fact]
    public void Every_error_is_told_at_once()
    {
        var text = Sample.Replace("America/Los_Angeles", "Mars/Base").Replace("\"mostGuests\": 12",
            "\"mostGuests\": \"many\"");

        var fault = Assert.Throws<FleetFault>(() => FleetFile.ReadOrFault(Encoding.UTF8.GetBytes(text)));

        Assert.Contains("/harbours/0/zone", fault.Message, StringComparison.Ordinal);
        Assert.Contains("/vessels/0/mostGuests", fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("{\"operator\":{\"name\":\"\\ud800\"}}")]
    public void What_is_no_fleet_file_is_refused(string text)
    {
        var reading = FleetFile.Read(Encoding.UTF8.GetBytes(text));

        Assert.Null(reading.Facts);
        Assert.NotEmpty(reading.Errors);
    }

    [Theory]
    [InlineData("A7", "XHQGMDH", true)]
    [InlineData("A7", "XHQGMD", false)]
    [InlineData("A7", "xhqgmdh", false)]
    [InlineData("N4-9", "20271", true)]
    [InlineData("N4-9", "2027A", false)]
    [InlineData("X1-40", "walk-in_1.2", true)]
    [InlineData("X1-40", "a/b", false)]
    public void References_fit_their_shape(string pattern, string reference, bool fits)
    {
        Assert.True(ReferenceShape.TryParse(pattern, out var shape));
        Assert.Equal(fits, shape.Fits(reference));
    }

    [Fact]
    public void The_sample_is_written_once_and_kept()
    {
        var folder = Directory.CreateTempSubdirectory("purser-sample-");
        try
        {
            Assert.Equal(SampleOperator.Files, SampleOperator.WriteInto(folder.FullName));
            var fleet = Path.Combine(folder.FullName, "fleet.json");
            File.WriteAllText(fleet, "mine");

            Assert.Empty(SampleOperator.WriteInto(folder.FullName));
            Assert.Equal("mine", File.ReadAllText(fleet));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
