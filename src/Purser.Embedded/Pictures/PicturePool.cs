using Purser.Outside;

namespace Purser.Embedded.Pictures;

/// <summary>
/// The children: started on first use, at most so many, each with one job at a time. Videos leave one place
/// free for pictures, unless there is only one. Safe for concurrent use.
/// </summary>
internal sealed class PicturePool : IDisposable
{
    private const UnixFileMode OwnerOnly =
        UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    private readonly PictureOptions _options;
    private readonly TimeProvider _time;
    private readonly SemaphoreSlim _places;
    private readonly SemaphoreSlim _videoPlaces;
    private readonly Lock _lock = new();
    private readonly Stack<Idler> _idle = [];
    private readonly HashSet<PictureChild> _all = [];
    private bool _swept;
    private bool _disposed;

    public PicturePool(PictureOptions options, TimeProvider time)
    {
        Require.That(options.Children > 0 && options.JobsOfChild > 0);
        (_options, _time) = (options, time);
        _places = new SemaphoreSlim(options.Children);
        _videoPlaces = new SemaphoreSlim(Math.Max(1, options.Children - 1));
    }

    /// <summary>Process ids of those that live.</summary>
    public IReadOnlyList<int> Children
    {
        get
        {
            lock (_lock) return [.. _all.Select(child => child.Id)];
        }
    }

    /// <summary>Waits for a place; leaving it is the disposal.</summary>
    public async Task<IDisposable> Enter(bool video, CancellationToken stop)
    {
        Sweep();
        if (video) await _videoPlaces.WaitAsync(stop);
        try
        {
            await _places.WaitAsync(stop);
        }
        catch
        {
            if (video) _videoPlaces.Release();
            throw;
        }

        return new Place(this, video);
    }

    /// <summary>
    /// Has a child do a job. No answer: the child died, or was ended because it was late.
    /// </summary>
    public async Task<(PictureAnswer? Answer, bool Late)> Ask(
        PictureJob job, TimeSpan limit, CancellationToken stop)
    {
        var child = await Take(stop);
        var keep = false;
        using var late = new CancellationTokenSource(limit, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stop, late.Token);
        try
        {
            var answer = await child.Ask(job, either.Token);
            keep = answer is not null && child.Jobs < _options.JobsOfChild;
            return (answer, false);
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            return (null, true);
        }
        finally
        {
            if (keep) Rest(child);
            else End(child);
        }
    }

    /// <inheritdoc />
    public void Dispose()
    {
        List<PictureChild> all;
        lock (_lock)
        {
            _disposed = true;
            all = [.. _all];
            foreach (var idler in _idle) idler.Timer.Dispose();
            _idle.Clear();
        }

        foreach (var child in all) End(child);
    }

    private async Task<PictureChild> Take(CancellationToken stop)
    {
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            if (_idle.TryPop(out var idler))
            {
                idler.Timer.Dispose();
                return idler.Child;
            }
        }

        using var late = new CancellationTokenSource(_options.StartTime, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stop, late.Token);
        try
        {
            var child = await PictureChild.Start(_options.Program, _options.Scratch, either.Token);
            lock (_lock)
            {
                _all.Add(child);
                if (!_disposed) return child;
            }

            End(child);
            throw new ObjectDisposedException(nameof(PicturePool));
        }
        catch (OperationCanceledException fault) when (!stop.IsCancellationRequested)
        {
            throw new OutsideUnavailable($"start of {_options.Program.Path}", fault);
        }
    }

    /// <summary>What an earlier server left behind, it will not fetch any more.</summary>
    private void Sweep()
    {
        lock (_lock)
        {
            if (_swept) return;
            try
            {
                if (Directory.Exists(_options.Scratch)) Directory.Delete(_options.Scratch, recursive: true);
                Directory.CreateDirectory(_options.Scratch, OwnerOnly);
            }
            catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
            {
                throw new OutsideUnavailable($"make {_options.Scratch}", fault);
            }

            _swept = true;
        }
    }

    private void Rest(PictureChild child)
    {
        lock (_lock)
        {
            if (!_disposed)
            {
                var timer = _time.CreateTimer(
                    _ => Retire(child), null, _options.Idle, Timeout.InfiniteTimeSpan);
                _idle.Push(new Idler(child, timer));
                return;
            }
        }

        End(child);
    }

    private void Retire(PictureChild child)
    {
        lock (_lock)
        {
            var others = _idle.Where(idler => idler.Child != child).Reverse().ToList();
            // One that was taken in the same moment works on.
            if (others.Count == _idle.Count) return;
            _idle.Clear();
            foreach (var idler in others) _idle.Push(idler);
        }

        End(child);
    }

    private void End(PictureChild child)
    {
        lock (_lock)
        {
            if (!_all.Remove(child)) return;
        }

        child.Dispose();
    }

    private sealed record Idler(PictureChild Child, ITimer Timer);

    private sealed class Place(PicturePool pool, bool video) : IDisposable
    {
        public void Dispose()
        {
            pool._places.Release();
            if (video) pool._videoPlaces.Release();
        }
    }
}
