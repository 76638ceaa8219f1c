using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Serialization;
using Purser.Bookings;

namespace Purser.Guests;

/// <summary>
/// The code that everybody aboard may know: six of 28 letters and digits that cannot be taken for one
/// another. It lets one add photos and sign a waiver without the booker's own link.
/// </summary>
[JsonConverter(typeof(TextConverter<EventCode>))]
public readonly record struct EventCode : IText<EventCode>
{
    /// <summary>Letters and digits of a code: none of <c>0 1 B I L O S Z</c>.</summary>
    public const string Alphabet = "23456789ACDEFGHJKMNPQRTUVWXY";

    private const int Letters = 6;

    /// <inheritdoc />
    public string Text { get => field ?? ""; private init; }

    /// <summary>
    /// Takes a code as people type it: in either case, with spaces or hyphens between its letters.
    /// </summary>
    public static bool TryParse(string? text, out EventCode value)
    {
        value = default;
        if (text is not { Length: <= 20 }) return false;
        var plain = text.Replace(" ", "", StringComparison.Ordinal).Replace("-", "",
            StringComparison.Ordinal).ToUpperInvariant();
        if (plain.Length != Letters || plain.AsSpan().ContainsAnyExcept(Alphabet)) return false;
        value = new EventCode { Text = plain };
        return true;
    }

    /// <summary>A code from derived bytes: each letter equally likely, as near as 8 bytes come.</summary>
    public static EventCode From(ReadOnlySpan<byte> bytes)
    {
        Require.That(bytes.Length >= 8);
        var number = System.Buffers.Binary.BinaryPrimitives.ReadUInt64BigEndian(bytes);
        Span<char> text = stackalloc char[Letters];
        for (var i = 0; i < Letters; i++,
            number /= (ulong)Alphabet.Length) text[i] = Alphabet[(int)(number % (ulong)Alphabet.Length)];
        return new EventCode { Text = new string(text) };
    }

    /// <summary>
    /// What the guest compartment keeps of it: HMAC-SHA256 under a key that is not in its records, since all
    /// codes could be tried against a bare hash.
    /// </summary>
    /// <param name="pepper">The secret <c>guest-links-1</c>.</param>
    /// <param name="booking">Whose code it is.</param>
    public string Hash(ReadOnlySpan<byte> pepper, BookingId booking) =>
        Convert.ToHexStringLower(HMACSHA256.HashData(pepper,
        Encoding.UTF8.GetBytes($"purser/code/1|{booking}|{Text}")));

    /// <inheritdoc />
    public override string ToString() => Text;
}
