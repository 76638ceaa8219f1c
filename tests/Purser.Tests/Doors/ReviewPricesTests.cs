using NodaTime;
using Purser.Bookings;
using Purser.Host.Doors.Bookings;

namespace Purser.Tests.Doors;

public sealed class ReviewPricesTests
{
    [Fact]
    public void Incident_03_A_key_never_gets_a_price_out_of_the_review_list()
    {
        var item = new ReviewItem(
            "mail-1", ReviewKind.UnclearMail, Instant.MinValue, null, "A mail could not be read.",
            new Dictionary<string, string> { ["vessel"] = "jada", ["price"] = "840.00 USD" },
            new Dictionary<string, string> { ["guest.party"] = "6 or 7", ["price.gross"] = "840 or 900" });
        var shown = ReviewsDoor.WithoutPrices(item);
        Assert.Equal(["vessel"], shown.Understood.Keys);
        Assert.Equal(["guest.party"], shown.Open.Keys);
    }
}
