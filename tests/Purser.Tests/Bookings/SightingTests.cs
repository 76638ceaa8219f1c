using NodaTime;
using Purser.Bookings;
using Purser.Tests.Simulation;

namespace Purser.Tests.Bookings;

public sealed class SightingTests
{
    private static readonly Instant Monday = Instant.FromUtc(2027, 5, 3, 12, 0);

    [Theory]
    [InlineData("same stamp, same body", 0, 0, SightingVerdict.SameAgain)]
    [InlineData("older stamp", -60, 1, SightingVerdict.SameAgain)]
    [InlineData("same stamp, other body", 0, 1, SightingVerdict.News)]
    [InlineData("newer stamp, other body", 60, 1, SightingVerdict.News)]
    [InlineData("newer stamp, same body", 60, 0, SightingVerdict.News)]
    public void A_stamped_message_is_judged_by_its_stamp(string what, int minutes, int party, SightingVerdict verdict)
    {
        var first = Requests.Make(sent: Monday);
        var last = Sighting.After(null, first, Monday);
        var next = Requests.Make(party: 6 - party, sent: Monday + Duration.FromMinutes(minutes));
        Assert.True(last.Judge(next) == verdict, what);
    }

    [Fact]
    public void An_unstamped_copy_of_the_last_message_is_the_same_again()
    {
        var last = Sighting.After(null, Requests.Make(), Monday);
        Assert.Equal(SightingVerdict.SameAgain, last.Judge(Requests.Make()));
    }

    [Fact]
    public void An_unstamped_copy_of_an_earlier_message_goes_to_review()
    {
        var first = Sighting.After(null, Requests.Make(), Monday);
        var second = Sighting.After(first, Requests.Make(party: 4), Monday);
        Assert.Equal(SightingVerdict.Reappeared, second.Judge(Requests.Make()));
    }

    [Fact]
    public void What_the_source_did_not_change_is_not_applied()
    {
        var said = Requests.Make();
        var last = Sighting.After(null, said, Monday);
        var edited = Of(said) with { Guest = said.Guest with { Party = 3 } };
        var moved = Requests.Make(start: new LocalDateTime(2027, 5, 30, 15, 0));
        var (edit, disputed) = SaidChanges.Apply(edited, last, moved);
        Assert.Equal((15, 3), (edit.Trip.Start.Hour, edit.Guest.Party));
        Assert.Empty(disputed);
    }

    [Fact]
    public void A_field_that_both_sides_changed_keeps_the_operators_value_and_is_disputed()
    {
        var said = Requests.Make();
        var last = Sighting.After(null, said, Monday);
        var edited = Of(said) with { Guest = said.Guest with { Party = 3 } };
        var (edit, disputed) = SaidChanges.Apply(edited, last, Requests.Make(party: 5));
        Assert.Equal(3, edit.Guest.Party);
        Assert.Equal(new DisputedField("guest.party", "3", "5"), Assert.Single(disputed));
    }

    [Fact]
    public void Only_so_many_messages_are_remembered()
    {
        var sighting = Enumerable.Range(0, 80).Aggregate(
            (Sighting?)null, (last, i) => Sighting.After(last, Requests.Make(price: $"{i}"), Monday));
        Assert.Equal(Sighting.SeenLimit, sighting!.Seen.Count);
    }

    private static Booking Of(BookingRequest request) => new(
        Texts.Parse<BookingId>(new string('a', 26)), 1, BookingStatus.Confirmed, request.Channel, request.Reference, request.Trip,
        request.Guest, request.Requests, null, [], Monday, Monday);
}
