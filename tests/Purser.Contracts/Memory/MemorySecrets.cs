using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Purser.Outside;
using Purser.Outside.Moving;

namespace Purser.Contracts.Memory;

/// <summary>Secrets that are a function of the seed and their name.</summary>
/// <param name="seed">Any number.</param>
/// <param name="faults">Which calls fail; null = none.</param>
public sealed class MemorySecrets(ulong seed = 0, Faults? faults = null) : ISecrets, ISecretTransfer
{
    private readonly Faults _faults = faults ?? Faults.None;
    private readonly ConcurrentDictionary<string, byte[]> _kept = new(StringComparer.Ordinal);

    /// <inheritdoc />
    public Task<ReadOnlyMemory<byte>> Get(string name, CancellationToken stop) =>
        _faults.Call<ReadOnlyMemory<byte>>(
            $"secret {name}",
            () => _kept.GetOrAdd(name, Made),
            stop);

    /// <inheritdoc />
    public Task<ReadOnlyMemory<byte>?> Find(string name, CancellationToken stop) =>
        _faults.Call<ReadOnlyMemory<byte>?>(
            $"find secret {name}",
            () => _kept.TryGetValue(name, out var secret) ? secret : (ReadOnlyMemory<byte>?)null, stop);

    /// <inheritdoc />
    public Task<bool> Keep(string name, ReadOnlyMemory<byte> secret, CancellationToken stop) => _faults.Call(
        $"keep secret {name}",
        () => _kept.GetOrAdd(name, secret.ToArray()).AsSpan().SequenceEqual(secret.Span), stop);

    private byte[] Made(string name) =>
        SHA256.HashData([.. BitConverter.GetBytes(seed), .. Encoding.UTF8.GetBytes(name)]);
}
