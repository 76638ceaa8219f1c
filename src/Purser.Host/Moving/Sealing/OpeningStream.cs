using System.Security.Cryptography;
using System.Text;

namespace Purser.Host.Moving.Sealing;

/// <summary>Reads what was sealed; nothing is given out that was not checked.</summary>
internal sealed class OpeningStream : Stream
{
    private readonly Stream _source;
    private readonly byte[] _header;
    private readonly AesGcm _cipher;
    private readonly byte[] _in = new byte[SealedFormat.ChunkBytes + SealedFormat.TagBytes];
    private readonly byte[] _ahead = new byte[1];
    private byte[] _plain = [];
    private int _given;
    private long _number;
    private bool _ended;
    private bool _hasAhead;

    /// <summary>Reads the first line and the first chunk.</summary>
    /// <exception cref="InvalidDataException">It is no such file, it is damaged, or the passphrase is another
    /// one.</exception>
    public OpeningStream(Stream source, string passphrase)
    {
        _source = source;
        _header = ReadHeader(source);
        var (salt, rounds) = SealedFormat.Read(Encoding.ASCII.GetString(_header).TrimEnd('\n'));
        _cipher = new AesGcm(SealedFormat.Key(passphrase, salt, rounds), SealedFormat.TagBytes);
        Next("the passphrase is another one, or the sealed file is damaged");
    }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        while (_given == _plain.Length)
        {
            if (_ended) return 0;
            Next("the sealed file is damaged, or its end is missing");
        }

        var count = Math.Min(buffer.Length, _plain.Length - _given);
        _plain.AsSpan(_given, count).CopyTo(buffer);
        _given += count;
        return count;
    }

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _cipher.Dispose();
            _source.Dispose();
        }

        base.Dispose(disposing);
    }

    private void Next(string otherwise)
    {
        var from = 0;
        if (_hasAhead) _in[from++] = _ahead[0];
        var room = _in.AsSpan(from);
        var count = from + _source.ReadAtLeast(room, room.Length, throwOnEndOfStream: false);
        _hasAhead = _source.Read(_ahead) == 1;
        _ended = !_hasAhead;
        if (count < SealedFormat.TagBytes) throw new InvalidDataException(otherwise);
        Span<byte> nonce = stackalloc byte[12];
        SealedFormat.Nonce(nonce, _number++, _ended);
        var plain = new byte[count - SealedFormat.TagBytes];
        try
        {
            _cipher.Decrypt(
                nonce, _in.AsSpan(0, plain.Length), _in.AsSpan(plain.Length, SealedFormat.TagBytes), plain,
                _header);
        }
        catch (AuthenticationTagMismatchException fault)
        {
            throw new InvalidDataException(otherwise, fault);
        }

        (_plain, _given) = (plain, 0);
    }

    private static byte[] ReadHeader(Stream source)
    {
        var header = new List<byte>();
        while (header.Count < SealedFormat.MostHeader)
        {
            var one = source.ReadByte();
            if (one < 0) break;
            header.Add((byte)one);
            if (one == '\n') return [.. header];
        }

        throw new InvalidDataException("this is no sealed file of purser");
    }
}
