using Purser.Outside;

namespace Purser.Aws.Edge;

/// <summary>What this process keeps of the pages is forgotten first: the distribution may ask it at once.</summary>
internal sealed class BothEdges(IEdge near, IEdge far) : IEdge
{
    public async Task Invalidate(IReadOnlyList<string> paths, CancellationToken stop)
    {
        await near.Invalidate(paths, stop);
        await far.Invalidate(paths, stop);
    }
}
