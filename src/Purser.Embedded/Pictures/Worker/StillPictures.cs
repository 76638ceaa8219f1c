using System.Globalization;
using NetVips;

namespace Purser.Embedded.Pictures.Worker;

/// <summary>JPEG, PNG, WebP and AVIF, decoded and made anew from nothing but their pixels.</summary>
internal static class StillPictures
{
    private const int WebPQuality = 78;
    private const int WebPEffort = 4;
    private const int JpegQuality = 82;
    private static readonly double[] White = [255];

    /// <summary>Does a job. Throws <see cref="VipsException"/> if the file is broken.</summary>
    public static PictureAnswer Make(PictureJob job)
    {
        using var head = Header(job.File, job.Kind);
        return TooLarge(job, head) ?? Make(job, head, job.File);
    }

    /// <summary>Reads the header, and no pixel.</summary>
    public static Image Header(string file, FileKind kind) => kind switch
    {
        FileKind.Jpeg => Image.Jpegload(file, access: Enums.Access.Sequential),
        FileKind.Png => Image.Pngload(file, access: Enums.Access.Sequential),
        FileKind.WebP => Image.Webpload(file, access: Enums.Access.Sequential),
        FileKind.Heif => Image.Heifload(file, access: Enums.Access.Sequential),
        _ => throw new BugException($"no still picture: {kind}"),
    };

    /// <summary>The refusal, if it is above a limit.</summary>
    public static PictureAnswer? TooLarge(PictureJob job, Image head)
    {
        var most = Math.Max(head.Width, head.Height) > job.MostSide
            ? $"{Words(job.MostSide)} on a side"
            : (long)head.Width * head.Height > job.MostPixels ? $"{Words(job.MostPixels)} in all" : null;
        return most is null ? null : new PictureAnswer(job.Id, PictureWord.Refused)
        {
            Why = $"the picture is {Words(head.Width)} x {Words(head.Height)} pixels: at most {most}",
        };

        static string Words(long count) => count.ToString("N0", CultureInfo.InvariantCulture);
    }

    /// <summary>Makes the copies.</summary>
    /// <param name="job">What is asked.</param>
    /// <param name="head">Of the file that was sent.</param>
    /// <param name="file">What is decoded: the same, or what a tool has made of it.</param>
    public static PictureAnswer Make(PictureJob job, Image head, string file)
    {
        var copies = new List<CopyMade>();
        using var largest = Largest(file, job.Sides[0]);
        var (width, height) = head.Width > head.Height == largest.Width > largest.Height
            ? (head.Width, head.Height)
            : (head.Height, head.Width);
        var now = largest;
        try
        {
            foreach (var side in job.Sides)
            {
                var next = Math.Max(now.Width, now.Height) <= side ? now : Smaller(now, side);
                if (next != now && now != largest) now.Dispose();
                now = next;
                Save(now, job.Folder, side, copies);
            }
        }
        finally
        {
            if (now != largest) now.Dispose();
        }

        return CaptureTimes.Of(head, new PictureAnswer(job.Id, PictureWord.Made)
        {
            Width = width,
            Height = height,
            Copies = copies,
        });
    }

    /// <summary>
    /// Decodes at the largest size: reads no more of a JPEG than that needs, turns it upright, and brings its
    /// colours to sRGB by its own profile, where it has one.
    /// </summary>
    private static Image Largest(string file, int side)
    {
        using var small = Image.Thumbnail(
            file, side, height: side, size: Enums.Size.Down, outputProfile: "srgb",
            failOn: Enums.FailOn.Error);
        return Plain(small);
    }

    private static Image Smaller(Image from, int side)
    {
        using var small = from.ThumbnailImage(side, height: side, size: Enums.Size.Down);
        return Plain(small);
    }

    /// <summary>Eight bits of sRGB, with or without alpha, in memory.</summary>
    private static Image Plain(Image image)
    {
        using var colours = image.Colourspace(Enums.Interpretation.Srgb);
        using var bytes = colours.Cast(Enums.BandFormat.Uchar);
        return bytes.CopyMemory();
    }

    private static void Save(Image image, string folder, int side, List<CopyMade> copies)
    {
        var webP = Path.Combine(folder, CopyNames.WebP(side));
        var jpeg = Path.Combine(folder, CopyNames.Jpeg(side));
        if (copies is [.., var before] && (before.Width, before.Height) == (image.Width, image.Height))
        {
            File.Copy(Path.ChangeExtension(Path.Combine(folder, before.File), ".webp"), webP);
            File.Copy(Path.Combine(folder, before.File), jpeg);
        }
        else
        {
            image.Webpsave(webP, q: WebPQuality, effort: WebPEffort, keep: Enums.ForeignKeep.None);
            using var opaque = image.HasAlpha() ? image.Flatten(background: White) : image.Copy();
            opaque.Jpegsave(
                jpeg, q: JpegQuality, optimizeCoding: true, interlace: true, keep: Enums.ForeignKeep.None);
        }

        copies.Add(new CopyMade(CopyNames.WebP(side), image.Width, image.Height));
        copies.Add(new CopyMade(CopyNames.Jpeg(side), image.Width, image.Height));
    }
}
