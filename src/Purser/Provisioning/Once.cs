namespace Purser.Provisioning;

/// <summary>What is read once, by whoever asks first; the others wait for him, and fail with him.</summary>
internal sealed class Once<T>
{
    private readonly Lock _lock = new();
    private Task<T>? _reading;

    /// <summary>What was read.</summary>
    public Task<T> Read(Func<Task<T>> read)
    {
        lock (_lock) return _reading ??= read();
    }
}
