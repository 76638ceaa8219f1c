using Microsoft.Data.Sqlite;
using NodaTime;
using Purser.Outside;
using Purser.Outside.Records;

namespace Purser.Embedded.Sqlite;

/// <summary>
/// The one write connection. While commits wait, one worker of the pool leads: takes all that wait, performs
/// each within a savepoint of its own, and answers them after one COMMIT. The caller goes on meanwhile, so
/// that what it commits beside this shares the sync to disk.
/// </summary>
internal sealed class Writer : IThreadPoolWorkItem, IDisposable
{
    private const int Waiting = 4096;
    private const int GroupSize = 256;
    private static readonly Duration DropEvery = Duration.FromMinutes(1);

    private readonly object _lock = new();
    private readonly Queue<Pending> _queue = [];
    private readonly List<Pending> _group = [];
    private readonly SqliteConnection _connection;
    private readonly Changes _changes;
    private readonly Transaction _transaction;
    private readonly IClock _clock;
    private Instant _dropAfter;
    private bool _led;
    private bool _closed;

    public Writer(string path, IClock clock, int? mostPages)
    {
        _connection = Connections.OpenWriter(path, mostPages);
        _changes = new Changes(_connection.Handle!);
        _transaction = new Transaction(_connection.Handle!);
        _clock = clock;
    }

    public Task<IReadOnlyList<RecordKey>?> Commit(
        Compartment compartment, IReadOnlyList<RecordChange> changes, CancellationToken stop)
    {
        CommitRules.Require(changes);
        stop.ThrowIfCancellationRequested();
        if (changes.Count == 0) return Task.FromResult<IReadOnlyList<RecordKey>?>(null);
        var pending = new Pending(compartment, changes);
        if (Enqueue(pending)) ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
        return pending.Task;
    }

    void IThreadPoolWorkItem.Execute() => Lead();

    public void Dispose()
    {
        lock (_lock)
        {
            if (_closed) return;
            _closed = true;
            while (_led) Monitor.Wait(_lock);
        }

        _changes.Dispose();
        _transaction.Dispose();
        _connection.Dispose();
    }

    private bool Enqueue(Pending pending)
    {
        lock (_lock)
        {
            // Full or closed, nothing has happened yet: the caller may try again.
            if (_closed || _queue.Count >= Waiting) throw new OutsideUnavailable(pending.Operation);
            _queue.Enqueue(pending);
            if (_led) return false;
            _led = true;
            return true;
        }
    }

    // A leader performs one group and hands on: its caller waits for its own commit, not for everybody's.
    private void Lead()
    {
        lock (_lock)
        {
            while (_group.Count < GroupSize && _queue.TryDequeue(out var pending)) _group.Add(pending);
        }

        Perform();
        _group.Clear();
        lock (_lock)
        {
            if (_queue.Count == 0)
            {
                _led = false;
                Monitor.PulseAll(_lock);
                return;
            }
        }

        ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
    }

    private void Perform()
    {
        try
        {
            _transaction.Begin();
            foreach (var pending in _group) Attempt(pending);
            DropExpired();
            _transaction.Commit();
        }
        catch (SqliteException fault)
        {
            _transaction.Abandon();
            foreach (var pending in _group) pending.Fail(fault);
            return;
        }

        foreach (var pending in _group) pending.Answer();
    }

    private void Attempt(Pending pending)
    {
        _transaction.Mark();
        try
        {
            pending.Conflicts = _changes.Apply(pending.Compartment, pending.Changes);
        }
        catch (SqliteException fault) when (_transaction.IsOpen)
        {
            pending.Fault = fault;
        }

        if (pending.Conflicts is not null || pending.Fault is not null) _transaction.BackToMark();
        _transaction.ReleaseMark();
    }

    private void DropExpired()
    {
        var now = _clock.GetCurrentInstant();
        if (now < _dropAfter) return;
        if (!_changes.DropExpired(now)) _dropAfter = now + DropEvery;
    }

    /// <summary>A commit that waits, and what became of it.</summary>
    private sealed class Pending(Compartment compartment, IReadOnlyList<RecordChange> changes)
        : TaskCompletionSource<IReadOnlyList<RecordKey>?>(TaskCreationOptions.RunContinuationsAsynchronously)
    {
        public Compartment Compartment { get; } = compartment;

        public IReadOnlyList<RecordChange> Changes { get; } = changes;

        public IReadOnlyList<RecordKey>? Conflicts { get; set; }

        public SqliteException? Fault { get; set; }

        public string Operation => $"commit {Compartment} {Changes[0].Key}";

        public void Answer()
        {
            if (Fault is null) SetResult(Conflicts);
            else Fail(Fault);
        }

        public void Fail(SqliteException fault) => SetException(new OutsideUnavailable(Operation, fault));
    }
}
