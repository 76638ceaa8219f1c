namespace Purser.Host.Doors.Keys;

/// <summary>
/// Rotates keys whose hashes the environment of a function gives. The value goes from the old hash to both,
/// and from both to the new one; while a change of it spreads, some instances have the earlier value still,
/// so the caller changes its key only between the two.
/// </summary>
public static class KeyTurn
{
    /// <summary>Both stand. Null: what stands is not one hash, but none or already two.</summary>
    /// <param name="scope">What the keys open.</param>
    /// <param name="standing">The value as it is.</param>
    /// <param name="hash">Of the new key.</param>
    public static string? Begin(KeyScope scope, string standing, string hash) =>
        GivenKeys.Read(scope, standing) is [var old] ? $"{old.Hash},{hash}" : null;

    /// <summary>The new one alone stands. Null: what stands is not two hashes.</summary>
    public static string? End(KeyScope scope, string standing) =>
        GivenKeys.Read(scope, standing) is [_, var made] ? made.Hash : null;
}

/// <summary>What is to be set at a function.</summary>
/// <param name="Scope">What the keys open.</param>
/// <param name="Setting">The variable.</param>
/// <param name="Value">Hashes; no secret.</param>
/// <param name="Key">The new key, once; null: none was made.</param>
/// <param name="Hash">Of it.</param>
public sealed record KeyTurnReply(
    string Scope, string Setting, string Value, string? Key = null, string? Hash = null);
