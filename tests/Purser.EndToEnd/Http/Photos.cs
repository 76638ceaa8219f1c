using System.IO.Compression;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Purser.EndToEnd.Harness;

namespace Purser.EndToEnd.Http;

/// <summary>The whole contract of guests' photos, against the program.</summary>
public sealed class Photos(Photos.SharedHouse shared) : IClassFixture<Photos.SharedHouse>
{
    private const int Unprocessable = 422;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private PhotoGuest Guest => shared.Guest;

    [Fact]
    public async Task Photos_are_published_in_the_order_of_capture_and_tell_nothing_of_their_camera()
    {
        using var guest = await PhotoGuest.Board(await House.Start());
        await using var house = guest.House;
        byte[][] pictures =
        [
            CameraPicture.At("2027:05:30 10:40:00"), CameraPicture.At("2027:05:30 19:50:00", "+02:00"),
            CameraPicture.At("2027:05:30 10:05:00"),
        ];
        var (batch, ids) = await guest.Give(pictures);
        var items = await guest.Gallery(3);
        Assert.Equal([ids[2], ids[0], ids[1]], items.Select(item => item!.Word("id")));
        Assert.Equal(
            ["2027-05-30T17:05:00Z", "2027-05-30T17:40:00Z", "2027-05-30T17:50:00Z"],
            items.Select(item => item!.Word("takenAt")));
        Assert.All(items, item => Assert.Equal(("published", "Robin"), (item!.Word("state"), item!.Word("contributor"))));
        foreach (var path in items.SelectMany(item => item!["thumbs"]!.AsObject().Select(thumb => thumb.Value!.GetValue<string>())))
        {
            Assert.DoesNotContain(ids.Append(batch), id => path.Contains(id, StringComparison.Ordinal));
            var copy = (await house.Http.Guest(path)).Is(HttpStatusCode.OK);
            Assert.Equal("public, max-age=31536000, immutable", copy.Headers["Cache-Control"]);
            Assert.Equal("nosniff", copy.Headers["X-Content-Type-Options"]);
            Assert.DoesNotContain("Content-Disposition", copy.Headers.Keys);
            var text = Encoding.Latin1.GetString(copy.Bytes);
            string[] secrets = [.. CameraPicture.Canaries, "2027:05:30", "Exif"];
            Assert.DoesNotContain(secrets, canary => text.Contains(canary, StringComparison.Ordinal));
        }

        Assert.DoesNotContain(CameraPicture.Canaries, canary => house.Log.Contains(canary, StringComparison.Ordinal));
        Assert.DoesNotContain(ids.Append(batch), id => house.Log.Contains(id, StringComparison.Ordinal));
    }

    [Fact]
    public async Task One_copy_is_read_in_ranges_known_by_its_tag_and_saved_under_a_neutral_name()
    {
        var (_, ids) = await Guest.Give(CameraPicture.At("2027:05:30 10:10:00"));
        var view = await Thumb(ids[0], "view.jpg");
        var whole = (await Guest.House.Http.Guest(view)).Is(HttpStatusCode.OK);
        var part = await Guest.Ask(HttpMethod.Get, view, null, ("Range", "bytes=2-9"));
        Assert.Equal(whole.Bytes[2..10], part.Is(HttpStatusCode.PartialContent).Bytes);
        var known = await Guest.Ask(HttpMethod.Get, view, null, ("If-None-Match", whole.Tag!));
        known.Is(HttpStatusCode.NotModified);
        var saved = (await Guest.House.Http.Guest(view + "?save")).Is(HttpStatusCode.OK);
        Assert.Matches("^attachment; filename=photo-[a-z2-7]{6}\\.jpg", saved.Headers["Content-Disposition"]);
        var gone = await Guest.House.Http.Guest(view.Replace("view.jpg", "grant.jpg", StringComparison.Ordinal));
        gone.Is(HttpStatusCode.NotFound);
        (await Guest.House.Http.Guest("/photos/" + new string('a', 26) + "/view.jpg")).Is(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task With_the_link_alone_a_photo_waits_and_only_its_sender_takes_it_back()
    {
        var picture = CameraPicture.At("2027:05:30 10:15:00");
        var batch = Guest.Batch(picture.Length);
        batch.Remove("code");
        var started = (await Guest.Announce(batch, Guest.Bearer)).Is(HttpStatusCode.Created);
        var upload = started.Json["uploads"]![0]!;
        var id = upload.Word("id");
        Assert.Equal(409, (int)(await Guest.Done(id)).Status);
        Assert.Equal(HttpStatusCode.NoContent, await Guest.Post(upload, picture));
        Assert.Equal(HttpStatusCode.Conflict, await Guest.Post(upload, picture));
        (await Guest.Done(id)).Is(HttpStatusCode.OK);
        (await Guest.Done(id)).Is(HttpStatusCode.OK);
        await Wait.Until("it waits", async () => await State(id) == "pending");
        Assert.DoesNotContain("thumbs", (await Listed(id))!.AsObject().Select(member => member.Key));
        (await Guest.Ask(HttpMethod.Delete, $"{Guest.Root}/{id}")).Is(HttpStatusCode.NotFound);
        var mine = ("X-Batch", started.Word("batch"));
        (await Guest.Ask(HttpMethod.Delete, $"{Guest.Root}/{id}", null, mine)).Is(HttpStatusCode.OK);
        Assert.Null(await Listed(id));
        Assert.Equal(HttpStatusCode.NotFound, await Guest.Post(upload, picture));
    }

    [Fact]
    public async Task Withdrawn_consent_removes_what_was_published_and_gives_a_receipt()
    {
        var (batch, ids) = await Guest.Give(CameraPicture.At("2027:05:30 10:20:00"));
        var view = await Thumb(ids[0], "view");
        var mine = ("X-Batch", batch);
        var receipt = (await Guest.Ask(HttpMethod.Post, Guest.Root + "/withdraw", null, mine)).Is(HttpStatusCode.OK);
        Assert.Equal(ids[0], receipt.Json["items"]![0]!.Word("id"));
        Assert.Equal(64, receipt.Json["items"]![0]!.Word("original").Length);
        (await Guest.House.Http.Guest(view)).Is(HttpStatusCode.NotFound);
        var again = (await Guest.Ask(HttpMethod.Post, Guest.Root + "/withdraw", null, mine)).Is(HttpStatusCode.OK);
        Assert.Equal(receipt.Text, again.Text);
    }

    [Fact]
    public async Task What_is_no_picture_is_refused_with_its_reason()
    {
        byte[] program = [.. "MZ"u8, .. new byte[300]];
        var started = (await Guest.Announce(Guest.Batch(program.Length))).Is(HttpStatusCode.Created);
        var upload = started.Json["uploads"]![0]!;
        Assert.Equal(HttpStatusCode.NoContent, await Guest.Post(upload, program));
        (await Guest.Done(upload.Word("id"))).Is(HttpStatusCode.OK);
        await Wait.Until("it is refused", async () => await State(upload.Word("id")) == "refused");
        var standing = await Guest.Ask(HttpMethod.Get, $"{Guest.Root}/{upload.Word("id")}");
        Assert.NotEmpty(standing.Word("reason"));
    }

    [Fact]
    public async Task All_of_them_are_kept_as_one_archive_with_an_index()
    {
        await Guest.Give(CameraPicture.At("2027:05:30 10:25:00"));
        await Wait.Until("nothing is processing", async () => (await Items()).All(item => item!.Word("state") != "processing"));
        var keep = new JsonObject { ["code"] = Guest.Code };
        var given = (await Guest.Ask(HttpMethod.Post, Guest.Root + "/keep", keep)).Is(HttpStatusCode.OK);
        var zip = (await Guest.House.Http.Guest(given.Word("url"))).Is(HttpStatusCode.OK);
        Assert.Equal("application/zip", zip.Type);
        await using var archive = new ZipArchive(new MemoryStream(zip.Bytes));
        var published = (await Items()).Count(item => item!.Word("state") == "published");
        Assert.Equal(published + 2, archive.Entries.Count);
        Assert.Contains(archive.Entries, entry => entry.FullName == "001-robin.jpg");
        using var index = new StreamReader(await archive.GetEntry("index.csv")!.OpenAsync(Stop));
        Assert.StartsWith("file,taken,contributor", await index.ReadToEndAsync(Stop), StringComparison.Ordinal);
        (await Guest.House.Http.Guest(given.Word("url")[..^3] + "abc")).Is(HttpStatusCode.NotFound);
        (await Guest.House.Http.Guest(Guest.Root + "/all.zip")).Is(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task The_gallery_has_a_tag()
    {
        var list = (await Guest.Ask(HttpMethod.Get, Guest.Root, null, Guest.Bearer)).Is(HttpStatusCode.OK);
        var again = await Guest.Ask(HttpMethod.Get, Guest.Root, null, Guest.Bearer, ("If-None-Match", list.Tag!));
        again.Is(HttpStatusCode.NotModified);
    }

    [Theory]
    [InlineData("contributor", "\"\"", "/contributor")]
    [InlineData("contributor", "\"Robin\\u0007\"", "/contributor")]
    [InlineData("files", "[]", "/files")]
    [InlineData("files", "[{\"name\":\"a\\u0000b\",\"type\":\"image/jpeg\",\"size\":5}]", "/files/0/name")]
    [InlineData("files", "[{\"name\":\"a\",\"type\":\"image/svg+xml\",\"size\":5}]", "/files/0/type")]
    [InlineData("files", "[{\"name\":\"a\",\"type\":\"image/jpeg\",\"size\":-5}]", "/files/0/size")]
    [InlineData("files", "[{\"name\":\"a\",\"type\":\"image/jpeg\",\"size\":1.5}]", "/files/0/size")]
    [InlineData("files", "[{\"name\":\"a\",\"type\":\"image/jpeg\",\"size\":99999999999999999999}]", "/files/0/size")]
    [InlineData("consent", "{\"use\":\"everybody\"}", "/consent/use")]
    [InlineData("color", "\"red\"", "/color")]
    public async Task A_bad_field_is_named(string field, string value, string pointer)
    {
        var batch = Guest.Batch(100);
        batch[field] = JsonNode.Parse(value);
        var refusal = await Guest.Announce(batch);
        Assert.Equal(Unprocessable, (int)refusal.Status);
        Assert.Contains($"\"{pointer}\"", refusal.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Incident_21_A_batch_of_25_is_refused_by_the_server()
    {
        var refusal = await Guest.Announce(Guest.Batch(Enumerable.Repeat(100, 25)));
        Assert.Equal(Unprocessable, (int)refusal.Status);
        Assert.Contains("\"/files\"", refusal.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_same_announcement_under_the_same_key_is_one_batch()
    {
        var key = ("Idempotency-Key", "my-phone-1");
        var first = (await Guest.Announce(Guest.Batch(100), key)).Is(HttpStatusCode.Created);
        Assert.Equal(first.Text, (await Guest.Announce(Guest.Batch(100), key)).Is(HttpStatusCode.Created).Text);
        Assert.Equal(Unprocessable, (int)(await Guest.Announce(Guest.Batch(200), key)).Status);
    }

    [Fact]
    public async Task A_large_video_is_sent_in_parts_and_what_is_here_is_told()
    {
        var batch = Guest.Batch(100);
        batch["files"]![0]!["type"] = "video/mp4";
        batch["files"]![0]!["size"] = (2 * 8 * 1024 * 1024) + 7;
        var upload = (await Guest.Announce(batch)).Is(HttpStatusCode.Created).Json["uploads"]![0]!;
        var parts = upload["parts"]!.AsArray();
        Assert.Equal(3, parts.Count);
        Assert.Equal(HttpStatusCode.NoContent, await Put(parts[2]!.Word("url"), new byte[7]));
        var renewed = await Guest.Ask(HttpMethod.Post, $"{Guest.Root}/{upload.Word("id")}/parts");
        Assert.Equal("[3]", renewed.Is(HttpStatusCode.OK).Json["have"]!.ToJsonString());
        var standing = await Guest.Ask(HttpMethod.Get, $"{Guest.Root}/{upload.Word("id")}");
        Assert.Equal(("granted", "[3]"), (standing.Word("state"), standing.Json["have"]!.ToJsonString()));
    }

    [Theory]
    [InlineData("2027-05-30T09:59:55-07:00", false)]
    [InlineData("2027-05-30T10:00:00-07:00", true)]
    [InlineData("2027-06-06T13:00:00-07:00", false)]
    public async Task Photos_are_taken_within_their_time_only(string at, bool taken)
    {
        using var guest = await PhotoGuest.Board(await House.Start(), at);
        await using var house = guest.House;
        var reply = await guest.Announce(guest.Batch(100));
        if (taken)
        {
            reply.Is(HttpStatusCode.Created);
            return;
        }

        reply.Is(HttpStatusCode.Forbidden);
        Assert.Equal(
            ("urn:purser:uploads-closed", "2027-05-30T17:00:00Z", "2027-06-06T20:00:00Z"),
            (reply.Word("type"), reply.Word("opens"), reply.Word("closes")));
    }

    private static async Task<HttpStatusCode> Put(string url, byte[] bytes)
    {
        using var client = new HttpClient();
        using var body = new ByteArrayContent(bytes);
        using var reply = await client.PutAsync(new Uri(url), body, Stop);
        return reply.StatusCode;
    }

    private async Task<JsonArray> Items() =>
        (await Guest.Ask(HttpMethod.Get, Guest.Root, null, Guest.Knows)).Is(HttpStatusCode.OK).Json["items"]!.AsArray();

    private async Task<JsonNode?> Listed(string id) => (await Items()).FirstOrDefault(item => item!.Word("id") == id);

    private async Task<string> State(string id) =>
        (await Guest.Ask(HttpMethod.Get, $"{Guest.Root}/{id}")).Is(HttpStatusCode.OK).Word("state");

    private Task<string> Thumb(string id, string name) => Wait.For(
        $"{name} of {id}", async () => (await Listed(id))?["thumbs"]?[name]?.GetValue<string>());

    /// <summary>One product for all tests that do not count what is in its gallery.</summary>
    public sealed class SharedHouse : IAsyncLifetime
    {
        private static readonly Dictionary<string, string> Behind = new()
        {
            ["PURSER_TRUSTED_PROXIES"] = "127.0.0.0/8, ::1",
        };

        internal PhotoGuest Guest { get; private set; } = null!;

        /// <inheritdoc />
        public async ValueTask InitializeAsync() => Guest = await PhotoGuest.Board(await House.Start(settings: Behind));

        /// <inheritdoc />
        public async ValueTask DisposeAsync()
        {
            Guest.Dispose();
            await Guest.House.DisposeAsync();
        }
    }
}
