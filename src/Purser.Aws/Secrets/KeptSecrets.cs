using System.Buffers.Text;
using System.Collections.Concurrent;
using Purser.Outside;
using Purser.Outside.Moving;

namespace Purser.Aws.Secrets;

/// <summary>
/// Secrets that lie outside as base64url, each read once. Whoever makes one at the same time as another takes
/// what lies there then.
/// </summary>
/// <param name="tokens">Randomness.</param>
/// <param name="time">For the pause before what another has just made can be read.</param>
internal abstract class KeptSecrets(ITokens tokens, TimeProvider time)
    : ISecrets, ISecretTransfer, IDisposable
{
    private const int Reads = 5;
    private static readonly Pauses Pauses = new(TimeSpan.FromMilliseconds(100), TimeSpan.FromSeconds(1));
    private readonly ConcurrentDictionary<string, byte[]> _known = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim _one = new(1);

    public async Task<ReadOnlyMemory<byte>> Get(string name, CancellationToken stop)
    {
        Require.That(SecretNames.IsName(name));
        if (_known.TryGetValue(name, out var known)) return known;
        await _one.WaitAsync(stop);
        try
        {
            if (!_known.TryGetValue(name, out known)) _known[name] = known = await ReadOrMake(name, stop);
            return known;
        }
        finally
        {
            _one.Release();
        }
    }

    public async Task<ReadOnlyMemory<byte>?> Find(string name, CancellationToken stop)
    {
        Require.That(SecretNames.IsName(name));
        return await Read(name, stop) is { } text ? Decoded(name, text) : (ReadOnlyMemory<byte>?)null;
    }

    public async Task<bool> Keep(string name, ReadOnlyMemory<byte> secret, CancellationToken stop)
    {
        Require.That(secret.Length == SecretNames.SecretBytes && SecretNames.IsName(name));
        if (await Find(name, stop) is { } there) return there.Span.SequenceEqual(secret.Span);
        if (await Put(name, Base64Url.EncodeToString(secret.Span), stop)) return true;
        // Made by another at this moment, or by our own try whose answer was lost.
        return (await Get(name, stop)).Span.SequenceEqual(secret.Span);
    }

    public void Dispose() => _one.Dispose();

    /// <summary>What lies there, or null.</summary>
    protected abstract Task<string?> Read(string name, CancellationToken stop);

    /// <summary>Puts it there; false if something lies there already, which then stays.</summary>
    protected abstract Task<bool> Put(string name, string text, CancellationToken stop);

    /// <summary>The place as the owner finds it.</summary>
    protected abstract string PlaceOf(string name);

    private async Task<byte[]> ReadOrMake(string name, CancellationToken stop)
    {
        for (var failures = 1; ; failures++)
        {
            if (await Read(name, stop) is { } text) return Decoded(name, text);
            var secret = tokens.Bytes(SecretNames.SecretBytes);
            if (await Put(name, Base64Url.EncodeToString(secret), stop)) return secret;
            if (failures == Reads) throw new OutsideUnavailable($"read secret {PlaceOf(name)}");
            await Task.Delay(Pauses.After(failures, tokens), time, stop);
        }
    }

    private byte[] Decoded(string name, string text) =>
        Base64Url.IsValid(text.AsSpan().Trim(), out var length) && length == SecretNames.SecretBytes
            ? Base64Url.DecodeFromChars(text.AsSpan().Trim())
            : throw new OutsideRefused(
                $"read secret {PlaceOf(name)}", "it is not 32 bytes in base64url; put it back from a backup");
}
