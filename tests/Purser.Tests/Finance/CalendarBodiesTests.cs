using System.Text;
using Purser.Finance.Entries;
using Purser.Finance.Feeds;
using Purser.Host.Doors;

namespace Purser.Tests.Finance;

public sealed class CalendarBodiesTests
{
    private static readonly DeskEntryRequest Stored = new("hold", "jada", "2027-06-01T08:00", "2027-06-01T12:00", "Scouts", "Dock");

    [Fact]
    public void Incident_4_null_in_a_patch_clears_a_field_and_what_is_not_named_stays()
    {
        var (patch, wrong) = CalendarBodies.Patch(Bytes("""{"title":null,"end":"2027-06-01T13:00"}"""));
        Assert.Null(wrong);
        Assert.Equal(Stored with { Title = null, End = "2027-06-01T13:00" }, patch!(Stored));
    }

    [Theory]
    [InlineData("""{"money":{"gross":"1.00"}}""", 422, "/money")]
    [InlineData("""{"type":7}""", 422, "/type")]
    [InlineData("""{"title":"a","title":"b"}""", 422, "/title")]
    [InlineData("""[]""", 422, "")]
    [InlineData("""{""", 400, null)]
    public void A_patch_that_does_not_fit_is_refused_at_its_place(string body, int status, string? pointer)
    {
        var wrong = CalendarBodies.Patch(Bytes(body)).Wrong!;
        Assert.Equal(status, wrong.Status);
        Assert.Equal(pointer, wrong.Errors?[0].Pointer);
    }

    [Fact]
    public void A_new_entry_may_bring_its_id()
    {
        var (id, request, wrong) = CalendarBodies.Create(Bytes(
            """{"id":"scouts-1","type":"hold","vessel":"jada","start":"2027-06-01T08:00","end":"2027-06-01T12:00"}"""));
        Assert.Null(wrong);
        Assert.Equal(("scouts-1", Stored with { Title = null, Location = null }), (id, request));
    }

    [Fact]
    public void A_vessels_feed_names_a_vessel_of_the_fleet()
    {
        Assert.Equal(
            (FeedKind.Vessel, Example.Jada, null), CalendarBodies.Feed(Bytes("""{"kind":"vessel","vessel":"jada"}"""), Example.Fleet));
        Assert.Equal((FeedKind.Owner, null, null), CalendarBodies.Feed(Bytes("""{"kind":"owner"}"""), Example.Fleet));
        Assert.Equal(422, CalendarBodies.Feed(Bytes("""{"kind":"vessel"}"""), Example.Fleet).Wrong?.Status);
        Assert.Equal(422, CalendarBodies.Feed(Bytes("""{"kind":"crew"}"""), Example.Fleet).Wrong?.Status);
    }

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);
}
