using Amazon.S3.Model;

namespace Purser.Aws.Storage;

/// <summary>Bodies that come from a bucket.</summary>
internal static class Download
{
    private const int BufferBytes = 128 * 1024;

    /// <summary>So long a body may stand still. The patience of the client ends where a body begins.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>Copies the whole body; less or more than was announced is a fault.</summary>
    public static async Task<long> To(Stream target, GetObjectResponse reply, CancellationToken stop)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var buffer = new byte[BufferBytes];
        long came = 0;
        while (true)
        {
            patience.CancelAfter(Patience);
            var count = await reply.ResponseStream.ReadAsync(buffer, patience.Token);
            if (count == 0) break;
            await target.WriteAsync(buffer.AsMemory(0, count), stop);
            came += count;
        }

        if (came != reply.ContentLength) throw new IOException($"{came} bytes came of {reply.ContentLength}");
        return came;
    }
}
