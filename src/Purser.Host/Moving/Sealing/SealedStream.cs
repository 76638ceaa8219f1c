using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Purser.Host.Moving.Sealing;

/// <summary>
/// A file under a passphrase: one line that names the construction, then chunks. The key is
/// PBKDF2-HMAC-SHA256 (RFC 8018) of the passphrase (NFC, UTF-8) with the salt and the rounds of that line;
/// each chunk is AES-256-GCM of up to 64 KiB, with its number and whether it is the last as its nonce, and
/// with the line as associated data (the STREAM construction of Hoang, Reyhanitabar, Rogaway and Vizár, as
/// age uses it). So nothing can be changed, cut off, put elsewhere or appended unseen. A salt comes once,
/// hence a key too, and no nonce twice under it.
/// </summary>
internal static class SealedFormat
{
    public const string Word = "purser-sealed/1 pbkdf2-sha256";
    public const int ChunkBytes = 64 * 1024;
    public const int TagBytes = 16;
    public const int SaltBytes = 32;
    public const int Rounds = 1_000_000;
    public const int MostHeader = 200;

    /// <summary>Below is too weak, above would let a file keep this machine busy for minutes.</summary>
    public const int FewestRounds = 600_000;
    public const int MostRounds = 10_000_000;

    public static byte[] Key(string passphrase, byte[] salt, int rounds) => Rfc2898DeriveBytes.Pbkdf2(
        Encoding.UTF8.GetBytes(passphrase.Normalize(NormalizationForm.FormC)), salt, rounds,
        HashAlgorithmName.SHA256, 32);

    public static void Nonce(Span<byte> nonce, long number, bool last)
    {
        nonce.Clear();
        BinaryPrimitives.WriteInt64BigEndian(nonce[3..], number);
        nonce[11] = last ? (byte)1 : (byte)0;
    }

    public static byte[] Header(byte[] salt, int rounds) => Encoding.ASCII.GetBytes(string.Create(
        CultureInfo.InvariantCulture, $"{Word} {rounds} {Convert.ToHexStringLower(salt)}\n"));

    /// <summary>The salt and rounds of a header.</summary>
    public static (byte[] Salt, int Rounds) Read(string header)
    {
        var words = header.Split(' ');
        if (words.Length != 4 || $"{words[0]} {words[1]}" != Word)
            throw new InvalidDataException(
                header.StartsWith("purser-sealed/", StringComparison.Ordinal)
                    ? "the sealed file was made by another version of purser: use that version or a later one"
                    : "this is no sealed file of purser");
        var known = int.TryParse(words[2], NumberStyles.None, CultureInfo.InvariantCulture, out var rounds)
            && rounds is >= FewestRounds and <= MostRounds
            && words[3].Length == 2 * SaltBytes && words[3].All(char.IsAsciiHexDigitLower);
        return known
            ? (Convert.FromHexString(words[3]), rounds)
            : throw new InvalidDataException("the first line of the sealed file is broken");
    }
}

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
        var count = from + _source.ReadAtLeast(_in.AsSpan(from), _in.Length - from, throwOnEndOfStream: false);
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
