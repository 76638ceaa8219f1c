using Purser.Outside;

namespace Purser.Contracts.Memory;

/// <summary>The same tokens from the same seed. Safe for concurrent use.</summary>
/// <param name="seed">Any number.</param>
public sealed class SeededTokens(ulong seed = 0) : ITokens
{
    private readonly SplitMix _random = new(seed);

    /// <inheritdoc />
    public void Fill(Span<byte> bytes)
    {
        for (var i = 0; i < bytes.Length; i++) bytes[i] = (byte)(_random.Next() >> 56);
    }
}
