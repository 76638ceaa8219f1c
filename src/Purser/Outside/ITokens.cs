namespace Purser.Outside;

/// <summary>Randomness, fit for secrets. Seeded in the simulation.</summary>
public interface ITokens
{
    /// <summary>Fills the span with random bytes.</summary>
    void Fill(Span<byte> bytes);
}

/// <summary>What is made from random bytes.</summary>
public static class TokenMaking
{
    private const string Letters = "abcdefghijklmnopqrstuvwxyz234567";

    /// <summary>New random bytes.</summary>
    public static byte[] Bytes(this ITokens tokens, int count)
    {
        var bytes = new byte[count];
        tokens.Fill(bytes);
        return bytes;
    }

    /// <summary>26 lower-case letters and digits: 130 random bits.</summary>
    public static string Id(this ITokens tokens)
    {
        Span<byte> bytes = stackalloc byte[26];
        tokens.Fill(bytes);
        Span<char> text = stackalloc char[26];
        for (var i = 0; i < text.Length; i++) text[i] = Letters[bytes[i] & 31];
        return new string(text);
    }
}
