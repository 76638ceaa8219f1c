namespace Purser.Embedded.Disk;

/// <summary>
/// Gives written files their names, durably. While files wait, one worker of the pool takes all that wait,
/// syncs their bytes, renames them, and syncs each of their folders once. So many writers share few syncs, as
/// commits of the records do.
/// </summary>
internal sealed class SyncGroup : IThreadPoolWorkItem
{
    /// <summary>Above so many files one sync of the file system is cheaper than one for each file.</summary>
    private const int FewFiles = 8;

    private readonly Lock _lock = new();
    private readonly List<Pending> _waiting = [];
    private bool _led;

    /// <summary>
    /// Names the files in their order; when this ends well they stand, also after a cut of power.
    /// </summary>
    public Task Publish(IReadOnlyList<Unfinished> files)
    {
        var pending = new Pending(files);
        lock (_lock)
        {
            _waiting.Add(pending);
            if (_led) return pending.Task;
            _led = true;
        }

        ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
        return pending.Task;
    }

    void IThreadPoolWorkItem.Execute()
    {
        Pending[] group;
        lock (_lock)
        {
            group = [.. _waiting];
            _waiting.Clear();
            _led = group.Length > 0;
        }

        if (group.Length == 0) return;
        Perform(group);
        ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
    }

    private static void Perform(Pending[] group)
    {
        try
        {
            Publish([.. group.SelectMany(pending => pending.Files)]);
        }
        catch (Exception fault)
        {
            // Whatever it is, each caller waits for his answer, and knows what it means for him.
            foreach (var pending in group) pending.SetException(fault);
            return;
        }

        foreach (var pending in group) pending.SetResult();
    }

    private static void Publish(Unfinished[] files)
    {
        try
        {
            var folders = files.Select(file => Path.GetDirectoryName(file.Target)!).Distinct().ToList();
            if (files.Length > FewFiles) folders.ForEach(Durable.SyncFileSystem);
            else foreach (var file in files) file.Sync();
            foreach (var file in files) file.Rename();
            folders.ForEach(Durable.SyncFolder);
        }
        finally
        {
            foreach (var file in files) file.Dispose();
        }
    }

    /// <summary>Files of one caller, and his answer.</summary>
    private sealed class Pending(IReadOnlyList<Unfinished> files)
        : TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)
    {
        public IReadOnlyList<Unfinished> Files { get; } = files;
    }
}
