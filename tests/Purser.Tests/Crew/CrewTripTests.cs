using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Purser.Bookings;
using Purser.Outside;
using static Purser.Tests.Crew.CrewWorld;

namespace Purser.Tests.Crew;

/// <summary>What the crew desk's door takes of an office, and what no office sends.</summary>
public sealed class CrewTripTests
{
    private static readonly CrewPapers Papers =
        new("K7MW4P", 2, 6, "Ana, Bo", 5) { Page = "https://guests.example.com/g/may-30" };

    private static readonly string LongPage = "https://guests.example.com/" + new string('a', 2_000);

    [Fact]
    public void What_an_office_puts_is_read_back_also_in_the_highest_epoch()
    {
        var trip = Trip(generation: Counters.Most) with { Papers = Papers };
        Assert.Equal(Counters.Most, Read(trip)!.Generation);
        Assert.Equal(Papers, Read(trip)!.Papers);
        Assert.All(
            Enum.GetValues<PaymentWord>(),
            word => Assert.Equal(word.Text, Read(Trip(paid: word.Text, paidVersion: 1))!.Payment.Word));
    }

    [Fact]
    public void What_no_office_sends_is_refused_by_its_field()
    {
        var trip = Trip() with { Papers = Papers };
        (string Field, CrewTrip Trip)[] wrong =
        [
            ("/generation", trip with { Generation = 0 }),
            ("/generation", trip with { Generation = Counters.Most + 1 }),
            ("/generation", trip with { Generation = long.MaxValue }),
            ("/title", trip with { Title = new string('a', 301) }),
            ("/trip", trip with { Trip = trip.Trip with { Zone = "Nowhere/At_all" } }),
            ("/payment/version", trip with { Payment = new CrewPayment(null, Counters.Most + 1) }),
            ("/payment/version", trip with { Payment = new CrewPayment(null, -1) }),
            ("/payment/word", trip with { Payment = new CrewPayment("paid 300", 1) }),
            ("/payment/word", trip with { Payment = new CrewPayment("PaidInFull", 1) }),
            ("/papers/version", trip with { Papers = Papers with { Version = Counters.Most + 1 } }),
            ("/papers/code", trip with { Papers = Papers with { Code = new string('K', 21) } }),
            ("/papers/code", trip with { Papers = Papers with { Code = "pay 50" } }),
            ("/papers/missing", trip with { Papers = Papers with { Missing = new string('a', 10_001) } }),
            ("/papers/page", trip with { Papers = Papers with { Page = LongPage } }),
            ("/papers/page", trip with { Papers = Papers with { Page = "javascript:alert(1)" } }),
            ("/papers/signed", trip with { Papers = Papers with { Signed = -1 } }),
            ("/papers/signed", trip with { Papers = Papers with { Signed = 7 } }),
            ("/papers/of", trip with { Papers = Papers with { Of = 10_001 } }),
            ("/roles", trip with { Roles = [Roles[0] with { Tasks = [new string('a', 301)] }] }),
            ("/roles", trip with { Roles = [Roles[0], Roles[0]] }),
        ];
        Assert.All(wrong, one => Assert.Equal(one.Field, Flaw(Json(one.Trip))));
    }

    [Fact]
    public void A_body_without_papers_or_with_holes_in_its_lists_is_refused_and_never_a_fault()
    {
        var body = JsonNode.Parse(Json(Trip() with { Papers = Papers }))!.AsObject();
        Assert.All(body.Select(field => field.Key).ToList(), name =>
        {
            var without = body.DeepClone().AsObject();
            without.Remove(name);
            Assert.Equal(name == "papers" ? "/papers" : "", Flaw(Bytes(without)));
        });
        body["roles"]!.AsArray().Add(null);
        Assert.Equal("/roles", Flaw(Bytes(body)));
        body["roles"] = new JsonArray(new JsonObject
        {
            ["role"] = "captain",
            ["beforeMinutes"] = 0,
            ["afterMinutes"] = 0,
            ["tasks"] = new JsonArray((JsonNode?)null),
        });
        Assert.Equal("/roles", Flaw(Bytes(body)));
    }

    [Fact]
    public void The_missing_are_listed_without_amounts_and_no_more_of_them_than_the_desk_takes()
    {
        Assert.Equal("Robin, Ada", CrewPapers.Listed(["Robin", "$500", "Ada"]));
        Assert.False(AmountDetector.Finds(CrewPapers.Listed(["50", "dollars"])));
        Assert.Equal("", CrewPapers.Listed([]));
        var many = CrewPapers.Listed(Enumerable.Range(100, 500).Select(number => new string('a', 90) + number));
        Assert.InRange(many.Length, CrewPapers.MostMissing - 100, CrewPapers.MostMissing);
        Assert.EndsWith(", \u2026", many, StringComparison.Ordinal);
    }

    private static CrewTrip? Read(CrewTrip trip) => CrewTrip.Read(Json(trip), out _);

    private static string Flaw(byte[] body)
    {
        Assert.Null(CrewTrip.Read(body, out var flaw));
        return flaw;
    }

    private static byte[] Json(CrewTrip trip) =>
        JsonSerializer.SerializeToUtf8Bytes(trip, CrewDeskJson.Default.CrewTrip);

    private static byte[] Bytes(JsonNode node) => Encoding.UTF8.GetBytes(node.ToJsonString());
}
