using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Purser.Aws.Lambda;

/// <summary>
/// The body of a request, which is here whole. Like a server's it is refused to a reader who allows less, and
/// the limit cannot be changed once reading has begun.
/// </summary>
internal sealed class RequestBody(ReadOnlyMemory<byte> bytes, long? most)
    : Stream, IHttpMaxRequestBodySizeFeature, IHttpRequestBodyDetectionFeature
{
    private int _read;
    private long? _most = most;

    /// <inheritdoc />
    public bool IsReadOnly { get; private set; }

    /// <inheritdoc />
    public long? MaxRequestBodySize
    {
        get => _most;
        set
        {
            if (IsReadOnly) throw new InvalidOperationException("the body is being read");
            _most = value;
        }
    }

    /// <inheritdoc />
    public bool CanHaveBody => bytes.Length > 0;

    /// <inheritdoc />
    public override bool CanRead => true;

    /// <inheritdoc />
    public override bool CanSeek => false;

    /// <inheritdoc />
    public override bool CanWrite => false;

    /// <inheritdoc />
    public override long Length => throw new NotSupportedException();

    /// <inheritdoc />
    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <inheritdoc />
    public override int Read(Span<byte> buffer)
    {
        IsReadOnly = true;
        if (bytes.Length > _most)
        {
            var words = string.Create(
                CultureInfo.InvariantCulture, $"The request body is larger than {_most} bytes.");
            throw new BadHttpRequestException(words, StatusCodes.Status413PayloadTooLarge);
        }

        var count = Math.Min(buffer.Length, bytes.Length - _read);
        bytes.Span.Slice(_read, count).CopyTo(buffer);
        _read += count;
        return count;
    }

    /// <inheritdoc />
    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    /// <inheritdoc />
    public override ValueTask<int> ReadAsync(
        Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return ValueTask.FromResult(Read(buffer.Span));
    }

    /// <inheritdoc />
    public override Task<int> ReadAsync(
        byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    /// <inheritdoc />
    public override void Flush()
    {
    }

    /// <inheritdoc />
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <inheritdoc />
    public override void SetLength(long value) => throw new NotSupportedException();

    /// <inheritdoc />
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
