using System.Buffers;

namespace Purser.Aws.Lambda;

/// <summary>
/// Gathers the body of a reply, which Lambda takes only whole. What becomes too large is no longer kept, and
/// whoever writes it is told to stop.
/// </summary>
/// <param name="most">Bytes that are kept.</param>
/// <param name="start">Runs once, before the first byte.</param>
/// <param name="tooLarge">Runs when more is written.</param>
internal sealed class ReplyBody(int most, Func<Task> start, Action tooLarge) : Stream
{
    private readonly ArrayBufferWriter<byte> _bytes = new();

    /// <summary>What was written.</summary>
    public ReadOnlyMemory<byte> Bytes => _bytes.WrittenMemory;

    /// <summary>True if more was written than is kept.</summary>
    public bool IsTooLarge { get; private set; }

    /// <inheritdoc />
    public override bool CanRead => false;

    /// <inheritdoc />
    public override bool CanSeek => false;

    /// <inheritdoc />
    public override bool CanWrite => true;

    /// <inheritdoc />
    public override long Length => throw new NotSupportedException();

    /// <inheritdoc />
    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <inheritdoc />
    public override async ValueTask WriteAsync(
        ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        await start();
        Keep(buffer.Span);
    }

    /// <inheritdoc />
    public override Task WriteAsync(
        byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    /// <inheritdoc />
    public override void Write(ReadOnlySpan<byte> buffer)
    {
        start().GetAwaiter().GetResult();
        Keep(buffer);
    }

    /// <inheritdoc />
    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    /// <inheritdoc />
    public override void Flush() => start().GetAwaiter().GetResult();

    /// <inheritdoc />
    public override Task FlushAsync(CancellationToken cancellationToken) => start();

    /// <inheritdoc />
    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <inheritdoc />
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <inheritdoc />
    public override void SetLength(long value) => throw new NotSupportedException();

    private void Keep(ReadOnlySpan<byte> bytes)
    {
        if (IsTooLarge) return;
        if (bytes.Length <= most - _bytes.WrittenCount)
        {
            _bytes.Write(bytes);
            return;
        }

        IsTooLarge = true;
        _bytes.ResetWrittenCount();
        tooLarge();
    }
}
