using Purser.Host.Doors.Keys;
using Purser.Outside.Records;

namespace Purser.Host.Composition;

/// <summary>What a function of its own needs beside what every program needs.</summary>
/// <param name="Role">Which compartment it is.</param>
/// <param name="Queues">Where the hints of each compartment are left; those of one without a queue are found
/// by its schedule.</param>
/// <param name="SmtpSecret">The name of the secret that holds the address of the mail server, with user and
/// password; null: the address has none, and is a setting.</param>
/// <param name="Operator">The folder of <c>fleet.json</c>; null: <c>operator</c> beside the program.</param>
public sealed record FunctionSettings(
    Role Role, IReadOnlyDictionary<Compartment, Uri> Queues, string? SmtpSecret, string? Operator)
{
    /// <summary>Keys with which the office comes to this desk, rotated apart from all others.</summary>
    public IReadOnlyList<StoredKey> OfficeKeys { get; init; } = [];
}
