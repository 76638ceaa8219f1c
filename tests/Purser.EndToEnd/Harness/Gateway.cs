using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Extensions;

namespace Purser.EndToEnd.Harness;

/// <summary>
/// An API Gateway REST API of one stage before a function: takes requests at <c>/prod/...</c>, and hands them on as it
/// does, under its own name.
/// </summary>
internal sealed class Gateway : IAsyncDisposable
{
    private const string Stage = "/prod";
    private const string Name = "id.execute-api.us-east-1.amazonaws.com";
    private readonly WebApplication _app;
    private readonly TaskCompletionSource _reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _goesOn = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private Gateway(WebApplication app) => _app = app;

    /// <summary>The first request that changes something has come, and is held.</summary>
    public Task Reached => _reached.Task;

    /// <summary>With the stage, ending in a stroke.</summary>
    public Uri Base => new($"{_app.Urls.First()}{Stage}/");

    /// <summary>Starts before a function.</summary>
    /// <param name="function">Behind it.</param>
    /// <param name="holds">True: what changes something waits until <see cref="GoOn"/>.</param>
    public static async Task<Gateway> Start(Function function, bool holds = false)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var self = new Gateway(app);
        if (!holds) self.GoOn();
        app.Run(context => self.Answer(context, function));
        await app.StartAsync(TestContext.Current.CancellationToken);
        return self;
    }

    /// <summary>Lets what is held, and all that comes after it, pass.</summary>
    public void GoOn() => _goesOn.TrySetResult();

    /// <inheritdoc />
    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task Answer(HttpContext context, Function function)
    {
        if (!HttpMethods.IsGet(context.Request.Method))
        {
            _reached.TrySetResult();
            await _goesOn.Task;
        }

        var path = new Uri(context.Request.GetEncodedUrl()).AbsolutePath;
        Assert.StartsWith(Stage, path, StringComparison.Ordinal);
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        var told = await function.Rest(
            context.Request.Method, path[Stage.Length..], json => Write(json, context.Request, path, body.ToArray()));
        context.Response.StatusCode = told.Status;
        foreach (var field in told.Json.GetProperty("multiValueHeaders").EnumerateObject())
            context.Response.Headers[field.Name] = field.Value.EnumerateArray().Select(line => line.GetString()).ToArray();
        if (told.Status is not (204 or 304)) await context.Response.Body.WriteAsync(told.Body, context.RequestAborted);
    }

    private static void Write(JsonNode json, HttpRequest request, string path, byte[] body)
    {
        var headers = new JsonObject();
        foreach (var (name, values) in request.Headers)
            headers[name] = new JsonArray([.. values.Select(value => (JsonNode?)value)]);
        headers["Host"] = new JsonArray(Name);
        var query = new JsonObject();
        foreach (var (name, values) in request.Query)
            query[name] = new JsonArray([.. values.Select(value => (JsonNode?)value)]);
        (json["multiValueHeaders"], json["headers"]) = (headers, null);
        json["multiValueQueryStringParameters"] = query.Count > 0 ? query : null;
        json["queryStringParameters"] = null;
        var about = json["requestContext"]!;
        (about["domainName"], about["stage"], about["path"]) = (Name, Stage[1..], path);
        if (body.Length == 0) return;
        (json["body"], json["isBase64Encoded"]) = (Convert.ToBase64String(body), true);
    }
}
