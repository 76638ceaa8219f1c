using Purser.Outside;

namespace Purser.Aws.Queue;

/// <summary>
/// Hints that were taken from the queue, by subject: one at a time is performed of each, and what arrives
/// meanwhile waits, equal ones as one. Safe for concurrent use.
/// </summary>
internal sealed class HintLines
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, List<Waiting>> _lines = new(StringComparer.Ordinal);

    /// <summary>
    /// Stands a message in its subject's line. True: nobody is at that subject, so who calls performs it
    /// until <see cref="Next"/> has no more.
    /// </summary>
    public bool Join(Hint hint, string receipt)
    {
        lock (_lock)
        {
            var known = _lines.TryGetValue(hint.Subject, out var line);
            if (!known) _lines[hint.Subject] = line = [];
            if (line!.Find(waiting => waiting.Hint == hint) is { } same) same.Receipts.Add(receipt);
            else line.Add(new Waiting(hint, [receipt]));
            return !known;
        }
    }

    /// <summary>The next of a subject, or null: then its line is gone.</summary>
    public Waiting? Next(string subject)
    {
        lock (_lock)
        {
            var line = _lines[subject];
            if (line.Count == 0)
            {
                _lines.Remove(subject);
                return null;
            }

            var first = line[0];
            line.RemoveAt(0);
            return first;
        }
    }

    /// <summary>Lets go of what waits for a subject: it comes again when its time of hiding ends.</summary>
    public void Leave(string subject)
    {
        lock (_lock) _lines.Remove(subject);
    }

    /// <summary>A hint, and the messages that gave it.</summary>
    internal sealed record Waiting(Hint Hint, List<string> Receipts);
}
