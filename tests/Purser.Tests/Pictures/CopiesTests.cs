using System.Text;
using NetVips;
using Purser.Outside;

namespace Purser.Tests.Pictures;

/// <summary>What copies look like, and what is not in them.</summary>
public sealed class CopiesTests
{
    private const string Name = "Wanda";
    private const string Serial = "SN4711000815";
    private const string Original = "IMG_8823";
    private static readonly string Secret = $"{Name} {Serial} {Original}";

    /// <summary>Red, green, blue, white.</summary>
    private static readonly double[][] Upright = [[220, 30, 30], [30, 200, 30], [30, 30, 220], [240, 240, 240]];

    [Fact]
    public async Task Nothing_but_pixels_survives_of_a_jpeg()
    {
        var thumbnail = PictureFiles.Jpeg(160, 120, PictureFiles.Segment(0xFE, Encoding.ASCII.GetBytes(Secret)));
        var exif = new ExifBlock().Secret(Secret).Orientation(1).Thumbnail(thumbnail)
            .At("2026:05:30 10:11:12", "-07:00").Gps("2026:05:30", (17, 1), (11, 1), (12, 1));
        var body = PictureFiles.Jpeg(
            1600, 1200, PictureFiles.Exif(exif), PictureFiles.Xmp(Secret), PictureFiles.Iptc(Secret),
            PictureFiles.Segment(0xFE, Encoding.ASCII.GetBytes(Secret)),
            PictureFiles.Segment(0xE2, [.. "MPF\0"u8, .. Encoding.ASCII.GetBytes(Secret)]));
        var made = await Workshop.Made([.. body, .. Encoding.ASCII.GetBytes(Secret)]);
        SafeCopies.Check(made, Name, Serial, Original, "Exif", "xmpmeta", "8BIM", "ICC_PROFILE");
        Assert.All(made.Copies, copy => Assert.Empty(Metadata(copy)));
    }

    [Theory]
    [InlineData("png")]
    [InlineData("webp")]
    public async Task Nothing_but_pixels_survives_of_a_png_or_webp(string format)
    {
        using var plain = PictureFiles.Corners(900, 600);
        using var full = plain.Mutate(image =>
        {
            image.Set(GValue.BlobType, "exif-data", (byte[])[.. "Exif\0\0"u8, .. new ExifBlock().Secret(Secret).Bytes()]);
            image.Set(GValue.BlobType, "xmp-data", PictureFiles.XmpText(Secret));
            image.Set(GValue.GStrType, "png-comment-0-Author", Secret);
        });
        var body = format == "png" ? full.PngsaveBuffer() : full.WebpsaveBuffer();
        Assert.Contains(Serial, Encoding.Latin1.GetString(body), StringComparison.Ordinal);
        var made = await Workshop.Made(body);
        SafeCopies.Check(made, Name, Serial, Original, "Exif", "xmpmeta");
        Assert.All(made.Copies, copy => Assert.Empty(Metadata(copy)));
        Looks(made, 12);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    [InlineData(7)]
    [InlineData(8)]
    public async Task Each_orientation_gives_the_same_upright_picture(int orientation)
    {
        using var upright = PictureFiles.Corners(640, 480);
        using var stored = Stored(upright, orientation);
        var body = PictureFiles.WithSegments(
            stored.JpegsaveBuffer(q: 90), PictureFiles.Exif(new ExifBlock().Orientation(orientation)));
        var made = await Workshop.Made(body);
        Assert.Equal((640, 480), (made.Width, made.Height));
        Looks(made, 12);
    }

    [Fact]
    public async Task Colours_of_a_wide_profile_are_kept_without_the_profile()
    {
        using var plain = PictureFiles.Corners(400, 300);
        using var wide = plain.IccTransform("p3", inputProfile: "srgb");
        Assert.True(Distance(wide.Getpoint(50, 50), Upright[0]) > 12);
        var made = await Workshop.Made(wide.JpegsaveBuffer(q: 95));
        Looks(made, 12);
        SafeCopies.Check(made, "ICC_PROFILE", "ICCP");
    }

    [Fact]
    public async Task A_broken_profile_costs_the_profile_only()
    {
        var body = PictureFiles.Jpeg(
            400, 300, PictureFiles.Segment(0xE2, [.. "ICC_PROFILE\0"u8, 1, 1, .. "no profile at all"u8]));
        Looks(await Workshop.Made(body), 12);
    }

    [Fact]
    public async Task Sixteen_bits_grey_and_print_colours_are_shown_as_they_look()
    {
        using var plain = PictureFiles.Corners(400, 300);
        using var deep = plain.Colourspace(Enums.Interpretation.Rgb16);
        Looks(await Workshop.Made(deep.PngsaveBuffer()), 12);
        using var print = plain.IccTransform("cmyk", inputProfile: "srgb");
        Looks(await Workshop.Made(print.JpegsaveBuffer(q: 95)), 110);
        using var grey = plain.Colourspace(Enums.Interpretation.Bw);
        var made = await Workshop.Made(grey.JpegsaveBuffer());
        Assert.All(made.Copies, copy => Assert.InRange(Pixels(copy)[3][0], 230, 250));
    }

    [Fact]
    public async Task Transparency_stays_in_webp_and_is_white_in_jpeg()
    {
        using var plain = PictureFiles.Corners(400, 300);
        using var clear = plain.NewFromImage(0).ExtractBand(0).Cast(Enums.BandFormat.Uchar);
        using var both = plain.Bandjoin(clear);
        foreach (var body in (byte[][])[both.PngsaveBuffer(palette: true), both.PngsaveBuffer()])
        {
            var made = await Workshop.Made(body);
            SafeCopies.Check(made);
            foreach (var copy in made.Copies)
            {
                var pixel = Pixels(copy)[0];
                if (copy.ContentType == "image/webp") Assert.Equal((4, 0), (pixel.Length, (int)pixel[3]));
                else Assert.True(Distance(pixel, [255, 255, 255]) < 6);
            }
        }
    }

    [Fact]
    public async Task Of_an_animated_picture_the_first_is_shown()
    {
        using var first = PictureFiles.Corners(80, 60);
        using var second = first.Invert();
        using var both = first.Join(second, Enums.Direction.Vertical);
        var made = await Workshop.Made(both.WebpsaveBuffer(pageHeight: 60, q: 90));
        Assert.Equal((80, 60), (made.Width, made.Height));
        Looks(made, 40);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(1, 5000)]
    [InlineData(20_000, 2)]
    public async Task Very_small_and_very_long_pictures_have_copies(int width, int height)
    {
        using var image = Image.Black(width, height, bands: 3).Copy(interpretation: Enums.Interpretation.Srgb);
        var made = await Workshop.Made(image.PngsaveBuffer());
        Assert.Equal((width, height), (made.Width, made.Height));
        Assert.All(made.Copies, copy => Assert.InRange(Math.Max(copy.Width, copy.Height), 1, 2048));
        SafeCopies.Check(made);
    }

    private static Image Stored(Image upright, int orientation) => orientation switch
    {
        2 => upright.FlipHor(),
        3 => upright.Rot180(),
        4 => upright.FlipVer(),
        5 => upright.Rot90().FlipHor(),
        6 => upright.Rot270(),
        7 => upright.Rot270().FlipHor(),
        8 => upright.Rot90(),
        _ => upright.Copy(),
    };

    private static void Looks(PictureReply.Made made, double most)
    {
        foreach (var copy in made.Copies)
        {
            var pixels = Pixels(copy);
            for (var corner = 0; corner < 4; corner++)
            {
                var (seen, meant) = (string.Join(' ', pixels[corner]), string.Join(' ', Upright[corner]));
                Assert.True(
                    Distance(pixels[corner], Upright[corner]) <= most,
                    $"{copy.Size} {copy.ContentType} corner {corner}: {seen}, not {meant}");
            }
        }
    }

    private static double[][] Pixels(PictureCopy copy)
    {
        using var image = Image.NewFromBuffer(copy.Body.ToArray());
        Assert.Equal((copy.Width, copy.Height), (image.Width, image.Height));
        var (left, top) = (image.Width / 5, image.Height / 5);
        var (right, bottom) = (image.Width - 1 - left, image.Height - 1 - top);
        return [image.Getpoint(left, top), image.Getpoint(right, top), image.Getpoint(left, bottom), image.Getpoint(right, bottom)];
    }

    private static List<string> Metadata(PictureCopy copy)
    {
        using var image = Image.NewFromBuffer(copy.Body.ToArray());
        return [.. image.GetFields().Where(field =>
            field.StartsWith("exif", StringComparison.Ordinal) || field.StartsWith("xmp", StringComparison.Ordinal)
            || field.StartsWith("iptc", StringComparison.Ordinal) || field.StartsWith("icc", StringComparison.Ordinal)
            || field.Contains("comment", StringComparison.Ordinal))];
    }

    private static double Distance(double[] seen, double[] meant) =>
        Enumerable.Range(0, 3).Max(band => Math.Abs(seen[Math.Min(band, seen.Length - 1)] - meant[band]));
}
