namespace Purser.Outside;

/// <summary>
/// The installation's own secrets: link keys, the root of the sealed details. Made on first use, never
/// logged.
/// </summary>
public interface ISecrets
{
    /// <summary>
    /// The secret of this name: 32 random bytes, made and kept when first asked for. Sees every finished
    /// make.
    /// </summary>
    /// <param name="name">One of <see cref="SecretNames"/>.</param>
    /// <param name="stop">Gives up.</param>
    Task<ReadOnlyMemory<byte>> Get(string name, CancellationToken stop);
}

/// <summary>
/// The names of the secrets. A version is part of the name: a new one does not change what the old one
/// sealed.
/// </summary>
public static class SecretNames
{
    /// <summary>Bytes of every secret.</summary>
    public const int SecretBytes = 32;

    /// <summary>The root from which the guests' link keys are derived.</summary>
    public const string GuestRoot = "guest-root-1";

    /// <summary>Signs the crew compartment's links and sessions.</summary>
    public const string CrewLinks = "crew-links-1";

    /// <summary>
    /// Signs the guest site's links and sessions, and keeps its codes from being tried against their hashes.
    /// </summary>
    public const string GuestLinks = "guest-links-1";

    /// <summary>From it the office's key to a crew desk of another process is made.</summary>
    public const string CrewDesk = "crew-desk-1";

    /// <summary>From it the office's key to a calendar desk of another process is made.</summary>
    public const string CalendarDesk = "calendar-desk-1";

    /// <summary>Signs the office's links and sessions.</summary>
    public const string OfficeLinks = "office-links-1";

    /// <summary>All of them.</summary>
    public static readonly IReadOnlyList<string> All = [GuestRoot, CrewLinks, GuestLinks, OfficeLinks];

    /// <summary>
    /// True for what can be the name of a secret, among them those of channels and desks that are not in
    /// <see cref="All"/>: 1 to 60 characters of <c>[a-z0-9-]</c>, no hyphen first or last.
    /// </summary>
    public static bool IsName(string? name) => Texts.IsName(name, 60);
}
