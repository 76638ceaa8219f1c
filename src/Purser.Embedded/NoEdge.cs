using Purser.Outside;

namespace Purser.Embedded;

/// <summary>Nothing stands between this machine's objects and the public, so nothing has to forget.</summary>
internal sealed class NoEdge : IEdge
{
    public Task Invalidate(IReadOnlyList<string> paths, CancellationToken stop) => Task.CompletedTask;
}
