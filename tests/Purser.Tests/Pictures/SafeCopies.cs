using System.Text;
using Purser.Outside;

namespace Purser.Tests.Pictures;

/// <summary>What a safe copy may consist of, byte for byte.</summary>
internal static class SafeCopies
{
    /// <summary>Frame header, tables, scan, and the mark of a plain JPEG: no other segment.</summary>
    private static readonly byte[] JpegMarks = [0xE0, 0xDB, 0xC0, 0xC2, 0xC4, 0xDA, 0xDD];

    private static readonly string[] WebPChunks = ["VP8 ", "VP8L", "VP8X", "ALPH"];

    /// <summary>Fails unless every copy holds pixels and nothing else, and no secret.</summary>
    public static void Check(PictureReply.Made made, params string[] secrets)
    {
        foreach (var copy in made.Copies)
        {
            var body = copy.Body.Span;
            var text = Encoding.Latin1.GetString(body);
            foreach (var secret in secrets) Assert.DoesNotContain(secret, text, StringComparison.OrdinalIgnoreCase);
            if (copy.ContentType == "image/jpeg") CheckJpeg(body);
            if (copy.ContentType == "image/webp") CheckWebP(body);
        }
    }

    private static void CheckJpeg(ReadOnlySpan<byte> body)
    {
        Assert.True(body is [0xFF, 0xD8, ..] and [.., 0xFF, 0xD9]);
        var at = 2;
        while (at < body.Length - 2)
        {
            Assert.Equal(0xFF, body[at]);
            var mark = body[at + 1];
            Assert.Contains(mark, JpegMarks);
            var length = (body[at + 2] << 8) | body[at + 3];
            if (mark == 0xE0) Assert.Equal((16, "JFIF\0"), (length, Encoding.ASCII.GetString(body.Slice(at + 4, 5))));
            at += 2 + length;
            // The scan itself: up to the next mark that is not an escaped byte or a restart.
            while (mark == 0xDA && !(body[at] == 0xFF && body[at + 1] is not 0 and not (>= 0xD0 and <= 0xD7))) at++;
        }
    }

    private static void CheckWebP(ReadOnlySpan<byte> body)
    {
        Assert.Equal(body.Length - 8, BitConverter.ToInt32(body[4..8]));
        for (var at = 12; at < body.Length;)
        {
            Assert.Contains(Encoding.ASCII.GetString(body.Slice(at, 4)), WebPChunks);
            var length = BitConverter.ToInt32(body.Slice(at + 4, 4));
            at += 8 + length + (length % 2);
        }
    }
}
