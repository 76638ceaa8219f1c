using Purser.Outside;
using Purser.Outside.Records;

namespace Purser.Aws.Queue;

/// <summary>Hints for the function whose work they are, each by its own queue.</summary>
/// <param name="queues">Of each compartment; what is for another is found by that one's schedule.</param>
internal sealed class HintsByCompartment(IReadOnlyDictionary<Compartment, IHints> queues) : IHints
{
    public Task Leave(Hint hint, CancellationToken stop) =>
        queues.TryGetValue(hint.Whose, out var queue) ? queue.Leave(hint, stop) : Task.CompletedTask;
}
