namespace Purser.Embedded.Disk;

/// <summary>
/// Files that are being sent now, by name: so that what is removed does not arrive a moment later.
/// </summary>
internal sealed class SendsUnderWay
{
    private readonly Lock _lock = new();
    private readonly List<Send> _all = [];

    /// <summary>Begins a send; disposing ends it.</summary>
    public Send Begin(string name)
    {
        var send = new Send(this, name);
        lock (_lock) _all.Add(send);
        return send;
    }

    /// <summary>Tells every send of this name that its file is not wanted any more.</summary>
    public void Remove(string name)
    {
        lock (_lock)
        {
            foreach (var send in _all.Where(one => one.Name == name)) send.Removed = true;
        }
    }

    /// <summary>One send.</summary>
    internal sealed class Send(SendsUnderWay all, string name) : IDisposable
    {
        private volatile bool _removed;

        public string Name => name;

        /// <summary>True once its file was removed.</summary>
        public bool Removed
        {
            get => _removed;
            set => _removed = value;
        }

        public void Dispose()
        {
            lock (all._lock) all._all.Remove(this);
        }
    }
}
