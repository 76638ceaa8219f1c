using NodaTime;

namespace Purser.Outside;

/// <summary>Copies of sent mail that lie on this machine: all of them where no server takes mail.</summary>
public interface IKeptMail
{
    /// <summary>Every copy.</summary>
    Task<IReadOnlyList<KeptMail>> List(CancellationToken stop);

    /// <summary>The file; null: it is not there.</summary>
    Task<ReadOnlyMemory<byte>?> Read(string name, CancellationToken stop);

    /// <summary>Removes a copy for good. May be repeated.</summary>
    Task Remove(string name, CancellationToken stop);
}

/// <summary>A copy.</summary>
/// <param name="Name">The notice's name: <c>subject.person.purpose.cause</c>.</param>
/// <param name="Kept">Since when it lies there.</param>
public sealed record KeptMail(string Name, Instant Kept)
{
    /// <summary>The booking, event or person that it is about.</summary>
    public string Subject => Name.Split('.', 2)[0];
}
