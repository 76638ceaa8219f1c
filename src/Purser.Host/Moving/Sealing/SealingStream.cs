using System.Security.Cryptography;

namespace Purser.Host.Moving.Sealing;

/// <summary>Seals what is written to it. It is whole only after <see cref="Finish"/>.</summary>
internal sealed class SealingStream : IDisposable
{
    private readonly Stream _target;
    private readonly byte[] _header;
    private readonly AesGcm _cipher;
    private readonly byte[] _chunk = new byte[SealedFormat.ChunkBytes];
    private readonly byte[] _out = new byte[SealedFormat.ChunkBytes + SealedFormat.TagBytes];
    private int _filled;
    private long _number;

    /// <summary>Writes the first line.</summary>
    /// <param name="target">It stays open.</param>
    /// <param name="passphrase">Any length is taken here.</param>
    /// <param name="salt">Random.</param>
    public SealingStream(Stream target, string passphrase, byte[] salt)
    {
        Require.That(salt.Length == SealedFormat.SaltBytes);
        _target = target;
        _header = SealedFormat.Header(salt, SealedFormat.Rounds);
        _cipher = new AesGcm(
            SealedFormat.Key(passphrase, salt, SealedFormat.Rounds), SealedFormat.TagBytes);
        target.Write(_header);
    }

    /// <summary>Seals bytes.</summary>
    public void Write(ReadOnlySpan<byte> bytes)
    {
        while (bytes.Length > 0)
        {
            // A full chunk waits until more comes: it may be the last.
            if (_filled == _chunk.Length) Put(last: false);
            var count = Math.Min(bytes.Length, _chunk.Length - _filled);
            bytes[..count].CopyTo(_chunk.AsSpan(_filled));
            _filled += count;
            bytes = bytes[count..];
        }
    }

    /// <summary>Writes the last chunk.</summary>
    public void Finish()
    {
        Put(last: true);
        _target.Flush();
    }

    public void Dispose() => _cipher.Dispose();

    private void Put(bool last)
    {
        Span<byte> nonce = stackalloc byte[12];
        SealedFormat.Nonce(nonce, _number++, last);
        _cipher.Encrypt(
            nonce, _chunk.AsSpan(0, _filled), _out.AsSpan(0, _filled),
            _out.AsSpan(_filled, SealedFormat.TagBytes), _header);
        _target.Write(_out.AsSpan(0, _filled + SealedFormat.TagBytes));
        _filled = 0;
    }
}
