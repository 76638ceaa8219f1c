using System.Security.Cryptography;
using System.Text;
using Purser.Outside;

namespace Purser.Contracts.Memory;

/// <summary>Secrets that are a function of the seed and their name.</summary>
/// <param name="seed">Any number.</param>
/// <param name="faults">Which calls fail; null = none.</param>
public sealed class MemorySecrets(ulong seed = 0, Faults? faults = null) : ISecrets
{
    private readonly Faults _faults = faults ?? Faults.None;

    /// <inheritdoc />
    public Task<ReadOnlyMemory<byte>> Get(string name, CancellationToken stop) =>
        _faults.Call<ReadOnlyMemory<byte>>(
            $"secret {name}",
            () => SHA256.HashData([.. BitConverter.GetBytes(seed), .. Encoding.UTF8.GetBytes(name)]),
            stop);
}
