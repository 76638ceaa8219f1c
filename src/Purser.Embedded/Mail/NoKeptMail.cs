using Purser.Outside;

namespace Purser.Embedded.Mail;

/// <summary>Where every mail goes to a server, no copy is kept.</summary>
internal sealed class NoKeptMail : IKeptMail
{
    public Task<IReadOnlyList<KeptMail>> List(CancellationToken stop) =>
        Task.FromResult<IReadOnlyList<KeptMail>>([]);

    public Task<ReadOnlyMemory<byte>?> Read(string name, CancellationToken stop) =>
        Task.FromResult<ReadOnlyMemory<byte>?>(null);

    public Task Remove(string name, CancellationToken stop) => Task.CompletedTask;
}
