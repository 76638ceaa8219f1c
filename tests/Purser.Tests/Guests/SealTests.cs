using System.Diagnostics;
using System.Text;
using System.Text.Json;
using CsCheck;
using NodaTime;
using Purser.Bookings;
using Purser.Guests;

namespace Purser.Tests.Guests;

public sealed class SealTests
{
    private static readonly JsonElement[] Vectors =
        [.. JsonDocument.Parse(File.ReadAllText(Place("seal-vectors.json"))).RootElement.EnumerateArray()];

    [Fact]
    public void The_test_vectors_hold_in_the_house()
    {
        foreach (var vector in Vectors)
        {
            var booking = Texts.Parse<BookingId>(Text(vector, "booking"));
            var key = GuestKey.Derive(Convert.FromHexString(Text(vector, "root")), Convert.FromHexString(Text(vector, "salt")), booking);
            Assert.Equal(Text(vector, "fragment"), key.Fragment);
            Assert.Equal(Text(vector, "grantHash"), key.GrantHash);
            Assert.Equal(Text(vector, "sealed"), Seal.Close(key, booking, Encoding.UTF8.GetBytes(Text(vector, "json"))));
            Assert.Equal(Text(vector, "json"), Encoding.UTF8.GetString(Seal.Open(key, booking, Text(vector, "sealed"))!).TrimEnd(' '));
        }
    }

    [Fact]
    public void The_test_vectors_hold_in_the_pages_own_script()
    {
        var questions = Vectors.Select(vector => new Dictionary<string, object>
        {
            ["kind"] = "open",
            ["fragment"] = Text(vector, "fragment"),
            ["booking"] = Text(vector, "booking"),
            ["sealed"] = Text(vector, "sealed"),
        }).ToList();
        questions.Add(new(questions[0]) { ["booking"] = Text(Vectors[1], "booking") });
        questions.Add(new(questions[0]) { ["fragment"] = Text(Vectors[1], "fragment") });
        var answers = InNode(questions);
        for (var i = 0; i < Vectors.Length; i++)
        {
            using var wanted = JsonDocument.Parse(Text(Vectors[i], "json"));
            Assert.True(JsonElement.DeepEquals(wanted.RootElement, answers[i]));
        }

        Assert.All(answers.Skip(Vectors.Length), answer => Assert.Equal(JsonValueKind.Null, answer.ValueKind));
    }

    [Fact]
    public void The_whole_page_opens_in_its_own_script_with_the_links_fragment()
    {
        var page = GuestPageTests.Parse(GuestPageTests.Page(GuestSamples.Example));
        using var data = JsonDocument.Parse(page.QuerySelector("#data")!.TextContent);
        var answer = InNode([new()
        {
            ["kind"] = "open", ["fragment"] = GuestSamples.Key.Fragment, ["booking"] = Text(data.RootElement, "id"),
            ["sealed"] = Text(data.RootElement, "sealed"),
        }])[0];
        Assert.Equal("Robin Alvarez", Text(answer, "name"));
        Assert.Equal("Cabrillo Dock, Gate C, slip 14", Text(answer, "dock"));
        Assert.Equal("deposit_received", Text(answer, "payment"));
    }

    [Fact]
    public void An_altered_byte_opens_nothing() => Gen.Select(Gen.Int[0, 1_000], Gen.Int[1, 255]).Sample(change =>
    {
        var booking = GuestSamples.Example.Id;
        var blob = System.Buffers.Text.Base64Url.DecodeFromChars(Seal.Close(GuestSamples.Key, booking, "{}"u8));
        blob[change.Item1 % blob.Length] ^= (byte)change.Item2;
        Assert.Null(Seal.Open(GuestSamples.Key, booking, System.Buffers.Text.Base64Url.EncodeToString(blob)));
    }, iter: 200);

    [Fact]
    public void Text_is_composed_as_NFC_has_it()
    {
        var facts = GuestPage.Plan(GuestSamples.Example, GuestSamples.Fleet, GuestSamples.Inputs).Sealed;
        Assert.Equal(
            GuestPage.PlainText(facts with { Name = "Zo\u00EB \u1EBE" }),
            GuestPage.PlainText(facts with { Name = "Zoe\u0308 E\u0302\u0301" }));
    }

    [Fact]
    public void Phases_change_to_the_second_in_four_zones_over_the_change_of_clocks()
    {
        (string Vessel, LocalDateTime Start)[] trips =
        [
            ("jada", new(2027, 3, 14, 1, 30)), ("jada", new(2027, 11, 7, 0, 30)), ("kelp", new(2027, 4, 4, 1, 30)),
            ("kelp", new(2027, 10, 3, 1, 0)), ("puffin", new(2027, 3, 28, 0, 30)), ("puffin", new(2027, 10, 31, 0, 30)),
            ("tern", new(2027, 4, 4, 1, 0)), ("tern", new(2027, 10, 3, 1, 30)),
        ];
        var (questions, wanted) = (new List<Dictionary<string, object>>(), new List<string>());
        foreach (var (vessel, start) in trips)
        {
            var trip = GuestSamples.With(vessel, start, 180).Trip;
            var phases = PagePhases.Of(trip, GuestSamples.Fleet.Vessel(trip.Vessel), GuestSamples.Fleet.Pages);
            Assert.Equal(trip.Departure.Instant + Duration.FromHours(3), phases.After);
            Assert.Equal(start.Date, HarbourTime.At(phases.Boarding, trip.Zone).Date);
            foreach (var instant in (Instant[])[phases.Boarding, phases.Underway, phases.After, phases.Archive])
            {
                foreach (var moment in (Instant[])[instant - Duration.FromSeconds(1), instant, instant + Duration.FromSeconds(1)])
                {
                    questions.Add(Asked(phases, moment));
                    wanted.Add(phases.At(moment));
                }
            }
        }

        Assert.Equal(wanted, InNode(questions).Select(answer => answer.GetString()!));
        Assert.Equal(["before", "boarding", "boarding", "boarding", "underway"], wanted.Take(5));
    }

    [Fact]
    public void Days_are_counted_by_the_harbours_calendar()
    {
        var answers = InNode([
            Days(Instant.FromUtc(2027, 5, 18, 21, 2)), Days(Instant.FromUtc(2027, 5, 30, 6, 59)), Days(Instant.FromUtc(2027, 5, 30, 7, 0)),
        ]);
        Assert.Equal([12, 1, 0], answers.Select(answer => answer.GetInt32()));
    }

    [Fact]
    public void A_page_knows_its_harbours_clock_over_its_changes()
    {
        var (questions, wanted) = (new List<Dictionary<string, object>>(), new List<string>());
        foreach (var vessel in (string[])["jada", "kelp", "puffin", "tern"])
        {
            var trip = GuestSamples.With(vessel, new LocalDateTime(2027, 5, 30, 10, 0), 180).Trip;
            for (var hours = -20_000; hours < 20_000; hours += 331)
            {
                var moment = trip.Span.Start + Duration.FromHours(hours);
                questions.Add(new Dictionary<string, object>
                {
                    ["kind"] = "clock",
                    ["now"] = moment.ToUnixTimeMilliseconds(),
                    ["offsets"] = PagePhases.Clock(trip),
                });
                var local = HarbourTime.At(moment, trip.Zone).Local;
                wanted.Add($"{local.Year} {local.Month} {local.Day} {local.Hour} {local.Minute}");
            }
        }

        Assert.Equal(wanted, InNode(questions).Select(at => string.Join(
            ' ', from name in (string[])["year", "month", "day", "hour", "minute"] select at.GetProperty(name).GetInt32())));
    }

    private static Dictionary<string, object> Days(Instant now) => new()
    {
        ["kind"] = "days",
        ["now"] = now.ToUnixTimeMilliseconds(),
        ["offsets"] = PagePhases.Clock(GuestSamples.Example.Trip),
        ["date"] = new Dictionary<string, int> { ["year"] = 2027, ["month"] = 5, ["day"] = 30 },
    };

    private static Dictionary<string, object> Asked(PagePhases phases, Instant now) => new()
    {
        ["kind"] = "phase",
        ["now"] = now.ToUnixTimeMilliseconds(),
        ["phases"] = new Dictionary<string, long>
        {
            ["boarding"] = phases.Boarding.ToUnixTimeMilliseconds(),
            ["underway"] = phases.Underway.ToUnixTimeMilliseconds(),
            ["after"] = phases.After.ToUnixTimeMilliseconds(),
            ["archive"] = phases.Archive.ToUnixTimeMilliseconds(),
        },
    };

    private static List<JsonElement> InNode(List<Dictionary<string, object>> questions)
    {
        var file = Path.Combine(AppContext.BaseDirectory, $"questions-{questions.GetHashCode()}.json");
        File.WriteAllText(file, JsonSerializer.Serialize(questions));
        var start = new ProcessStartInfo("node") { RedirectStandardOutput = true, UseShellExecute = false };
        foreach (var argument in (string[])[Place("page-script.test.mjs"), Path.Combine(TemplateSource.Root, "assets"), file])
            start.ArgumentList.Add(argument);
        using var node = Process.Start(start)!;
        var text = node.StandardOutput.ReadToEnd();
        node.WaitForExit();
        File.Delete(file);
        Assert.Equal(0, node.ExitCode);
        return [.. JsonDocument.Parse(text).RootElement.EnumerateArray()];
    }

    private static string Place(string name) => Path.Combine(TemplateSource.Find("tests"), "Purser.Tests", "Guests", name);

    private static string Text(JsonElement element, string name) => element.GetProperty(name).GetString()!;
}
