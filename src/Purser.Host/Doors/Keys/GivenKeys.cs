using NodaTime;

namespace Purser.Host.Doors.Keys;

/// <summary>
/// Keys that another place made and keeps: the environment gives their hashes, one, or two while they are
/// rotated. They stand beside those in the records and are retired by taking them out of it.
/// </summary>
public static class GivenKeys
{
    private const int Most = 2;
    private const int Digits = 64;

    /// <summary>The keys of a value, or null if it is not one or two lower-case hex SHA-256.</summary>
    /// <param name="scope">What the keys open.</param>
    /// <param name="value">Of the variable. Never repeated: a person may have put the key itself
    /// there.</param>
    public static IReadOnlyList<StoredKey>? Read(KeyScope scope, string value)
    {
        var hashes = value.Split(',', StringSplitOptions.TrimEntries);
        if (hashes.Length > Most || !hashes.All(IsHash)) return null;
        return [.. hashes.Distinct().Select(hash => Given(scope, hash))];
    }

    private static StoredKey Given(KeyScope scope, string hash) =>
        new("given-" + hash[..8], scope.Word, hash, Instant.MinValue);

    private static bool IsHash(string text) =>
        text.Length == Digits && text.All(letter => letter is (>= '0' and <= '9') or (>= 'a' and <= 'f'));
}
