using System.Threading.Channels;

namespace Purser.Contracts.Embedded;

/// <summary>A body whose sender decides when the next bytes come.</summary>
internal sealed class SlowBody : Stream
{
    private readonly Channel<(byte[] Bytes, TaskCompletionSource Taken)> _pieces =
        Channel.CreateUnbounded<(byte[], TaskCompletionSource)>();

    private TaskCompletionSource? _last;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>Sends a piece; done once the reader has worked on it and asks for more.</summary>
    public Task Give(byte[] bytes)
    {
        var taken = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Assert.True(_pieces.Writer.TryWrite((bytes, taken)));
        return taken.Task;
    }

    /// <summary>Nothing more comes.</summary>
    public void End() => _pieces.Writer.Complete();

    /// <summary>The connection breaks.</summary>
    public void Break(Exception fault) => _pieces.Writer.Complete(fault);

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        _last?.TrySetResult();
        if (!await _pieces.Reader.WaitToReadAsync(cancellationToken)) return 0;
        Assert.True(_pieces.Reader.TryRead(out var piece));
        _last = piece.Taken;
        piece.Bytes.CopyTo(buffer);
        return piece.Bytes.Length;
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
