using System.Buffers;
using System.Text.Json;

namespace Purser.Aws.Lambda;

/// <summary>Does what events other than requests ask for, and writes what Lambda is told of it.</summary>
internal sealed class EventWork(LambdaWork work)
{
    private static readonly ReadOnlyMemory<byte> Done = "{}"u8.ToArray();

    /// <summary>Works on messages; those that failed come again.</summary>
    /// <exception cref="EventRefused">This function has no queue.</exception>
    public async Task<ReadOnlyMemory<byte>> Queue(IReadOnlyList<QueueRecord> records, CancellationToken stop)
    {
        if (work.Queue is not { } take) throw NotTaken("messages of a queue");
        var failed = await take(records, stop);
        var known = records.Select(record => record.Id).ToHashSet(StringComparer.Ordinal);
        // An id that Lambda does not know would let it take the whole batch for failed.
        Require.That(known.IsSupersetOf(failed));
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteStartArray("batchItemFailures");
            foreach (var id in failed.Distinct(StringComparer.Ordinal))
            {
                json.WriteStartObject();
                json.WriteString("itemIdentifier", id);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        return buffer.WrittenMemory;
    }

    /// <summary>Sweeps.</summary>
    /// <exception cref="EventRefused">This function does not.</exception>
    public async Task<ReadOnlyMemory<byte>> Sweep(CancellationToken stop)
    {
        if (work.Sweep is not { } sweep) throw NotTaken("schedules");
        await sweep(stop);
        return Done;
    }

    /// <summary>Works on objects that were created.</summary>
    /// <exception cref="EventRefused">This function has no bucket.</exception>
    public async Task<ReadOnlyMemory<byte>> Created(
        IReadOnlyList<CreatedObject> objects, CancellationToken stop)
    {
        if (work.Created is not { } take) throw NotTaken("objects of a bucket");
        await take(objects, stop);
        return Done;
    }

    private static EventRefused NotTaken(string what) =>
        new($"This function takes no {what}. Send such events to the function whose role does.");
}
