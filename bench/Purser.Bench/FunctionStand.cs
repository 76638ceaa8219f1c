using System.Globalization;
using System.Net;
using System.Text;
using System.Threading.Channels;

namespace Purser.Bench;

/// <summary>
/// What a function needs around it, on one port: Lambda's runtime, which hands out events, and AWS with empty tables and
/// the same secret under every name, which answers at once.
/// </summary>
internal sealed class FunctionStand : IDisposable
{
    private const string Runtime = "/2018-06-01/runtime/invocation/";
    private readonly HttpListener _listener = new();
    private readonly Channel<string> _events = Channel.CreateUnbounded<string>();
    private readonly Channel<string> _replies = Channel.CreateUnbounded<string>();
    private int _count;

    /// <summary>Begins to answer.</summary>
    public FunctionStand()
    {
        Port = Served.FreePorts()[0];
        _listener.Prefixes.Add($"http://127.0.0.1:{Port}/");
        _listener.Start();
        _ = Listen();
    }

    /// <summary>Of both.</summary>
    public int Port { get; }

    /// <summary>Hands out an event, and returns what is said of it.</summary>
    public async Task<string> Invoke(string json)
    {
        await _events.Writer.WriteAsync(json);
        return await _replies.Reader.ReadAsync();
    }

    /// <inheritdoc />
    public void Dispose() => _listener.Close();

    private async Task Listen()
    {
        try
        {
            while (true) _ = Answer(await _listener.GetContextAsync());
        }
        catch (Exception fault) when (fault is HttpListenerException or ObjectDisposedException)
        {
            // Closed.
        }
    }

    private async Task Answer(HttpListenerContext context)
    {
        var (path, target) = (context.Request.Url!.AbsolutePath, context.Request.Headers["X-Amz-Target"] ?? "");
        if (path == Runtime + "next")
        {
            var json = await _events.Reader.ReadAsync();
            var id = Interlocked.Increment(ref _count).ToString(CultureInfo.InvariantCulture);
            context.Response.Headers["Lambda-Runtime-Aws-Request-Id"] = id;
            await Say(context, json);
        }
        else if (path.StartsWith(Runtime, StringComparison.Ordinal))
        {
            using var reader = new StreamReader(context.Request.InputStream);
            var said = await reader.ReadToEndAsync();
            context.Response.StatusCode = 202;
            await Say(context, "{}");
            await _replies.Writer.WriteAsync(said);
        }
        else
        {
            var secret = target.Contains("GetParameter", StringComparison.Ordinal);
            await Say(context, secret
                ? $$$"""{"Parameter":{"Name":"a","Value":"{{{new string('A', 43)}}}","Version":1}}"""
                : """{"Items":[],"Count":0,"ScannedCount":0,"Responses":[{}]}""");
        }
    }

    private static async Task Say(HttpListenerContext context, string json)
    {
        var bytes = Encoding.UTF8.GetBytes(json);
        context.Response.ContentType = "application/x-amz-json-1.0";
        context.Response.ContentLength64 = bytes.Length;
        await context.Response.OutputStream.WriteAsync(bytes);
        context.Response.Close();
    }
}
