using System.Globalization;
using System.IO.Compression;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Purser.Contracts.Aws;

/// <summary>Replies, as gateways read them.</summary>
public sealed partial class LambdaServerTests
{
    private const int Megabyte = 1024 * 1024;

    [Fact]
    public async Task Cookies_and_repeated_fields_stay_apart()
    {
        await using var app = await LambdaApp.Answering(context =>
        {
            context.Response.Cookies.Append("session", "a b", new CookieOptions { HttpOnly = true, Secure = true });
            context.Response.Cookies.Append("seen", "1");
            context.Response.Headers.Append("Vary", "Accept");
            context.Response.Headers.Append("Vary", "Cookie");
            context.Response.StatusCode = 201;
            return Task.CompletedTask;
        });
        string[] cookies = ["session=a%20b; path=/; secure; httponly", "seen=1; path=/"];
        var rest = await app.Send(LambdaSamples.RestOf("GET", "/"));
        Assert.Equal((201, false, ""), (rest.Status, rest.IsBase64, rest.Text));
        Assert.Equal(cookies, rest.Lines("Set-Cookie"));
        Assert.Equal(["Accept", "Cookie"], rest.Lines("Vary"));
        var url = await app.Send(LambdaSamples.UrlOf("GET", "/"));
        Assert.Equal(cookies, url.Cookies);
        Assert.Equal("Accept, Cookie", url.Field("Vary"));
        Assert.Null(url.Field("Set-Cookie"));
    }

    [Theory]
    [InlineData("text/html; charset=utf-8", null, false)]
    [InlineData("TEXT/CSS", null, false)]
    [InlineData("application/json", null, false)]
    [InlineData("application/problem+json", null, false)]
    [InlineData("image/svg+xml", null, false)]
    [InlineData("text/calendar; charset=us-ascii", "identity", false)]
    [InlineData("text/plain; charset=iso-8859-1", null, true)]
    [InlineData("text/plain", "br", true)]
    [InlineData("image/jpeg", null, true)]
    [InlineData("application/zip", null, true)]
    [InlineData("", null, true)]
    public async Task What_is_not_text_by_its_type_is_encoded(string type, string? encoding, bool encoded)
    {
        const string Said = "<p class=\"x\">Fair & fine: ☀ é +\n</p>";
        await using var app = await LambdaApp.Answering(context =>
        {
            if (type.Length > 0) context.Response.ContentType = type;
            if (encoding is not null) context.Response.Headers.ContentEncoding = encoding;
            return context.Response.Body.WriteAsync(Encoding.UTF8.GetBytes(Said)).AsTask();
        });
        foreach (var sample in new[] { LambdaSamples.RestOf("GET", "/"), LambdaSamples.UrlOf("GET", "/") })
        {
            var reply = await app.Send(sample);
            Assert.Equal((encoded, Said), (reply.IsBase64, reply.Text));
        }
    }

    [Fact]
    public async Task Text_that_is_none_is_sent_byte_for_byte()
    {
        var bytes = Enumerable.Range(0, 256).Select(number => (byte)number).ToArray();
        await using var app = await LambdaApp.Answering(context =>
        {
            context.Response.ContentType = "text/plain";
            return context.Response.Body.WriteAsync(bytes).AsTask();
        });
        Assert.Equal(bytes, (await app.Send(LambdaSamples.RestOf("GET", "/"))).Body);
    }

    [Fact]
    public async Task Compressed_replies_arrive()
    {
        var text = string.Concat(Enumerable.Repeat("The bay is calm today. ", 1000));
        await using var app = await LambdaApp.Start(
            app =>
            {
                app.UseResponseCompression();
                app.Run(context =>
                {
                    context.Response.ContentType = "text/html; charset=utf-8";
                    return context.Response.WriteAsync(text);
                });
            },
            new(),
            services: services => services.AddResponseCompression(options => options.EnableForHttps = true));
        var reply = await app.Send(LambdaSamples.UrlOf("GET", "/", json => json["headers"]!["accept-encoding"] = "gzip"));
        Assert.Equal(("gzip", true), (reply.Field("Content-Encoding"), reply.IsBase64));
        await using var unpacked = new GZipStream(new MemoryStream(reply.Body), CompressionMode.Decompress);
        using var reader = new StreamReader(unpacked);
        Assert.Equal(text, await reader.ReadToEndAsync(TestContext.Current.CancellationToken));
        Assert.True(reply.Body.Length < text.Length / 10);
    }

    [Fact]
    public async Task A_file_and_a_pipe_are_sent()
    {
        var path = Path.Combine(AppContext.BaseDirectory, "Aws", "emulator.py");
        await using var app = await LambdaApp.Answering(async context =>
        {
            if (context.Request.Path == "/file")
            {
                await context.Response.SendFileAsync(path);
                return;
            }

            "pi"u8.CopyTo(context.Response.BodyWriter.GetSpan(2));
            context.Response.BodyWriter.Advance(2);
            await context.Response.BodyWriter.FlushAsync();
            Assert.True(context.Response.HasStarted);
            "pe"u8.CopyTo(context.Response.BodyWriter.GetSpan(2));
            context.Response.BodyWriter.Advance(2);
        });
        Assert.Equal("pipe", (await app.Send(LambdaSamples.RestOf("GET", "/pipe"))).Text);
        var file = await File.ReadAllBytesAsync(path, TestContext.Current.CancellationToken);
        Assert.Equal(file, (await app.Send(LambdaSamples.RestOf("GET", "/file"))).Body);
    }

    [Fact]
    public async Task A_reply_begins_once()
    {
        var order = new List<string>();
        await using var app = await LambdaApp.Answering(async context =>
        {
            var response = context.Response;
            response.OnStarting(() => Note("starting, first"));
            response.OnStarting(() =>
            {
                response.Headers["X-Late"] = "yes";
                return Note("starting, last");
            });
            response.OnCompleted(() => Note("completed"));
            response.ContentType = "text/plain";
            await response.WriteAsync("one ");
            Assert.Throws<InvalidOperationException>(() => response.StatusCode = 500);
            Assert.Throws<InvalidOperationException>(() => response.Headers["X-Later"] = "no");
            Assert.Throws<InvalidOperationException>(() => response.OnStarting(() => Note("never")));
            await response.WriteAsync("two");
            order.Add("ended");
        });
        Task Note(string word)
        {
            order.Add(word);
            return Task.CompletedTask;
        }

        var reply = await app.Send(LambdaSamples.RestOf("GET", "/"));
        Assert.Equal("one two", reply.Text);
        Assert.Equal(["yes"], reply.Lines("X-Late"));
        Assert.Equal(["starting, last", "starting, first", "ended", "completed"], order);
        Assert.Empty(app.Errors);
    }

    [Fact]
    public async Task A_HEAD_has_fields_but_no_body()
    {
        await using var app = await LambdaApp.Answering(context =>
        {
            // The house reads a HEAD as a GET; the server must remember what was asked.
            context.Request.Method = "GET";
            context.Response.ContentLength = 5;
            context.Response.ContentType = "text/plain";
            return context.Response.WriteAsync("hello");
        });
        var head = await app.Send(LambdaSamples.RestOf("HEAD", "/"));
        Assert.Equal((200, ""), (head.Status, head.Text));
        Assert.Equal(["5"], head.Lines("Content-Length"));
        var get = await app.Send(LambdaSamples.RestOf("GET", "/"));
        Assert.Equal("hello", get.Text);
        Assert.Empty(get.Lines("Content-Length"));
    }

    [Fact]
    public async Task What_has_no_body_gets_none()
    {
        await using var app = await LambdaApp.Answering(context =>
        {
            context.Response.StatusCode = int.Parse(context.Request.Path.Value![1..], CultureInfo.InvariantCulture);
            context.Response.Headers.ETag = "\"1\"";
            return Task.CompletedTask;
        });
        foreach (var status in new[] { 204, 304 })
        {
            var reply = await app.Send(LambdaSamples.UrlOf("GET", $"/{status}"));
            Assert.Equal((status, "", "\"1\""), (reply.Status, reply.Text, reply.Field("ETag")));
        }
    }

    [Theory]
    [InlineData("text/plain", 6 * Megabyte - 500, true)]
    [InlineData("text/plain", 6 * Megabyte, false)]
    [InlineData("image/jpeg", 4 * Megabyte + 400_000, true)]
    [InlineData("image/jpeg", 4 * Megabyte + 600_000, false)]
    [InlineData("image/jpeg", 7 * Megabyte, false)]
    public async Task A_reply_larger_than_Lambda_takes_becomes_a_problem(string type, int size, bool fits)
    {
        await using var app = await LambdaApp.Answering(context =>
        {
            context.Response.ContentType = type;
            return context.Response.Body.WriteAsync(Encoding.ASCII.GetBytes(new string('x', size))).AsTask();
        });
        var reply = await app.Send(LambdaSamples.UrlOf("GET", "/"));
        Assert.True(reply.Bytes.Length <= 6 * Megabyte);
        if (fits) Assert.Equal((200, size), (reply.Status, reply.Body.Length));
        else Assert.Equal((500, "urn:purser:reply-too-large"), (reply.Status, reply.Problem));
        Assert.Equal(fits ? 0 : 1, app.Errors.Count);
    }

    [Fact]
    public async Task Who_writes_without_end_is_stopped()
    {
        await using var app = await LambdaApp.Answering(async context =>
        {
            var block = new byte[64 * 1024];
            while (true) await context.Response.Body.WriteAsync(block, context.RequestAborted);
        });
        var reply = await app.Send(LambdaSamples.RestOf("GET", "/"));
        Assert.Equal((500, "urn:purser:reply-too-large"), (reply.Status, reply.Problem));
        Assert.Single(app.Errors);
    }

    [Fact]
    public async Task A_fault_is_told_without_its_inside_and_logged_once()
    {
        var after = 0;
        await using var app = await LambdaApp.Answering(async context =>
        {
            context.Response.OnCompleted(() =>
            {
                after++;
                return Task.CompletedTask;
            });
            context.Response.Cookies.Append("session", "secret");
            await context.Response.WriteAsync("half of a page");
            throw new InvalidTimeZoneException("the innards");
        });
        var reply = await app.Send(LambdaSamples.RestOf("GET", "/"));
        Assert.Equal((500, "urn:purser:bug"), (reply.Status, reply.Problem));
        Assert.Equal(["application/problem+json"], reply.Lines("Content-Type"));
        Assert.Empty(reply.Lines("Set-Cookie"));
        Assert.DoesNotContain("innards", reply.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("half", reply.Text, StringComparison.Ordinal);
        var (line, fault) = Assert.Single(app.Errors);
        Assert.Contains("8476a536-e9f4-11e8-9739-000000000001", line, StringComparison.Ordinal);
        Assert.IsType<InvalidTimeZoneException>(fault);
        Assert.Equal(1, after);
        Assert.Equal("", (await app.Send(LambdaSamples.RestOf("HEAD", "/"))).Text);
    }

    [Theory]
    [InlineData("/field", "the reply's field X-Guest has a character that none may have")]
    [InlineData("/length", "the reply has 5 bytes, and its Content-Length says 6")]
    [InlineData("/abort", "the application aborted the request")]
    public async Task What_no_gateway_can_send_is_a_fault(string path, string words)
    {
        await using var app = await LambdaApp.Answering(context =>
        {
            if (context.Request.Path == "/field") context.Response.Headers["X-Guest"] = "a\r\nSet-Cookie: b";
            if (context.Request.Path == "/length") context.Response.ContentLength = 6;
            if (context.Request.Path == "/abort") context.Abort();
            return context.Response.WriteAsync("hello");
        });
        var reply = await app.Send(LambdaSamples.UrlOf("GET", path));
        Assert.Equal((500, "urn:purser:bug"), (reply.Status, reply.Problem));
        Assert.Equal(words, Assert.Single(app.Errors).Fault!.Message);
    }
}
