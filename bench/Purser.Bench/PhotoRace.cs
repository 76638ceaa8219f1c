using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Purser.Bench;

/// <summary>
/// Photos from the announcement to the gallery, sent by three senders at once as a guest's page does, against the bare
/// making of the same copies of the same files by libvips' own tool.
/// </summary>
internal sealed partial class PhotoRace : IDisposable
{
    private const int Turns = 3;
    private const int Photos = 24;
    private const int Senders = 3;
    private static readonly int[] Sides = [2048, 720, 360];
    private readonly HttpClient client = new();
    private readonly Uri root;
    private readonly string code;

    private PhotoRace(Served served, string slug, string code)
    {
        root = new Uri(served.Guest, $"/api/g/{slug}/photos");
        this.code = code;
        client.DefaultRequestHeaders.Add("X-Event-Code", code);
    }

    /// <summary>The one row.</summary>
    /// <param name="program">The command.</param>
    /// <param name="folder">For the product's data.</param>
    /// <param name="files">JPEGs of 12 megapixels.</param>
    public static async Task Run(string[] program, string folder, string[] files)
    {
        var (data, chosen) = (Path.Combine(folder, "photos"), files[..Photos]);
        var (slug, code) = await Booked(program, data);
        await using var served = await Served.Start(program, data, at: "2027-01-02T06:00:00-08:00");
        using var race = new PhotoRace(served, slug, code);
        var pairs = new List<(double Ours, double Theirs)>();
        for (var turn = 1; turn <= Turns; turn++)
        {
            var ours = await PictureRace.Timed(() => race.Send(chosen, turn * Photos));
            var whole = await PictureRace.Timed(() => PictureRace.Theirs(chosen, Sides, 1));
            var split = await PictureRace.Timed(() => PictureRace.Theirs(chosen, Sides, PictureRace.Cores));
            pairs.Add((ours, Math.Min(whole, split)));
        }

        var (time, baseline) = (pairs.Select(pair => pair.Ours).Median(), pairs.Select(pair => pair.Theirs).Median());
        Table.Row(
            "12-megapixel photos from announcement to gallery, 3 senders",
            string.Create(CultureInfo.InvariantCulture, $"{Photos / time:F1} photos/s"),
            string.Create(CultureInfo.InvariantCulture, $"vipsthumbnail alone {Photos / baseline:F1} photos/s"),
            time / baseline, "");
    }

    /// <inheritdoc />
    public void Dispose() => client.Dispose();

    private static async Task<(string Slug, string Code)> Booked(string[] program, string data)
    {
        await using var served = await Served.Start(program, data);
        await served.MakeKeys(1);
        var booking = await served.Settled(await served.Book(), letters: true);
        var page = new Uri(booking["links"]!["guestPage"]!.GetValue<string>());
        var codes = Directory.EnumerateFiles(data, "*.eml", SearchOption.AllDirectories)
            .Select(mail => CodeLine().Match(File.ReadAllText(mail))).First(found => found.Success);
        return (page.AbsolutePath.Split('/')[^1], codes.Groups[1].Value);
    }

    private async Task Send(string[] files, int inAll)
    {
        var batch = new JsonObject
        {
            ["contributor"] = "Robin",
            ["code"] = code,
            ["files"] = new JsonArray(
            [
                .. files.Select(file => (JsonNode)new JsonObject
                {
                    ["name"] = Path.GetFileName(file),
                    ["type"] = "image/jpeg",
                    ["size"] = new FileInfo(file).Length,
                }),
            ]),
        };
        using var started = await client.PostAsJsonAsync(root, batch);
        var uploads = (await Json(started, HttpStatusCode.Created))["uploads"]!.AsArray();
        var waiting = new ConcurrentQueue<(JsonNode Upload, string File)>(uploads.Zip(files)!);
        await Task.WhenAll(Enumerable.Range(0, Senders).Select(async _ =>
        {
            while (waiting.TryDequeue(out var next)) await Send(next.Upload, next.File);
        }));
        await Shown(inAll);
    }

    private async Task Send(JsonNode upload, string file)
    {
        using var form = new MultipartFormDataContent();
        foreach (var (name, value) in upload["fields"]!.AsObject())
            form.Add(new StringContent(value!.GetValue<string>()), $"\"{name}\"");
        form.Add(new ByteArrayContent(await File.ReadAllBytesAsync(file)), "\"file\"", "\"file\"");
        using var sent = await client.PostAsync(new Uri(upload["url"]!.GetValue<string>()), form);
        if (sent.StatusCode != HttpStatusCode.NoContent) throw new InvalidOperationException($"{sent.StatusCode}");
        using var done = await client.PostAsync(new Uri($"{root}/{upload["id"]!.GetValue<string>()}/done"), null);
        await Json(done, HttpStatusCode.OK);
    }

    /// <summary>Looks until so many are published.</summary>
    private async Task Shown(int inAll)
    {
        using var looks = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        var clock = Stopwatch.StartNew();
        while (await Published() < inAll)
        {
            if (clock.Elapsed > TimeSpan.FromMinutes(3)) throw new TimeoutException("the gallery");
            await looks.WaitForNextTickAsync();
        }
    }

    private async Task<int> Published()
    {
        var count = 0;
        string? cursor = null;
        do
        {
            using var reply = await client.GetAsync(cursor is null ? root : new Uri($"{root}?cursor={cursor}"));
            var page = await Json(reply, HttpStatusCode.OK);
            count += page["items"]!.AsArray().Count(item => item!["state"]!.GetValue<string>() == "published");
            cursor = page["next"]?.GetValue<string>();
        }
        while (cursor is not null);
        return count;
    }

    private static async Task<JsonNode> Json(HttpResponseMessage reply, HttpStatusCode wanted)
    {
        var text = await reply.Content.ReadAsStringAsync();
        return reply.StatusCode == wanted
            ? JsonNode.Parse(text)!
            : throw new InvalidOperationException($"{reply.StatusCode}: {text}");
    }

    [GeneratedRegex("Photo code: ([2-9A-Z]{6})")]
    private static partial Regex CodeLine();
}
