using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using NodaTime;
using Purser.Host.Doors;
using Purser.Host.Doors.Clients;
using Purser.Outside;

namespace Purser.Tests.Doors;

public sealed class UploadsDoorTests
{
    private const string Foreign = "https://elsewhere.example";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_form_with_a_file_is_kept_byte_for_byte_also_above_the_limit_of_other_doors()
    {
        await using var site = await UploadSite.Open();
        var bytes = Bytes(Bodies.MostAnywhere + 4_000_000);
        var reply = await site.Http.PostAsync(site.Order("u1", bytes.Length), Form(bytes), Stop);
        Assert.Equal(HttpStatusCode.NoContent, reply.StatusCode);
        Assert.Equal(bytes, await site.Kept("u1"));
        Assert.True((await site.Look("u1")).Whole);
    }

    [Fact]
    public async Task A_large_file_comes_in_parts_and_each_says_what_is_wrong_with_it()
    {
        await using var site = await UploadSite.Open();
        var bytes = Bytes((int)UploadLimits.FormBytes + 3);
        var path = site.Order("u1", bytes.Length);
        Assert.Equal("422 no-such-part", await Said(site.Http.PostAsync(path, Form(bytes), Stop)));
        Assert.Equal("422 no-such-part", await Put(4, [1, 2, 3]));
        Assert.Equal("422 no-such-part", await Put(0, [1, 2, 3]));
        Assert.Equal("422 size", await Put(3, [1, 2]));
        Assert.Equal("422 size", await Put(3, [1, 2, 3, 4]));
        Assert.Equal("204", await Put(3, bytes[^3..]));
        Assert.Equal("409 already-received", await Put(3, bytes[^3..]));
        Assert.Equal("204", await Put(1, bytes[..(int)UploadLimits.PartBytes]));
        Assert.Equal([1, 3], (await site.Look("u1")).Parts);
        Assert.Equal("204", await Put(2, bytes[(int)UploadLimits.PartBytes..^3]));
        Assert.True((await site.Look("u1")).Whole);
        Assert.Equal(bytes, await site.Kept("u1"));
        Assert.Equal("409 already-received", await Put(2, bytes[(int)UploadLimits.PartBytes..^3]));

        Task<string> Put(int number, byte[] part) =>
            Said(site.Http.PutAsync($"{path}/{number}", new ByteArrayContent(part), Stop));
    }

    [Fact]
    public async Task What_is_here_already_is_said_to_be_once_all_of_it_was_sent()
    {
        await using var site = await UploadSite.Open();
        var bytes = Bytes(3_000_000);
        var path = site.Order("u1", bytes.Length);
        Assert.Equal("204", await Said(site.Http.PostAsync(path, Form(bytes), Stop)));
        Assert.Equal("409 already-received", await Said(site.Http.PostAsync(path, Form(bytes), Stop)));
        site.Clock.AdvanceMinutes(16);
        Assert.Equal("409 already-received", await Said(site.Http.PostAsync(path, Form(bytes), Stop)));
    }

    [Theory]
    [InlineData(99, false)]
    [InlineData(101, false)]
    [InlineData(200_000, false)]
    [InlineData(99, true)]
    [InlineData(101, true)]
    [InlineData(200_000, true)]
    [InlineData(0, false)]
    public async Task Another_size_than_declared_is_refused_naming_both_and_nothing_is_kept(int size, bool chunked)
    {
        await using var site = await UploadSite.Open();
        var path = site.Order("u1", 100);
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = Form(Bytes(size)) };
        request.Headers.TransferEncodingChunked = chunked;
        var reply = await site.Http.SendAsync(request, Stop);
        var problem = await Problem(reply);
        Assert.Equal((HttpStatusCode.UnprocessableEntity, "urn:purser:size"), (reply.StatusCode, problem.GetProperty("type").GetString()));
        var detail = problem.GetProperty("detail").GetString()!;
        Assert.StartsWith("100 bytes were declared, ", detail, StringComparison.Ordinal);
        if (size < 100) Assert.Contains($"only {size} came", detail, StringComparison.Ordinal);
        Assert.Empty(site.Files());
    }

    [Fact]
    public async Task Expiry_and_want_of_room_are_told_with_what_to_do()
    {
        await using var site = await UploadSite.Open();
        var path = site.Order("late", 3, Duration.FromMinutes(-1));
        var late = await site.Http.PostAsync(path, Form([1, 2, 3]), Stop);
        Assert.Equal(HttpStatusCode.Forbidden, late.StatusCode);
        var problem = await Problem(late);
        Assert.Equal("urn:purser:upload-expired", problem.GetProperty("type").GetString());
        Assert.Contains("Renew", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.Equal("2027-05-30T19:59:00Z", problem.GetProperty("expired").GetString());
        site.FreeBytes = 2;
        var full = await site.Http.PostAsync(site.Order("u1", 3), Form([1, 2, 3]), Stop);
        Assert.Equal(HttpStatusCode.InsufficientStorage, full.StatusCode);
        Assert.NotNull(full.Headers.RetryAfter);
    }

    [Theory]
    [InlineData("/api/g/may-30-boatsetter-charter/photos/nobody/file")]
    [InlineData("/api/g/other-charter/photos/u1/file")]
    [InlineData("/api/g/NO--slug!/photos/u1/file")]
    [InlineData("/api/g/may-30-boatsetter-charter/photos/nobody/file/1")]
    public async Task Without_an_order_there_is_nothing_here_whatever_is_sent(string path)
    {
        await using var site = await UploadSite.Open();
        site.Order("u1", 3);
        var part = path.EndsWith("/1", StringComparison.Ordinal);
        HttpContent[] bodies = [Form([1, 2, 3]), new StringContent("{}", Encoding.UTF8, "application/json"), new ByteArrayContent([])];
        var nothing = Purser.Host.Doors.Problem.Unknown.Bytes().ToArray();
        foreach (var body in bodies)
        {
            var reply = await (part ? site.Http.PutAsync(path, body, Stop) : site.Http.PostAsync(path, body, Stop));
            Assert.Equal(HttpStatusCode.NotFound, reply.StatusCode);
            Assert.Equal(nothing, await reply.Content.ReadAsByteArrayAsync(Stop));
        }
    }

    [Theory]
    [InlineData("application/json", "{}", "415 media-type")]
    [InlineData("multipart/form-data", "x", "415 media-type")]
    [InlineData("multipart/form-data; boundary=b", "no form at all, and long enough for the file", "400 malformed")]
    [InlineData("multipart/form-data; boundary=b", "--b\r\nContent-Disposition: form-data; name=\"file\"\r\n\r\nabcdefgh", "422 size")]
    [InlineData("multipart/form-data; boundary=b", "--b\r\nX: y\r\n\r\nabc\r\n--b--\r\n", "400 malformed")]
    [InlineData("multipart/form-data; boundary=b", "--b\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nabc\r\n--b--\r\n", "422 invalid")]
    [InlineData("multipart/form-data; boundary=b", "--b\r\nContent-Disposition: form-data; name=\"file\"\r\n\r\nabc\r\n--b--", "204")]
    public async Task Of_bodies_only_a_whole_form_is_taken(string type, string text, string said)
    {
        await using var site = await UploadSite.Open();
        using var body = new ByteArrayContent(Encoding.ASCII.GetBytes(text));
        body.Headers.ContentType = MediaTypeHeaderValue.Parse(type);
        // Of a form that ends in the middle there might be enough: it is refused all the same.
        Assert.Equal(said, await Said(site.Http.PostAsync(site.Order("u1", 3), body, Stop)));
        Assert.Equal(said == "204" ? 1 : 0, site.Files().Length);
    }

    [Fact]
    public async Task A_form_that_is_cut_off_after_as_many_bytes_as_declared_is_not_kept()
    {
        await using var site = await UploadSite.Open();
        using var body = new ByteArrayContent(
            "--b\r\nContent-Disposition: form-data; name=\"file\"\r\n\r\nabc"u8.ToArray());
        body.Headers.ContentType = MediaTypeHeaderValue.Parse("multipart/form-data; boundary=b");
        Assert.Equal("400 malformed", await Said(site.Http.PostAsync(site.Order("u1", 3), body, Stop)));
        Assert.Empty(site.Files());
    }

    [Fact]
    public async Task Fields_before_the_file_are_few_and_short()
    {
        await using var site = await UploadSite.Open();
        var path = site.Order("u1", 20_000);
        Assert.Equal("400 malformed", await Said(site.Http.PostAsync(path, Fields(1, 9_000), Stop)));
        Assert.Equal("400 malformed", await Said(site.Http.PostAsync(path, Fields(30, 3), Stop)));
        Assert.Equal("204", await Said(site.Http.PostAsync(path, Fields(20, 100), Stop)));

        static MultipartFormDataContent Fields(int count, int length)
        {
            var form = new MultipartFormDataContent();
            for (var i = 0; i < count; i++) form.Add(new StringContent(new string('x', length)), $"field{i}");
            form.Add(new ByteArrayContent(Bytes(20_000)), "file", "IMG 1.jpg");
            return form;
        }
    }

    [Fact]
    public async Task A_connection_that_breaks_in_the_middle_leaves_nothing()
    {
        await using var site = await UploadSite.Open();
        var path = site.Order("u1", UploadLimits.FormBytes + 5);
        using (var client = await site.Connect())
        {
            var head = $"PUT {path}/1 HTTP/1.1\r\nHost: {site.Http.BaseAddress!.Authority}\r\nContent-Length: {UploadLimits.PartBytes}\r\n\r\n";
            var ended = site.Ended.Task;
            await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(head), Stop);
            await client.GetStream().WriteAsync(Bytes(300_000), Stop);
            await site.Begun.Task.WaitAsync(TimeSpan.FromSeconds(20), Stop);
            client.Client.Close(timeout: 0);
            await ended.WaitAsync(TimeSpan.FromSeconds(20), Stop);
        }

        Assert.Empty(site.Files());
        Assert.Empty((await site.Look("u1")).Parts);
    }

    [Fact]
    public async Task Incident_22_our_own_page_may_send_and_no_other_page_may()
    {
        await using var site = await UploadSite.Open();
        var path = site.Order("u1", 3);
        var own = await Preflight(site, path, site.Origin, "POST");
        Assert.Equal(HttpStatusCode.NoContent, own.StatusCode);
        Assert.Equal(site.Origin, Header(own, "Access-Control-Allow-Origin"));
        Assert.Equal("POST", Header(own, "Access-Control-Allow-Methods"));
        Assert.Equal("content-type", Header(own, "Access-Control-Allow-Headers"));
        Assert.Null(Header(own, "Access-Control-Allow-Credentials"));
        Assert.Equal("PUT", Header(await Preflight(site, path + "/1", site.Origin, "PUT"), "Access-Control-Allow-Methods"));
        var encrypted = site.Origin.Replace("http", "https", StringComparison.Ordinal);
        foreach (var origin in (string[])[Foreign, "null", site.Origin + ".elsewhere.example", encrypted])
        {
            var other = await Preflight(site, path, origin, "POST");
            Assert.Equal(HttpStatusCode.Forbidden, other.StatusCode);
            Assert.Null(Header(other, "Access-Control-Allow-Origin"));
            using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = Form([1, 2, 3]) };
            request.Headers.Add("Origin", origin);
            Assert.Equal("403 foreign-origin", await Said(site.Http.SendAsync(request, Stop)));
        }

        using var sent = new HttpRequestMessage(HttpMethod.Post, path) { Content = Form([1, 2, 3]) };
        sent.Headers.Add("Origin", site.Origin);
        Assert.Equal("204", await Said(site.Http.SendAsync(sent, Stop)));
    }

    [Fact]
    public async Task One_address_sends_only_so_many_at_the_same_time()
    {
        await using var site = await UploadSite.Open();
        var context = new DefaultHttpContext { Connection = { RemoteIpAddress = IPAddress.Loopback } };
        var path = site.Order("u1", 3);
        var turns = Enumerable.Range(0, UploadTurns.MostOfOne).Select(_ => site.Turns.Take(context)).ToList();
        Assert.DoesNotContain(null, turns);
        var refused = await site.Http.PostAsync(path, Form([1, 2, 3]), Stop);
        Assert.Equal((HttpStatusCode.TooManyRequests, true), (refused.StatusCode, refused.Headers.RetryAfter is not null));
        turns[0]!.Dispose();
        turns[0]!.Dispose();
        Assert.Equal("204", await Said(site.Http.PostAsync(path, Form([1, 2, 3]), Stop)));
    }

    [Fact]
    public async Task An_address_may_have_a_time_limit_of_its_own()
    {
        await using var site = await UploadSite.Open(routes => routes
            .Post("/waits", async context =>
            {
                await new TaskCompletionSource().Task.WaitAsync(context.RequestAborted);
                return Results.NoContent();
            })
            .WithMetadata(new TimeLimit(TimeSpan.FromMilliseconds(1))));
        Assert.Equal("503 too-slow", await Said(site.Http.PostAsync("/waits", null, Stop)));
    }

    private static MultipartFormDataContent Form(byte[] bytes)
    {
        var form = new MultipartFormDataContent { { new StringContent("value"), "field" } };
        form.Add(new ByteArrayContent(bytes), "file", "../../IMG_0001.jpg");
        return form;
    }

    private static async Task<HttpResponseMessage> Preflight(UploadSite site, string path, string origin, string method)
    {
        using var request = new HttpRequestMessage(HttpMethod.Options, path);
        request.Headers.Add("Origin", origin);
        request.Headers.Add("Access-Control-Request-Method", method);
        request.Headers.Add("Access-Control-Request-Headers", "content-type");
        return await site.Http.SendAsync(request, Stop);
    }

    private static string? Header(HttpResponseMessage reply, string name) =>
        reply.Headers.TryGetValues(name, out var values) ? string.Join(", ", values) : null;

    /// <summary>The status, and the kind of the problem if it is one.</summary>
    private static async Task<string> Said(Task<HttpResponseMessage> sending)
    {
        using var reply = await sending;
        if (reply.Content.Headers.ContentType?.MediaType != "application/problem+json") return $"{(int)reply.StatusCode}";
        var type = (await Problem(reply)).GetProperty("type").GetString()!;
        return $"{(int)reply.StatusCode} {type["urn:purser:".Length..]}";
    }

    private static async Task<JsonElement> Problem(HttpResponseMessage reply)
    {
        using var document = JsonDocument.Parse(await reply.Content.ReadAsByteArrayAsync(Stop));
        return document.RootElement.Clone();
    }

    private static byte[] Bytes(int size)
    {
        var bytes = new byte[size];
        for (var i = 0; i < size; i++) bytes[i] = (byte)(((i * 31) + (i >> 8)) & 255);
        return bytes;
    }
}
