namespace Purser.Outside;

/// <summary>
/// Something outside did not answer, or answered that it cannot now. Trying again later may work.
/// </summary>
/// <param name="operation">What was being done, with the key or address, for example <c>"commit office
/// booking#..."</c>.</param>
/// <param name="inner">The cause, logged once by the handler at the edge.</param>
/// <param name="why">The cause in words, and what helps if it stays, fit to be shown to the owner; null: not
/// known.</param>
public sealed class OutsideUnavailable(string operation, Exception? inner = null, string? why = null)
    : Exception(why is null ? $"{operation} did not answer" : $"{operation} did not answer: {why}", inner)
{
    /// <summary>What was being done.</summary>
    public string Operation { get; } = operation;
}

/// <summary>A list was asked to go on from a place that it never gave.</summary>
public sealed class CursorUnknown() : Exception("the cursor is not one of this list");

/// <summary>Something outside refused for good: the same call will be refused again.</summary>
public sealed class OutsideRefused(string operation, string reason) : Exception($"{operation} was refused: {reason}")
{
    /// <summary>The other side's reason, fit to be shown to the owner.</summary>
    public string Reason { get; } = reason;
}
