using System.Security.Cryptography;
using Purser.Outside;

namespace Purser.Embedded;

/// <summary>The operating system's randomness.</summary>
public sealed class SystemTokens : ITokens
{
    public void Fill(Span<byte> bytes) => RandomNumberGenerator.Fill(bytes);
}
