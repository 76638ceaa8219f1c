using System.Text;
using Purser.Embedded.Pictures;
using Purser.Outside;

namespace Purser.Tests.Pictures;

/// <summary>Files that are not what they seem, or too much.</summary>
public sealed class HostileFileTests
{
    private const string Script = "<html><body><script>alert(document.cookie)</script></body></html>";

    public static TheoryData<string, string> Others => new()
    {
        { "", "empty" },
        { "\u007FELF\u0002\u0001\u0001", "program" },
        { "MZ\u0090\0\u0003", "program" },
        { "#!/bin/sh\nrm -rf /\n", "program" },
        { "%PDF-1.7\n", "PDF" },
        { "PK\u0003\u0004rest", "archive" },
        { "GIF89a", "GIF" },
        { "II*\0", "TIFF" },
        { "<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", "SVG" },
        { "<?xml version='1.0'?>\n<!-- x -->\n<svg><script>1</script></svg>", "SVG" },
        { Script, "web page" },
        { "\n <!DOCTYPE html>" + Script, "web page" },
        { "just a text", "no picture" },
        { "RIFF\0\0\0\0WAVEfmt ", "no picture" },
    };

    [Theory]
    [MemberData(nameof(Others))]
    public async Task What_is_no_picture_is_refused_whatever_it_is_called(string content, string word)
    {
        var file = Workshop.File(Encoding.Latin1.GetBytes(content), "-holiday.jpg");
        var reply = await Workshop.Pictures.Make(file, PictureLimits.Usual, TestContext.Current.CancellationToken);
        Assert.Contains(word, Assert.IsType<PictureReply.Refused>(reply).Why, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_content_decides_not_the_name()
    {
        var file = Workshop.File(PictureFiles.Jpeg(300, 200), "-page.html");
        Assert.IsType<PictureReply.Made>(
            await Workshop.Pictures.Make(file, PictureLimits.Usual, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Of_a_picture_that_is_a_page_too_only_the_picture_is_left()
    {
        byte[] archive = [.. "PK\u0003\u0004"u8, .. "evil.exe"u8, .. new byte[500], .. "PK\u0005\u0006"u8];
        var body = PictureFiles.Jpeg(400, 300, PictureFiles.Segment(0xFE, Encoding.ASCII.GetBytes(Script)));
        var made = await Workshop.Made([.. body, .. Encoding.ASCII.GetBytes(Script), .. archive]);
        SafeCopies.Check(made, "<script", "evil.exe", "PK\u0003\u0004");
    }

    [Fact]
    public async Task A_picture_whose_end_is_missing_is_refused_as_such()
    {
        var whole = PictureFiles.Jpeg(1200, 900);
        Assert.Equal("the picture is broken: its end is missing", await Workshop.Why(whole[..(whole.Length / 2)]));
        using var image = PictureFiles.Corners(600, 400);
        foreach (var body in (byte[][])[image.PngsaveBuffer(), image.WebpsaveBuffer()])
            Assert.StartsWith("the picture is broken", await Workshop.Why(body[..(body.Length / 2)]), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_head_without_a_picture_is_refused()
    {
        byte[][] heads =
        [
            [0xFF, 0xD8, 0xFF], [0xFF, 0xD8, 0xFF, 0xE0, .. new byte[200]],
            [0x89, .. "PNG\r\n"u8, 0x1A, (byte)'\n'], [.. "RIFF"u8, 4, 0, 0, 0, .. "WEBP"u8],
            [0, 0, 0, 24, .. "ftypheic"u8, .. new byte[40]],
        ];
        foreach (var head in heads)
            Assert.StartsWith("the picture is broken", await Workshop.Why(head), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Thirty_thousand_pixels_are_refused_before_one_is_decoded()
    {
        Assert.Equal(
            "the picture is 30,000 x 30,000 pixels: at most 20,000 on a side",
            await Workshop.Why(PictureFiles.Png(30_000, 30_000, rows: 10)));
        Assert.Equal(
            "the picture is 20,001 x 1 pixels: at most 20,000 on a side",
            await Workshop.Why(PictureFiles.Png(20_001, 1, rows: 1)));
        Assert.Equal(
            "the picture is 19,000 x 19,000 pixels: at most 120,000,000 in all",
            await Workshop.Why(PictureFiles.Png(19_000, 19_000, rows: 10)));
    }

    [Fact]
    public async Task A_remark_that_unpacks_to_a_hundred_million_bytes_harms_nothing()
    {
        byte[] remark = [.. "Comment\0\0"u8, .. PictureFiles.Packed(100_000_000)];
        var reply = await Workshop.Reply(PictureFiles.Png(50, 50, rows: 50, PictureFiles.Chunk("zTXt", remark)));
        Assert.True(reply is PictureReply.Made or PictureReply.Refused);
        if (reply is PictureReply.Made made) SafeCopies.Check(made, "Comment");
    }

    [Fact]
    public async Task A_file_that_cannot_be_read_is_not_the_guests_fault()
    {
        await Assert.ThrowsAsync<OutsideUnavailable>(() => Workshop.Pictures.Make(
            Workshop.File([]) + "-gone", PictureLimits.Usual, TestContext.Current.CancellationToken));
    }

    [Fact]
    public void Names_of_copies_are_ours_and_their_bytes_are_what_they_say()
    {
        Assert.Null(CopyNames.Of("../../keys/root"));
        Assert.Null(CopyNames.Of("360.html"));
        Assert.False(CopyNames.Fits("image/jpeg", "<html>"u8));
        Assert.False(CopyNames.Fits("image/webp", [0xFF, 0xD8, 0xFF, 0xE0]));
        Assert.True(CopyNames.Fits("image/jpeg", [0xFF, 0xD8, 0xFF, 0xE0]));
        Assert.True(CopyNames.Fits("video/mp4", TinyVideo.Body));
    }

    [Fact]
    public void Kinds_are_known_by_their_first_bytes()
    {
        Assert.Null(FileContent.Look("<svg"u8).Kind);
        Assert.Equal(FileKind.Jpeg, FileContent.Look([0xFF, 0xD8, 0xFF, 0xE1]).Kind);
        Assert.Equal(FileKind.Heif, FileContent.Look([0, 0, 0, 24, .. "ftypavif"u8]).Kind);
        Assert.Equal(FileKind.Mp4, FileContent.Look([0, 0, 0, 24, .. "ftypqt  "u8]).Kind);
        Assert.Equal(FileKind.WebM, FileContent.Look([0x1A, 0x45, 0xDF, 0xA3, 1, 2, .. "webm"u8]).Kind);
    }
}
