using Purser.Outside;

namespace Purser.Host.Moving;

/// <summary>What stops to open when a secret is not carried over.</summary>
internal static class DeadLinks
{
    /// <summary>A sentence for each secret that the other end had.</summary>
    /// <param name="secrets">Their names.</param>
    public static IReadOnlyList<string> Of(IEnumerable<string> secrets) => [.. secrets.Select(Of)];

    private static string Of(string name) => name switch
    {
        SecretNames.GuestRoot =>
            "guests' links: the sealed details of every page; send each guest a new link",
        SecretNames.GuestLinks =>
            "guests' waiver, keepsake and unsubscribe links, and the addresses of photos that are shown",
        SecretNames.CrewLinks => "crew's links and sessions: each asks for a new one on the crew site",
        SecretNames.OfficeLinks =>
            "the office's sessions, and the buttons in mails to the owner",
        _ when name.StartsWith("hook-", StringComparison.Ordinal) =>
            $"a channel's webhook secret ({name}): give the channel what `purser keys hook` prints",
        _ when name.Contains("-desk-", StringComparison.Ordinal) =>
            $"the office's key to a desk of another process ({name}): give the desk what `purser keys desk` prints",
        _ => $"whatever was made with {name}",
    };
}
