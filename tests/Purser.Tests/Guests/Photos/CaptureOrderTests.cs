using CsCheck;
using NodaTime;
using Purser.Guests.Photos;
using Purser.Outside;

namespace Purser.Tests.Guests.Photos;

/// <summary>The order of a gallery, whatever cameras, phones and zones are mixed.</summary>
public sealed class CaptureOrderTests
{
    private static readonly DateTimeZone Zone = DateTimeZoneProviders.Tzdb["America/Los_Angeles"];
    private static readonly Instant Opens = Instant.FromUtc(2027, 5, 30, 17, 0);
    private static readonly Instant Given = Instant.FromUtc(2027, 5, 30, 21, 0);
    private static readonly Instant Aboard = Instant.FromUtc(2027, 5, 30, 18, 30);
    private static readonly LocalDateTime Clock = new(2027, 5, 30, 11, 30);

    [Fact]
    public void What_carries_its_offset_counts_before_satellites_and_they_before_the_cameras_clock()
    {
        var other = Aboard + Duration.FromMinutes(5);
        Assert.Equal(Aboard, Of(Aboard, other, Clock.PlusMinutes(9)));
        Assert.Equal(other, Of(null, other, Clock));
        Assert.Equal(Aboard, Of(null, null, Clock));
        Assert.Equal(Given, Of(null, null, null));
    }

    [Theory]
    [InlineData(-48, 0, true)]
    [InlineData(-48, -1, false)]
    [InlineData(4, 0, true)]
    [InlineData(4, 1, false)]
    public void A_time_that_cannot_be_is_passed_over(int hours, int seconds, bool believed)
    {
        var time = Opens + Duration.FromHours(hours) + Duration.FromSeconds(seconds);
        Assert.Equal(believed ? time : Aboard, Of(time, Aboard, null));
        Assert.Equal(believed ? time : Given, Of(null, null, time.InZone(Zone).LocalDateTime));
    }

    [Fact]
    public void A_cameras_clock_in_the_hour_that_there_is_not_or_twice_is_still_read()
    {
        var given = Instant.FromUtc(2027, 11, 8, 0, 0);
        Assert.Equal(
            Instant.FromUtc(2027, 11, 7, 8, 30),
            CaptureOrder.Of(new CaptureTime(null, null, new LocalDateTime(2027, 11, 7, 1, 30)), Zone, given - Day, given));
        var spring = Instant.FromUtc(2027, 3, 15, 0, 0);
        Assert.Equal(
            Instant.FromUtc(2027, 3, 14, 10, 30),
            CaptureOrder.Of(new CaptureTime(null, null, new LocalDateTime(2027, 3, 14, 2, 30)), Zone, spring - Day, spring));
    }

    [Fact]
    public void The_order_is_total_and_the_same_however_photos_come()
    {
        Photos.Sample(photos =>
        {
            var order = photos.OrderBy(CaptureOrder.Sort, StringComparer.Ordinal).Select(photo => photo.Id).ToList();
            var turned = photos.Reverse().OrderBy(CaptureOrder.Sort, StringComparer.Ordinal).Select(photo => photo.Id);
            Assert.Equal(order, turned);
            var times = photos.OrderBy(CaptureOrder.Sort, StringComparer.Ordinal).Select(photo => photo.Place).ToList();
            Assert.Equal(times.Order(), times);
        });
    }

    [Fact]
    public void Whatever_a_file_says_its_time_is_within_what_can_be()
    {
        Gen.Select(Maybe, Maybe, Maybe).Sample((original, gps, local) =>
        {
            var time = Of(original, gps, local?.InUtc().LocalDateTime);
            Assert.InRange(time, Opens - Duration.FromHours(48), Given);
        });
    }

    private static Duration Day => Duration.FromDays(1);

    private static Gen<Instant?> Maybe => Gen.Int[-400_000, 400_000].Select(minutes =>
        minutes % 5 == 0 ? (Instant?)null : Opens + Duration.FromMinutes(minutes / 60.0));

    private static Gen<Photo[]> Photos => Gen.Select(Gen.Int[0, 5], Gen.Int[0, 3], Gen.Int[1, 24]).Array[0, 30]
        .Select(all => all.Select((one, at) => new Photo(
            Id(at), "b", one.Item3, "image/jpeg", 1, Opens + Duration.FromSeconds(one.Item2), PhotoState.Published)
        {
            Taken = Opens + Duration.FromMilliseconds(one.Item1),
        }).ToArray());

    private static string Id(int at) => $"{(char)('a' + (at % 26))}{(char)('a' + (at / 26))}".PadRight(26, 'x');

    private static Instant Of(Instant? original, Instant? gps, LocalDateTime? local) =>
        CaptureOrder.Of(new CaptureTime(original, gps, local), Zone, Opens, Given);
}
