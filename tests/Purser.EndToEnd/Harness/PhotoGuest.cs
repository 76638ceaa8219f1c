using System.Buffers.Text;
using System.Net;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Purser.EndToEnd.Harness;

/// <summary>Somebody aboard the worked example's charter, with the link, the code, or both.</summary>
/// <param name="House">The product.</param>
/// <param name="Slug">Of the page.</param>
/// <param name="Grant">What the page's script makes of the link's fragment.</param>
/// <param name="Code">From the confirmation mail.</param>
internal sealed partial record PhotoGuest(House House, string Slug, string Grant, string Code) : IDisposable
{
    /// <summary>An hour after the worked example has sailed.</summary>
    public const string Aboard = "2027-05-30T11:00:00-07:00";

    private readonly HttpClient _client = new(new SocketsHttpHandler { UseCookies = false });

    /// <summary>The API's address of the page's photos.</summary>
    public string Root => $"/api/g/{Slug}/photos";

    /// <summary>The header that the link's holder sends.</summary>
    public (string, string) Bearer => ("Authorization", $"Bearer {Grant}");

    /// <summary>The header that who knows the code sends.</summary>
    public (string, string) Knows => ("X-Event-Code", Code);

    /// <summary>Books the worked example, and goes aboard at a later time.</summary>
    public static async Task<PhotoGuest> Board(House house, string at = Aboard)
    {
        var made = await house.BookAndSettle(Samples.Worked());
        var letter = await house.Outbox.Arrival(
            "the confirmation", one => one.To == Samples.GuestMail && CodeLine().IsMatch(one.Text));
        var link = new Uri(made["links"]!.Word("guestPage"));
        await house.Stop();
        await house.Begin(at);
        var key = Base64Url.DecodeFromChars(link.Fragment.TrimStart('#'));
        var grant = HKDF.DeriveKey(HashAlgorithmName.SHA256, key, 32, salt: null, info: "grant"u8.ToArray());
        return new PhotoGuest(
            house, link.AbsolutePath.Split('/')[^1], Base64Url.EncodeToString(grant),
            CodeLine().Match(letter.Text).Groups[1].Value);
    }

    /// <summary>A request to the guests' site.</summary>
    public Task<Answer> Ask(HttpMethod method, string path, JsonNode? body = null, params (string, string)[] headers) =>
        House.Http.Send(House.Guest, method, path, body, null, headers);

    /// <summary>Announces files.</summary>
    public Task<Answer> Announce(JsonObject batch, params (string, string)[] headers) =>
        Ask(HttpMethod.Post, Root, batch, headers);

    /// <summary>A batch of pictures of these sizes, with the code.</summary>
    public JsonObject Batch(params IEnumerable<int> sizes) => new()
    {
        ["contributor"] = "Robin",
        ["code"] = Code,
        ["files"] = new JsonArray(
        [
            .. sizes.Select((size, at) => (JsonNode)new JsonObject
            {
                ["name"] = $"IMG_{at}.jpg",
                ["type"] = "image/jpeg",
                ["size"] = size,
            }),
        ]),
    };

    /// <summary>Posts a file as its announcement says.</summary>
    public async Task<HttpStatusCode> Post(JsonNode upload, byte[] bytes)
    {
        using var form = new MultipartFormDataContent();
        foreach (var (name, value) in upload["fields"]!.AsObject())
            form.Add(new StringContent(value!.GetValue<string>()), $"\"{name}\"");
        form.Add(new ByteArrayContent(bytes), "\"file\"", "\"IMG_1.jpg\"");
        using var reply = await _client.PostAsync(
            new Uri(upload.Word("url")), form, TestContext.Current.CancellationToken);
        return reply.StatusCode;
    }

    /// <summary>Announces, sends and acknowledges pictures; the batch, and ids in the same order.</summary>
    public async Task<(string Batch, IReadOnlyList<string> Ids)> Give(params IReadOnlyList<byte[]> pictures)
    {
        var started = (await Announce(Batch(pictures.Select(bytes => bytes.Length)))).Is(HttpStatusCode.Created);
        var uploads = started.Json["uploads"]!.AsArray();
        foreach (var (upload, bytes) in uploads.Zip(pictures))
        {
            Assert.Equal(HttpStatusCode.NoContent, await Post(upload!, bytes));
            (await Done(upload!.Word("id"))).Is(HttpStatusCode.OK);
        }

        return (started.Word("batch"), [.. uploads.Select(upload => upload!.Word("id"))]);
    }

    /// <summary>Says that a file was sent.</summary>
    public Task<Answer> Done(string id, string? caption = null) => Ask(
        HttpMethod.Post, $"{Root}/{id}/done", caption is null ? null : new JsonObject { ["caption"] = caption });

    /// <summary>The gallery, once every photo of it is published or judged.</summary>
    public Task<JsonArray> Gallery(int count)
    {
        var last = new JsonArray();
        return Wait.For(
            $"a gallery of {count}",
            async () =>
            {
                last = (await Ask(HttpMethod.Get, Root, null, Knows)).Is(HttpStatusCode.OK).Json["items"]!.AsArray();
                var ready = last.Count == count && last.All(item => item!.Word("state") != "processing");
                return ready ? last : null;
            },
            () => $"{string.Join(", ", last.CountBy(item => item!.Word("state")))}\n{House.Log}");
    }

    /// <inheritdoc />
    public void Dispose() => _client.Dispose();

    [GeneratedRegex("Photo code: ([2-9A-Z]{6})")]
    private static partial Regex CodeLine();
}
