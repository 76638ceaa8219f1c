using Purser.Bookings;
using Purser.Host.Doors.OfficePages;
using Purser.Tests.Simulation;

namespace Purser.Tests.Doors;

public sealed class QuietHoursTests
{
    private static readonly Trip Morning = Requests.Make().Trip;

    [Theory]
    [InlineData("2027-05-28T16:59", true)]
    [InlineData("2027-05-28T17:00", false)]
    [InlineData("2027-05-29T03:00", false)]
    [InlineData("2027-05-29T07:59", false)]
    [InlineData("2027-05-29T08:00", true)]
    [InlineData("2027-05-30T03:59", false)]
    [InlineData("2027-05-30T04:00", true)]
    public void Incident_25_No_text_at_night_unless_departure_is_close(string harbourTime, bool free)
    {
        var local = NodaTime.Text.LocalDateTimePattern.CreateWithInvariantCulture("uuuu-MM-dd'T'HH:mm").Parse(harbourTime).Value;
        Assert.Equal(free, DraftsReading.Held(Morning, new HarbourTime(local, Morning.Zone).Instant) is null);
    }
}
