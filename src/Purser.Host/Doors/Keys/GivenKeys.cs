using NodaTime;

namespace Purser.Host.Doors.Keys;

/// <summary>
/// Crew keys that another place made and keeps: the environment gives their hashes, one, or two while they
/// are rotated. They stand beside those in the records and are retired by taking them out of it.
/// </summary>
public static class GivenKeys
{
    /// <summary>The variable. Never repeated: a person may have put the key itself there.</summary>
    public const string Setting = "SERVICE_KEY_HASH";

    private const int Most = 2;
    private const int Digits = 64;

    /// <summary>The keys of a value, or null if it is not one or two lower-case hex SHA-256.</summary>
    public static IReadOnlyList<StoredKey>? Read(string value)
    {
        var hashes = value.Split(',', StringSplitOptions.TrimEntries);
        if (hashes.Length > Most || !hashes.All(IsHash)) return null;
        return [.. hashes.Distinct().Select(Given)];
    }

    private static StoredKey Given(string hash) =>
        new("given-" + hash[..8], KeyScope.Crew.Word, hash, Instant.MinValue);

    private static bool IsHash(string text) =>
        text.Length == Digits && text.All(letter => letter is (>= '0' and <= '9') or (>= 'a' and <= 'f'));
}
