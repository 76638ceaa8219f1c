using NodaTime;
using Purser.Outside;

namespace Purser.Tests.Pictures;

/// <summary>What is taken from a file of when it was taken.</summary>
public sealed class CaptureTimeTests
{
    [Fact]
    public async Task All_three_times_are_read_with_the_fraction()
    {
        var taken = await Taken(new ExifBlock().At("2026:05:30 10:11:12", "-07:00", "250")
            .Gps("2026:05:30", (17, 1), (11, 1), (1350, 100)));
        Assert.Equal(
            new CaptureTime(
                Instant.FromUtc(2026, 5, 30, 17, 11, 12) + Duration.FromMilliseconds(250),
                Instant.FromUtc(2026, 5, 30, 17, 11, 13) + Duration.FromMilliseconds(500),
                new LocalDateTime(2026, 5, 30, 10, 11, 12).PlusMilliseconds(250)),
            taken);
    }

    [Theory]
    [InlineData("2026:05:30 10:11:12", null, true)]
    [InlineData("2026:05:30 10:11:12", "7 hours", true)]
    [InlineData("2026:05:30 10:11:12", "+99:00", true)]
    [InlineData("1989:12:31 23:59:59", "-07:00", false)]
    [InlineData("2100:01:01 00:00:00", "-07:00", false)]
    [InlineData("0000:00:00 00:00:00", "-07:00", false)]
    [InlineData("2026:13:45 10:11:12", "-07:00", false)]
    [InlineData("yesterday", "-07:00", false)]
    [InlineData("    :  :     :  :  ", "     :  ", false)]
    public async Task What_is_malformed_or_absurd_is_unsaid(string original, string? offset, bool local)
    {
        var taken = await Taken(new ExifBlock().At(original, offset));
        Assert.Equal((null, local), (taken.Original, taken.Local is not null));
    }

    [Theory]
    [InlineData("2026:05:30", 24u, 1u)]
    [InlineData("2026:05:30", 17u, 0u)]
    [InlineData("1980:01:06", 17u, 1u)]
    [InlineData("2026-05", 17u, 1u)]
    public async Task A_time_of_a_satellite_that_cannot_be_is_unsaid(string date, uint hours, uint below)
    {
        var taken = await Taken(new ExifBlock().Gps(date, (hours, below), (11, 1), (13, 1)));
        Assert.Null(taken.Gps);
    }

    [Fact]
    public async Task A_picture_without_exif_says_nothing()
    {
        Assert.Equal(CaptureTime.Unsaid, (await Workshop.Made(PictureFiles.Jpeg(80, 60))).Taken);
        var garbage = PictureFiles.Segment(0xE1, [.. "Exif\0\0MM\0*"u8, .. new byte[] { 0xFF, 0xFF, 0xFF, 0xFF, 1, 2, 3 }]);
        Assert.Equal(CaptureTime.Unsaid, (await Workshop.Made(PictureFiles.Jpeg(80, 60, garbage))).Taken);
    }

    private static async Task<CaptureTime> Taken(ExifBlock exif) =>
        (await Workshop.Made(PictureFiles.Jpeg(80, 60, PictureFiles.Exif(exif)))).Taken;
}
