using System.Text;
using NodaTime;
using Purser.Outside;

namespace Purser.Contracts.Ports;

/// <summary>A maker of pictures, and files of the formats that it knows.</summary>
public abstract class PicturesFixture : IAsyncDisposable
{
    /// <summary>The maker.</summary>
    public abstract IPictures Pictures { get; }

    /// <summary>
    /// A still picture; wherever its format has room for text it holds <paramref name="secret"/>.
    /// </summary>
    /// <param name="width">As stored.</param>
    /// <param name="height">As stored.</param>
    /// <param name="turned">True: it says that it must be turned by a quarter.</param>
    /// <param name="taken">What it says of when; null: nothing.</param>
    /// <param name="secret">What no copy may have.</param>
    public abstract byte[] Picture(int width, int height, bool turned, CaptureTime? taken, string secret);

    /// <summary>A genuine video of a second or more.</summary>
    public abstract byte[] Video();

    /// <summary>A picture whose end is missing.</summary>
    public abstract byte[] Broken();

    /// <summary>Puts the bytes where the maker finds them.</summary>
    public abstract string File(byte[] body);

    /// <inheritdoc />
    public virtual ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }
}

/// <summary>What every maker of pictures keeps.</summary>
public abstract class PicturesContract(PicturesFixture fixture) : IAsyncLifetime
{
    private const string Secret = "Wanda Harborlight 4711";

    private static readonly CaptureTime Taken = new(
        Instant.FromUtc(2026, 5, 30, 17, 11, 12), Instant.FromUtc(2026, 5, 30, 17, 11, 13),
        new LocalDateTime(2026, 5, 30, 10, 11, 12));

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        await fixture.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task A_picture_has_two_copies_of_every_size_and_says_when_it_was_taken()
    {
        var made = await Made(fixture.Picture(3000, 2000, turned: false, Taken, Secret));
        Assert.Equal((PictureKind.Picture, 3000, 2000), (made.Kind, made.Width, made.Height));
        Assert.Equal(Taken, made.Taken);
        Assert.Equal(
            ["Medium image/jpeg 720x480", "Medium image/webp 720x480", "Small image/jpeg 360x240",
                "Small image/webp 360x240", "View image/jpeg 2048x1365", "View image/webp 2048x1365"],
            Words(made));
    }

    [Fact]
    public async Task A_picture_is_never_enlarged()
    {
        var made = await Made(fixture.Picture(400, 300, turned: false, null, Secret));
        Assert.Equal(CaptureTime.Unsaid, made.Taken);
        Assert.Equal(
            ["Medium image/jpeg 400x300", "Medium image/webp 400x300", "Small image/jpeg 360x270",
                "Small image/webp 360x270", "View image/jpeg 400x300", "View image/webp 400x300"],
            Words(made));
    }

    [Fact]
    public async Task A_turned_picture_is_upright_afterwards()
    {
        var made = await Made(fixture.Picture(800, 600, turned: true, null, Secret));
        Assert.Equal((600, 800), (made.Width, made.Height));
        Assert.All(made.Copies, copy => Assert.True(copy.Height > copy.Width));
    }

    [Fact]
    public async Task No_copy_has_what_was_written_into_the_file()
    {
        var made = await Made(fixture.Picture(800, 600, turned: false, Taken, Secret));
        foreach (var copy in made.Copies)
        {
            var text = Encoding.Latin1.GetString(copy.Body.Span);
            foreach (var word in Secret.Split(' ')) Assert.DoesNotContain(word, text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task The_same_file_gives_the_same_copies()
    {
        var body = fixture.Picture(500, 400, turned: false, Taken, Secret);
        var (one, two) = (await Made(body), await Made(body));
        Assert.Equal(one.Copies.Select(copy => copy.Body.ToArray()), two.Copies.Select(copy => copy.Body.ToArray()));
    }

    [Theory]
    [InlineData(1001, 10, 1000, 1_000_000)]
    [InlineData(10, 1001, 1000, 1_000_000)]
    [InlineData(900, 900, 1000, 800_000)]
    public async Task A_picture_above_a_limit_is_refused_with_its_size(int width, int height, int side, long pixels)
    {
        var file = fixture.File(fixture.Picture(width, height, turned: false, null, Secret));
        var reply = await fixture.Pictures.Make(file, new PictureLimits(pixels, side, 60), Stop);
        var why = Assert.IsType<PictureReply.Refused>(reply).Why.Replace(",", "", StringComparison.Ordinal);
        Assert.Contains($"{width} x {height} pixels", why, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_no_picture_or_broken_is_refused_with_a_reason()
    {
        byte[][] bodies = [[], "hello"u8.ToArray(), "<svg onload='x'>"u8.ToArray(), fixture.Broken()];
        foreach (var body in bodies)
        {
            var file = fixture.File(body);
            var refused = Assert.IsType<PictureReply.Refused>(
                await fixture.Pictures.Make(file, PictureLimits.Usual, Stop));
            Assert.True(refused.Why.Length > 10, refused.Why);
            Assert.DoesNotContain(file, refused.Why, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_video_that_is_too_long_is_kept()
    {
        var limits = PictureLimits.Usual with { MostVideoSeconds = 0 };
        var reply = await fixture.Pictures.Make(fixture.File(fixture.Video()), limits, Stop);
        var kept = Assert.IsType<PictureReply.Kept>(reply);
        Assert.Equal(PictureKind.Video, kept.Kind);
        Assert.NotEmpty(kept.Why);
    }

    private async Task<PictureReply.Made> Made(byte[] body)
    {
        var reply = await fixture.Pictures.Make(fixture.File(body), PictureLimits.Usual, Stop);
        Assert.False(reply is PictureReply.Refused, (reply as PictureReply.Refused)?.Why);
        return Assert.IsType<PictureReply.Made>(reply);
    }

    private static IEnumerable<string> Words(PictureReply.Made made) =>
        made.Copies.Select(copy => $"{copy.Size} {copy.ContentType} {copy.Width}x{copy.Height}")
            .Order(StringComparer.Ordinal);
}
