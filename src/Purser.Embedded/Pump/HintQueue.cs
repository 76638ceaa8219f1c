using System.Threading.Channels;
using Purser.Outside;

namespace Purser.Embedded.Pump;

/// <summary>
/// Hints that wait, by the subject they are about. Equal hints that wait are one. A subject is handed to one
/// worker at a time; what arrives meanwhile is handed out after. Bookings go before letters, which tell of
/// what was done for them. Photos, whose work takes long, wait in a line of their own. When too many subjects
/// wait, further ones are lost, which hints may be.
/// </summary>
internal sealed class HintQueue(int most = HintQueue.Most) : IHints
{
    private const int Most = 10_000;
    private readonly Lock _lock = new();
    private readonly Dictionary<string, Subject> _subjects = new(StringComparer.Ordinal);
    private readonly Channel<Subject> _ready = Channel.CreateUnboundedPrioritized<Subject>(
        new() { Comparer = Comparer<Subject>.Create((one, other) => one.Place.CompareTo(other.Place)) });
    private readonly Channel<Subject> _slow = Channel.CreateUnbounded<Subject>();
    private bool _draining;
    private long _handedIn;

    public int Count
    {
        get
        {
            lock (_lock) return _subjects.Count;
        }
    }

    public long Lost { get; private set; }

    public Task Leave(Hint hint, CancellationToken stop)
    {
        var name = hint.Subject;
        lock (_lock)
        {
            if (_subjects.TryGetValue(name, out var known))
            {
                if (!known.Hints.Contains(hint)) known.Hints.Add(hint);
                return Task.CompletedTask;
            }

            if (_subjects.Count >= most)
            {
                Lost++;
                return Task.CompletedTask;
            }

            var subject = new Subject(name, hint is Hint.Outbox, hint is Hint.Photo)
            {
                Place = NextPlace(hint is Hint.Outbox),
            };
            subject.Hints.Add(hint);
            // After the end of draining nobody takes: the hint is lost, and the next start sweeps.
            if (Line(subject.IsSlow).Writer.TryWrite(subject)) _subjects.Add(name, subject);
            else Lost++;
        }

        return Task.CompletedTask;
    }

    /// <summary>
    /// The next subject, or null when draining has ended. Hand it back with <see cref="Done"/>.
    /// </summary>
    /// <param name="slow">True: of those whose work takes long.</param>
    /// <param name="stop">Gives up.</param>
    public async ValueTask<Subject?> Take(bool slow, CancellationToken stop)
    {
        var line = Line(slow).Reader;
        while (await line.WaitToReadAsync(stop))
        {
            if (line.TryRead(out var subject)) return subject;
        }

        return null;
    }

    /// <summary>What waits for a subject that was taken, once.</summary>
    public IReadOnlyList<Hint> HintsOf(Subject subject)
    {
        lock (_lock)
        {
            Hint[] hints = [.. subject.Hints];
            subject.Hints.Clear();
            return hints;
        }
    }

    public void Done(Subject subject)
    {
        lock (_lock)
        {
            subject.Place = NextPlace(subject.IsLetters);
            if (subject.Hints.Count == 0 || !Line(subject.IsSlow).Writer.TryWrite(subject))
                _subjects.Remove(subject.Name);
            EndIfDrained();
        }
    }

    /// <summary>Ends the queue as soon as nothing waits and nobody works.</summary>
    public void Drain()
    {
        lock (_lock)
        {
            _draining = true;
            EndIfDrained();
        }
    }

    private void EndIfDrained()
    {
        if (!_draining || _subjects.Count > 0) return;
        _ready.Writer.TryComplete();
        _slow.Writer.TryComplete();
    }

    private Channel<Subject> Line(bool slow) => slow ? _slow : _ready;

    private (bool Letters, long Turn) NextPlace(bool letters) => (letters, ++_handedIn);

    /// <summary>A subject with the hints that wait for it.</summary>
    internal sealed class Subject(string name, bool isLetters, bool isSlow)
    {
        public string Name { get; } = name;

        public bool IsLetters { get; } = isLetters;

        public bool IsSlow { get; } = isSlow;

        /// <summary>Where it stands among those that are ready.</summary>
        public (bool Letters, long Turn) Place { get; set; }

        public List<Hint> Hints { get; } = [];
    }
}
