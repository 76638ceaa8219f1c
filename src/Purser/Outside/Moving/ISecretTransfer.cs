namespace Purser.Outside.Moving;

/// <summary>Secrets as they are, for moving an installation and for the owner's health check.</summary>
public interface ISecretTransfer
{
    /// <summary>The secret of this name, or null: none is made.</summary>
    Task<ReadOnlyMemory<byte>?> Find(string name, CancellationToken stop);

    /// <summary>Keeps a secret under this name. May be repeated.</summary>
    /// <returns>False: another one is there, and stays.</returns>
    Task<bool> Keep(string name, ReadOnlyMemory<byte> secret, CancellationToken stop);
}
