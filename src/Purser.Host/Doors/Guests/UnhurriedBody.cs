using System.Buffers;
using System.IO.Pipelines;

namespace Purser.Host.Doors.Guests;

/// <summary>
/// A reply's body for writers that, here and there, write a few bytes without waiting, as archives do at the
/// end of an entry: those go along with what is written next, so that no thread waits for a slow reader.
/// </summary>
/// <param name="body">The reply's.</param>
internal sealed class UnhurriedBody(PipeWriter body) : Stream
{
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
    public override void Write(byte[] buffer, int offset, int count) =>
        body.Write(buffer.AsSpan(offset, count));

    /// <inheritdoc />
    public override void Write(ReadOnlySpan<byte> buffer) => body.Write(buffer);

    /// <inheritdoc />
    public override async Task WriteAsync(
        byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        await body.WriteAsync(buffer.AsMemory(offset, count), cancellationToken);

    /// <inheritdoc />
    public override async ValueTask WriteAsync(
        ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) =>
        await body.WriteAsync(buffer, cancellationToken);

    /// <inheritdoc />
    public override void Flush()
    {
        // What waits goes along with what is written next.
    }

    /// <inheritdoc />
    public override async Task FlushAsync(CancellationToken cancellationToken) =>
        await body.FlushAsync(cancellationToken);

    /// <inheritdoc />
    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <inheritdoc />
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <inheritdoc />
    public override void SetLength(long value) => throw new NotSupportedException();
}
