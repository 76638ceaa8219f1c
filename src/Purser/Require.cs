using System.Runtime.CompilerServices;

namespace Purser;

/// <summary>
/// Asserts what only a bug can break. Always on: a wrong state must stop here, not be stored.
/// </summary>
public static class Require
{
    /// <summary>Throws <see cref="BugException"/> with the text of the condition if it is false.</summary>
    public static void That(bool condition, [CallerArgumentExpression(nameof(condition))] string text = "")
    {
        if (!condition) throw new BugException($"This must hold, and does not: {text}");
    }
}

/// <summary>A broken promise inside the program; never the fault of a caller or of the outside.</summary>
public sealed class BugException(string message) : Exception(message);
