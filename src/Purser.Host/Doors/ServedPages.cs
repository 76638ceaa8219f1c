using System.Collections.Concurrent;
using Purser.Guests;
using Purser.Host.Doors.Clients;
using Purser.Outside;

namespace Purser.Host.Doors;

/// <summary>
/// Serves published pages from memory through the edge rule, and is the edge that the provisioner
/// invalidates. An object is read once and kept, with ready-made compressed bodies, until it is invalidated.
/// </summary>
public sealed class ServedPages(IObjects objects) : IEdge
{
    private const long MostBytes = 64 * 1024 * 1024;

    private readonly ConcurrentDictionary<string, ServedPage> kept = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<(string Key, ServedPage Page)> left = new();
    private long keptBytes;
    private long invalidations;

    /// <inheritdoc />
    public Task Invalidate(IReadOnlyList<string> paths, CancellationToken stop)
    {
        Interlocked.Increment(ref invalidations);
        foreach (var path in paths)
        {
            if (PagePlace.At(path) is not { } key || !kept.TryRemove(key.Text, out var page)) continue;
            Interlocked.Add(ref keptBytes, -page.Bytes);
            left.Enqueue((key.Text, page));
        }

        return Task.CompletedTask;
    }

    /// <summary>Answers a request for a page; false if the path can name none.</summary>
    /// <param name="context">The request.</param>
    /// <param name="limits">Counts requests for pages that are not there: those that are have no
    /// limit.</param>
    public ValueTask<bool> TryServe(HttpContext context, ClientLimits limits)
    {
        var name = PageName(context.Request.Path.Value);
        if (name.IsEmpty) return ValueTask.FromResult(false);
        return kept.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(name, out var page)
            ? Served(page.Answer(context))
            : Fetch(ObjectKey.Of(name.ToString()), context, limits);
    }

    /// <summary>How often each page was opened since this was last asked.</summary>
    public IReadOnlyList<(string Key, int Count)> TakeOpened()
    {
        var all = new List<(string, int)>();
        while (left.TryDequeue(out var one)) Take(one.Key, one.Page);
        foreach (var (key, page) in kept) Take(key, page);
        return all;

        void Take(string key, ServedPage page)
        {
            if (page.TakeOpened() is > 0 and var count) all.Add((key, count));
        }
    }

    /// <summary>The reply to every address where nothing is: always the same bytes.</summary>
    public static Task NotHere(HttpContext context)
    {
        context.Response.StatusCode = StatusCodes.Status404NotFound;
        return Unknown.Answer(context).AsTask();
    }

    private static readonly ServedPage Unknown = PlainPages.Of(
        "Nothing here", "There is no page at this address",
        "Open the link in your confirmation mail, or check the address for a slip of the finger.");

    private static async ValueTask<bool> Served(ValueTask answer)
    {
        await answer;
        return true;
    }

    private async ValueTask<bool> Fetch(ObjectKey key, HttpContext context, ClientLimits limits)
    {
        var before = Interlocked.Read(ref invalidations);
        var stored = await objects.Get(key, context.RequestAborted);
        if (stored is null)
        {
            await (limits.Request(context) is { } refusal ? refusal.ExecuteAsync(context) : NotHere(context));
            return true;
        }

        var page = new ServedPage(stored.Content);
        if (Interlocked.Read(ref invalidations) == before) Keep(key, page);
        else left.Enqueue((key.Text, page));
        await page.Answer(context);
        return true;
    }

    private void Keep(ObjectKey key, ServedPage page)
    {
        if (!kept.TryAdd(key.Text, page))
        {
            left.Enqueue((key.Text, page));
            return;
        }

        if (Interlocked.Add(ref keptBytes, page.Bytes) <= MostBytes) return;
        foreach (var (name, known) in kept) left.Enqueue((name, known));
        kept.Clear();
        Interlocked.Exchange(ref keptBytes, 0);
    }

    private static ReadOnlySpan<char> PageName(string? path) => path is not null && PagePlace.At(path) is { } key ? key.Text : [];
}
