using NodaTime;
using Purser.Bookings;
using Purser.Host.Moving;
using Purser.Host.Moving.Parts;
using Purser.Outside.Records;

namespace Purser.Tests.Moving;

public sealed class ContentDigestTests
{
    private static readonly StoredRecord Row =
        new(new RecordKey("booking#a", "fact"), 3, "{}"u8.ToArray(), new IndexKey("list", "2027"));

    private static readonly ObjectLine Page = new("g/a.html", "text/html", "no-cache", 1, 3, new string('a', 64));
    private static readonly FileLine Upload = new("a/b", 3, new string('b', 64));

    [Fact]
    public void The_order_in_which_things_come_does_not_matter()
    {
        var other = Row with { Key = new RecordKey("booking#b", "fact") };
        Action<ContentDigest>[] adds =
        [
            digest => digest.Add(Compartment.Office, Row), digest => digest.Add(Compartment.Office, other),
            digest => digest.Add(Page),
        ];
        Assert.Equal(Of(adds), Of([.. adds.Reverse()]));
    }

    [Fact]
    public void Whatever_is_known_of_a_thing_matters()
    {
        Action<ContentDigest>[] all =
        [
            digest => digest.Add(Compartment.Office, Row),
            digest => digest.Add(Compartment.Crew, Row),
            digest => digest.Add(Compartment.Office, Row with { Version = 4 }),
            digest => digest.Add(Compartment.Office, Row with { Body = "[]"u8.ToArray() }),
            digest => digest.Add(Compartment.Office, Row with { Index = null }),
            digest => digest.Add(Compartment.Office, Row with { Index = new IndexKey("lis", "t2027") }),
            digest => digest.Add(Compartment.Office, Row with { Key = new RecordKey("booking#", "afact") }),
            digest => digest.Add(Page),
            digest => digest.Add(Page with { Type = "text/plain" }),
            digest => digest.Add(Page with { Cache = "no-store" }),
            digest => digest.Add(Page with { Revision = 2 }),
            digest => digest.Add(Page with { Sha256 = new string('c', 64) }),
            digest => digest.Add(Upload),
            digest => digest.Add(Upload with { Name = "a/c" }),
            digest => digest.AddOperator("fleet.json", new string('a', 64)),
            digest => digest.AddOperator("rates.json", new string('a', 64)),
            _ => { },
        ];
        var digests = all.Select(one => Of(one)).ToList();
        Assert.Equal(digests.Count, digests.Distinct().Count());
        Assert.NotEqual(Of(all[0]), Of(all[0], all[0]));
    }

    [Fact]
    public void What_a_store_may_drop_and_what_every_move_raises_is_left_out()
    {
        var expiring = Row with { Expires = Instant.FromUtc(2099, 1, 1, 0, 0) };
        var epoch = Row with { Key = OfficeRows.Epoch };
        Assert.Equal(
            Of(_ => { }), Of(digest => digest.Add(Compartment.Office, expiring), digest => digest.Add(Compartment.Guest, epoch)));
    }

    private static string Of(params Action<ContentDigest>[] adds)
    {
        var digest = new ContentDigest();
        foreach (var add in adds) add(digest);
        return digest.Text();
    }
}
