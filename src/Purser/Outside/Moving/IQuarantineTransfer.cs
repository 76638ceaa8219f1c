namespace Purser.Outside.Moving;

/// <summary>
/// Guests' files as a whole, for moving an installation and for nothing else. What is being sent meanwhile is
/// no file yet.
/// </summary>
public interface IQuarantineTransfer
{
    /// <summary>The name of every file that has arrived, each once.</summary>
    IAsyncEnumerable<string> List(CancellationToken stop);

    /// <summary>
    /// Keeps a file as if its guest had sent it: whole and durable, or not at all. One that is there stays.
    /// </summary>
    /// <param name="name">As <see cref="List"/> gave it.</param>
    /// <param name="path">The file on this machine; it is only read.</param>
    /// <param name="stop">Gives up.</param>
    Task Keep(string name, string path, CancellationToken stop);
}
