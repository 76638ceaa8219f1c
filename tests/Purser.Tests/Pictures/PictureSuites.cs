using NodaTime;
using NodaTime.Text;
using Purser.Contracts.Ports;
using Purser.Outside;

namespace Purser.Tests.Pictures;

public sealed class PictureWorkersKeepTheContract() : PicturesContract(new PictureWorkersFixture());

internal sealed class PictureWorkersFixture : PicturesFixture
{
    private static readonly LocalDateTimePattern Written =
        LocalDateTimePattern.CreateWithInvariantCulture("uuuu':'MM':'dd HH':'mm':'ss");

    public override IPictures Pictures => Workshop.Pictures;

    public override byte[] Picture(int width, int height, bool turned, CaptureTime? taken, string secret)
    {
        var exif = new ExifBlock().Secret(secret).Orientation(turned ? 6 : 1);
        if (taken?.Local is { } local)
        {
            var offset = taken.Original is { } at
                ? Offset.FromTicks((local.InUtc().ToInstant() - at).BclCompatibleTicks)
                : (Offset?)null;
            exif.At(Written.Format(local), offset is { } off ? OffsetPattern.CreateWithInvariantCulture("+HH:mm").Format(off) : null);
        }

        if (taken?.Gps is { } gps)
        {
            var utc = gps.InUtc();
            exif.Gps(
                LocalDatePattern.CreateWithInvariantCulture("uuuu':'MM':'dd").Format(utc.Date),
                ((uint)utc.Hour, 1), ((uint)utc.Minute, 1), ((uint)utc.Second, 1));
        }

        return PictureFiles.Jpeg(
            width, height, PictureFiles.Exif(exif), PictureFiles.Xmp(secret), PictureFiles.Iptc(secret),
            PictureFiles.Segment(0xFE, System.Text.Encoding.ASCII.GetBytes(secret)));
    }

    public override byte[] Video() => TinyVideo.Body;

    public override byte[] Broken() => PictureFiles.Jpeg(800, 600)[..^2000];

    public override string File(byte[] body) => Workshop.File(body);
}
