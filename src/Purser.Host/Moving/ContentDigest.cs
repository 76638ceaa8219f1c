using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Purser.Host.Moving.Parts;
using Purser.Outside.Records;

namespace Purser.Host.Moving;

/// <summary>
/// One digest over what an installation holds, whatever lies beneath it: the SHA-256 of the sorted SHA-256 of
/// every thing. It covers
/// <list type="bullet">
/// <item>every record with its place, version, body and index, but those that the store may drop on its own
/// (expiring ones) and the epoch of each compartment, which every move raises;</item>
/// <item>every published object with its key, type, cache rule, revision and bytes;</item>
/// <item>every file of a guest with its name and bytes; and the operator's files.</item>
/// </list>
/// Secrets and kept mails are not in it: they travel sealed, or not at all. Of each thing 32 bytes are kept.
/// </summary>
internal sealed class ContentDigest
{
    private static readonly RecordKey Epoch = Bookings.OfficeRows.Epoch;
    private readonly List<Leaf> _leaves = [];

    /// <summary>Adds a record, unless it is one that the digest leaves out.</summary>
    public void Add(Compartment compartment, StoredRecord record)
    {
        if (record.Expires is not null || record.Key == Epoch) return;
        using var hash = new Fields("record");
        hash.Add(compartment.ToString()).Add(record.Key.Partition).Add(record.Key.Sort).Add(record.Version)
            .Add(record.Body.Span).Add(record.Index?.Partition ?? "").Add(record.Index?.Sort ?? "");
        _leaves.Add(hash.Leaf());
    }

    /// <summary>Adds an object.</summary>
    public void Add(ObjectLine about)
    {
        using var hash = new Fields("object");
        hash.Add(about.Key).Add(about.Type).Add(about.Cache).Add(about.Revision).Add(about.Sha256);
        _leaves.Add(hash.Leaf());
    }

    /// <summary>Adds a guest's file.</summary>
    public void Add(FileLine about)
    {
        using var hash = new Fields("file");
        hash.Add(about.Name).Add(about.Size).Add(about.Sha256);
        _leaves.Add(hash.Leaf());
    }

    /// <summary>Adds a file of the operator.</summary>
    /// <param name="name">Relative to the data folder.</param>
    /// <param name="sha256">Of its bytes.</param>
    public void AddOperator(string name, string sha256)
    {
        using var hash = new Fields("operator");
        hash.Add(name).Add(sha256);
        _leaves.Add(hash.Leaf());
    }

    /// <summary>The digest of everything added, in lower-case hex.</summary>
    public string Text()
    {
        _leaves.Sort();
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData("purser/content/1|"u8);
        Span<byte> bytes = stackalloc byte[32];
        foreach (var leaf in _leaves)
        {
            BinaryPrimitives.WriteUInt128BigEndian(bytes, leaf.High);
            BinaryPrimitives.WriteUInt128BigEndian(bytes[16..], leaf.Low);
            hash.AppendData(bytes);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private readonly record struct Leaf(UInt128 High, UInt128 Low) : IComparable<Leaf>
    {
        public int CompareTo(Leaf other)
        {
            var high = High.CompareTo(other.High);
            return high != 0 ? high : Low.CompareTo(other.Low);
        }
    }

    /// <summary>Fields with their lengths before them, so that no two things can look alike.</summary>
    private sealed class Fields : IDisposable
    {
        private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

        public Fields(string kind) => Add(kind);

        public Fields Add(string text) => Add(Encoding.UTF8.GetBytes(text));

        public Fields Add(long number)
        {
            Span<byte> bytes = stackalloc byte[8];
            BinaryPrimitives.WriteInt64BigEndian(bytes, number);
            return Add(bytes);
        }

        public Fields Add(ReadOnlySpan<byte> bytes)
        {
            Span<byte> length = stackalloc byte[4];
            BinaryPrimitives.WriteInt32BigEndian(length, bytes.Length);
            _hash.AppendData(length);
            _hash.AppendData(bytes);
            return this;
        }

        public Leaf Leaf()
        {
            Span<byte> bytes = stackalloc byte[32];
            _hash.GetHashAndReset(bytes);
            return new Leaf(
                BinaryPrimitives.ReadUInt128BigEndian(bytes),
                BinaryPrimitives.ReadUInt128BigEndian(bytes[16..]));
        }

        public void Dispose() => _hash.Dispose();
    }
}
