using System.Net;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;

namespace Purser.Contracts.Aws;

/// <summary>Requests, as gateways hand them on.</summary>
public sealed partial class LambdaServerTests
{
    private const string Gateway = "id.execute-api.us-east-1.amazonaws.com";

    [Fact]
    public async Task A_request_of_a_REST_API_arrives()
    {
        await using var app = await LambdaApp.Answering(async context =>
        {
            var request = context.Request;
            Assert.Equal(("GET", "https", "HTTP/1.1"), (request.Method, request.Scheme, request.Protocol));
            Assert.Equal(("", "/my/path"), (request.PathBase.Value, request.Path.Value));
            Assert.Equal(["value1", "value2"], request.Query["parameter1"].ToArray());
            Assert.Equal("value", request.Query["parameter2"]);
            Assert.Equal("value1", request.Headers["Header1"]);
            Assert.Equal(["value1", "value2"], request.Headers["header2"].ToArray());
            Assert.Equal(Gateway, request.Host.Value);
            Assert.Equal(IPAddress.Parse("203.0.113.7"), context.Connection.RemoteIpAddress);
            Assert.Equal(RuntimeStand.Trace, Environment.GetEnvironmentVariable("_X_AMZN_TRACE_ID"));
            Assert.Equal("/my/path?parameter1=value1&parameter1=value2&parameter2=value", RawTarget(context));
            using var reader = new StreamReader(request.Body);
            await context.Response.WriteAsync($"{context.TraceIdentifier} {await reader.ReadToEndAsync()}");
        });
        var reply = await app.Send(LambdaSamples.Rest);
        Assert.Equal("response", reply.Kind);
        Assert.Equal("8476a536-e9f4-11e8-9739-000000000001 Hello from Lambda!", reply.Text);
        Assert.Empty(app.Errors);
    }

    [Fact]
    public async Task A_request_of_a_function_URL_arrives()
    {
        await using var app = await LambdaApp.Answering(async context =>
        {
            var request = context.Request;
            Assert.Equal(("POST", "https", "HTTP/1.1"), (request.Method, request.Scheme, request.Protocol));
            Assert.Equal(("", "/my/path"), (request.PathBase.Value, request.Path.Value));
            Assert.Equal(["value1", "value2"], request.Query["parameter1"].ToArray());
            Assert.Equal("value1,value2", request.Headers["Header2"]);
            Assert.Equal("cookie1; cookie2", request.Headers.Cookie);
            Assert.Equal("<url-id>.lambda-url.us-west-2.on.aws", request.Host.Value);
            Assert.Equal(IPAddress.Parse("123.123.123.123"), context.Connection.RemoteIpAddress);
            Assert.Equal(18, request.ContentLength);
            using var reader = new StreamReader(request.Body);
            await context.Response.WriteAsync(await reader.ReadToEndAsync());
        });
        var reply = await app.Send(LambdaSamples.Url);
        Assert.Equal((200, "Hello from client!"), (reply.Status, reply.Text));
        Assert.Empty(app.Errors);
    }

    [Theory]
    [InlineData(Gateway, "prod", "/api/bookings", "/prod/api/bookings", "/prod", "/api/bookings")]
    [InlineData(Gateway, "prod", "/", "/prod", "/prod", "/")]
    [InlineData(Gateway, "prod", "/", "/prod/", "/prod", "/")]
    [InlineData(Gateway, "prod", "/prod/api", "/prod/api", "/prod", "/api")]
    [InlineData(Gateway, "prod", "/prod", "/prod", "/prod", "/")]
    [InlineData(Gateway, "api", "/api/bookings", "/api/api/bookings", "/api", "/api/bookings")]
    [InlineData(Gateway, "prod", "/production", "/production", "", "/production")]
    [InlineData(Gateway, "$default", "/my/path", "/my/path", "", "/my/path")]
    [InlineData("crew.example.com", "prod", "/prod/api", "/prod/api", "", "/prod/api")]
    [InlineData("crew.example.com", "prod", "/api", "/api", "", "/api")]
    public async Task A_stage_is_taken_off_under_the_name_of_the_gateway_only(
        string host, string stage, string path, string context, string prefix, string expected)
    {
        await using var app = await LambdaApp.Answering(Where);
        var reply = await app.Send(LambdaSamples.RestOf("GET", path, json =>
        {
            json["requestContext"]!["domainName"] = host;
            json["requestContext"]!["stage"] = stage;
            json["requestContext"]!["path"] = context;
            json["multiValueQueryStringParameters"] = json["queryStringParameters"] = null;
        }));
        Assert.Equal($"{prefix}|{expected}|{path}", reply.Text);
    }

    [Theory]
    [InlineData(Gateway, "/prod/api", "/prod", "/api")]
    [InlineData(Gateway, "/api", "", "/api")]
    [InlineData("crew.example.com", "/prod/api", "", "/prod/api")]
    public async Task An_HTTP_API_has_its_stage_in_the_path(string host, string path, string prefix, string expected)
    {
        await using var app = await LambdaApp.Answering(Where);
        var reply = await app.Send(LambdaSamples.UrlOf("GET", path, json =>
        {
            json["requestContext"]!["domainName"] = host;
            json["requestContext"]!["stage"] = "prod";
            json["rawQueryString"] = "";
        }));
        Assert.Equal($"{prefix}|{expected}|{path}", reply.Text);
    }

    [Theory]
    [InlineData("/a%20b", "/a b", "/a%20b")]
    [InlineData("/a+b", "/a+b", "/a+b")]
    [InlineData("/a%2Fb", "/a%2Fb", "/a%2Fb")]
    [InlineData("/caf%C3%A9", "/café", "/caf%C3%A9")]
    [InlineData("/100%25", "/100%", "/100%25")]
    [InlineData("/a%2541", "/a%41", "/a%2541")]
    [InlineData("/a/./b/../c", "/a/c", "/a/./b/../c")]
    [InlineData("/a/%2e%2E/%2e%2e/c/..", "/", "/a/%2e%2E/%2e%2e/c/..")]
    [InlineData("my/path", "/my/path", "/my/path")]
    [InlineData("/two words/5% off", "/two words/5% off", "/two%20words/5%25%20off")]
    [InlineData("/café?x", "/café?x", "/caf%C3%A9%3Fx")]
    public async Task A_path_is_read_once(string path, string expected, string raw)
    {
        await using var app = await LambdaApp.Answering(Where);
        var reply = await app.Send(LambdaSamples.UrlOf("GET", path, json => json["rawQueryString"] = ""));
        Assert.Equal($"|{expected}|{raw}", reply.Text);
    }

    [Fact]
    public async Task A_path_with_a_null_character_is_refused()
    {
        await using var app = await LambdaApp.Answering(Where);
        var reply = await app.Send(LambdaSamples.RestOf("GET", "/a%00b"));
        Assert.Equal((400, "urn:purser:malformed"), (reply.Status, reply.Problem));
    }

    [Fact]
    public async Task A_query_keeps_plus_percent_and_ampersand()
    {
        string?[] values = ["a+b", "50%", "x y", "a&b=c", "%41", "é", ""];
        await using var app = await LambdaApp.Answering(async context =>
        {
            Assert.Equal(values, context.Request.Query["q[]"].ToArray());
            await context.Response.WriteAsync(context.Request.QueryString.Value!);
        });
        var rest = await app.Send(LambdaSamples.RestOf("GET", "/", json => json["multiValueQueryStringParameters"] =
            new JsonObject { ["q[]"] = new JsonArray([.. values.Select(value => JsonValue.Create(value))]) }));
        Assert.StartsWith("?q%5B%5D=a%2Bb&q%5B%5D=50%25&q%5B%5D=x%20y&", rest.Text);
        const string Raw = "q[]=a%2Bb&q%5B%5D=50%25&q[]=x+y&q[]=a%26b%3Dc&q[]=%2541&q[]=%C3%A9&q[]=";
        var url = await app.Send(LambdaSamples.UrlOf("GET", "/", json => json["rawQueryString"] = Raw));
        Assert.Equal("?" + Raw, url.Text);
        Assert.Empty(app.Errors);
    }

    [Fact]
    public async Task A_binary_body_arrives_byte_for_byte()
    {
        var bytes = Enumerable.Range(0, 100_000).Select(number => (byte)(number * 31 % 256)).ToArray();
        await using var app = await LambdaApp.Answering(async context =>
        {
            Assert.Equal(bytes.Length, context.Request.ContentLength);
            using var body = new MemoryStream();
            await context.Request.BodyReader.CopyToAsync(body);
            await context.Response.Body.WriteAsync(body.ToArray());
        });
        void Change(JsonNode json)
        {
            json["body"] = Convert.ToBase64String(bytes);
            json["isBase64Encoded"] = true;
        }

        foreach (var sample in new[] { LambdaSamples.RestOf("PUT", "/", Change), LambdaSamples.UrlOf("PUT", "/", Change) })
        {
            var reply = await app.Send(sample);
            Assert.True(reply.IsBase64);
            Assert.Equal(bytes, reply.Body);
        }
    }

    [Fact]
    public async Task A_form_is_read()
    {
        await using var app = await LambdaApp.Answering(async context =>
        {
            var form = await context.Request.ReadFormAsync();
            await context.Response.WriteAsync($"{form["name"]}, {form["party"]}");
        });
        var reply = await app.Send(LambdaSamples.RestOf("POST", "/", json =>
        {
            json["multiValueHeaders"]!["Content-Type"] = new JsonArray("application/x-www-form-urlencoded");
            json["body"] = "name=Ren%C3%A9e+Doe&party=4";
        }));
        Assert.Equal("Renée Doe, 4", reply.Text);
    }

    [Fact]
    public async Task A_body_that_is_too_large_is_refused_to_its_reader()
    {
        await using var app = await LambdaApp.Answering(
            async context =>
            {
                var size = context.Features.GetRequiredFeature<IHttpMaxRequestBodySizeFeature>();
                if (context.Request.Path == "/more") size.MaxRequestBodySize = 11;
                using var reader = new StreamReader(context.Request.Body);
                await context.Response.WriteAsync(await reader.ReadToEndAsync());
                Assert.True(size.IsReadOnly);
            },
            mostRequestBytes: 10);
        static string Sample(string path) => LambdaSamples.UrlOf("POST", path, json => json["body"] = "eleven here");
        var refused = await app.Send(Sample("/"));
        Assert.Equal((413, "urn:purser:too-large"), (refused.Status, refused.Problem));
        Assert.Equal("eleven here", (await app.Send(Sample("/more"))).Text);
        Assert.Empty(app.Errors);
    }

    [Theory]
    [InlineData(null, null, "https")]
    [InlineData("http", null, "http")]
    [InlineData("https", null, "https")]
    [InlineData("https", "http", "http")]
    [InlineData("HTTP, https", null, "http")]
    [InlineData("gopher", null, "https")]
    public async Task The_scheme_is_what_the_client_spoke(string? forwarded, string? edge, string scheme)
    {
        await using var app = await LambdaApp.Answering(
            context => context.Response.WriteAsync(context.Request.GetDisplayUrl()));
        var reply = await app.Send(LambdaSamples.UrlOf("GET", "/", json =>
        {
            json["headers"] = new JsonObject { ["host"] = "guest.example.com" };
            if (forwarded is not null) json["headers"]!["x-forwarded-proto"] = forwarded;
            if (edge is not null) json["headers"]!["cloudfront-forwarded-proto"] = edge;
            json["rawQueryString"] = "a=1";
        }));
        Assert.Equal($"{scheme}://guest.example.com/?a=1", reply.Text);
    }

    [Fact]
    public async Task Routing_finds_its_way()
    {
        await using var app = await LambdaApp.Start(
            app =>
            {
                IEndpointRouteBuilder routes = app;
                routes.MapGet(
                    "/g/{slug}", context => context.Response.WriteAsync($"page {context.GetRouteValue("slug")}"));
                routes.MapPost("/g/{slug}", context => context.Response.WriteAsync("posted"));
            },
            new());
        Assert.Equal("page sunny day", (await app.Send(LambdaSamples.RestOf("GET", "/g/sunny%20day"))).Text);
        Assert.Equal("posted", (await app.Send(LambdaSamples.UrlOf("POST", "/g/a"))).Text);
        Assert.Equal(404, (await app.Send(LambdaSamples.UrlOf("GET", "/elsewhere"))).Status);
        Assert.Equal(405, (await app.Send(LambdaSamples.UrlOf("DELETE", "/g/a"))).Status);
    }

    private static string RawTarget(HttpContext context) =>
        context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;

    private static Task Where(HttpContext context)
    {
        context.Response.ContentType = "text/plain; charset=utf-8";
        var request = context.Request;
        var words = $"{request.PathBase.Value}|{request.Path.Value}|{RawTarget(context)}";
        return context.Response.WriteAsync(words);
    }
}
