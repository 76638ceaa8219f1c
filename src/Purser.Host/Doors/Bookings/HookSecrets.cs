using System.Text.Json;
using System.Text.Json.Serialization;
using NodaTime;
using Purser.Fleet;
using Purser.Outside;
using Purser.Outside.Records;

namespace Purser.Host.Doors.Bookings;

/// <summary>
/// What channels sign with. A rotation makes a new secret, and the one before stands for a while longer, so
/// that the channel can be given the new one without losing a booking between.
/// </summary>
public sealed class HookSecrets(IRecords office, ISecrets secrets, IClock clock)
{
    /// <summary>The secrets that stand, the newest first, as the standard writes them.</summary>
    public async Task<IReadOnlyList<string>> Standing(ChannelId channel, CancellationToken stop)
    {
        var (turn, _) = await Read(channel, stop);
        var newest = await Text(channel, turn.Number, stop);
        return turn.OldUntil > clock.GetCurrentInstant()
            ? [newest, await Text(channel, turn.Number - 1, stop)]
            : [newest];
    }

    /// <summary>Makes a new secret; the one before stands for the overlap, any older one ends.</summary>
    public async Task<string> Rotate(ChannelId channel, Duration overlap, CancellationToken stop)
    {
        while (true)
        {
            var (turn, version) = await Read(channel, stop);
            var next = new HookTurn(turn.Number + 1, clock.GetCurrentInstant() + overlap);
            var body = JsonSerializer.SerializeToUtf8Bytes(next, HookJson.Default.HookTurn);
            if (await office.Commit([RecordChange.Put(Key(channel), version, body)], stop) is null)
                return await Text(channel, next.Number, stop);
        }
    }

    /// <summary>Under which names a channel's secrets lie: the newest, and the one before.</summary>
    public async Task<IReadOnlyList<string>> Names(ChannelId channel, CancellationToken stop)
    {
        var (turn, _) = await Read(channel, stop);
        return turn.Number > 1
            ? [NameOf(channel, turn.Number), NameOf(channel, turn.Number - 1)]
            : [NameOf(channel, turn.Number)];
    }

    private static string NameOf(ChannelId channel, int number) => $"hook-{channel}-{number}";

    private static RecordKey Key(ChannelId channel) => new("hooks", channel.Text);

    private async Task<(HookTurn Turn, long Version)> Read(ChannelId channel, CancellationToken stop)
    {
        if (await office.Get(Key(channel), stop) is not { } record) return (new HookTurn(1, null), 0);
        var turn = JsonSerializer.Deserialize(record.Body.Span, HookJson.Default.HookTurn)
            ?? throw new BugException($"no turn in {record.Key}");
        return (turn, record.Version);
    }

    private async Task<string> Text(ChannelId channel, int number, CancellationToken stop) =>
        "whsec_" + Convert.ToBase64String((await secrets.Get(NameOf(channel, number), stop)).Span);
}

/// <summary>Which of a channel's secrets stand.</summary>
/// <param name="Number">Of the newest.</param>
/// <param name="OldUntil">How long the one before stands beside it; null: there is none.</param>
internal sealed record HookTurn(int Number, Instant? OldUntil);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    Converters = [typeof(HouseJson.InstantConverter)])]
[JsonSerializable(typeof(HookTurn))]
internal sealed partial class HookJson : JsonSerializerContext;
