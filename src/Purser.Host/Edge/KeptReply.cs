namespace Purser.Host.Edge;

/// <summary>A reply as the edge keeps it.</summary>
/// <param name="Status">As the origin said.</param>
/// <param name="Headers">Those of the origin that go on.</param>
/// <param name="Body">Whole, compressed or not as its headers say.</param>
/// <param name="Stored">When it came, or was last confirmed.</param>
/// <param name="Fresh">For so long it is given out without asking.</param>
public sealed record KeptReply(
    int Status, IReadOnlyList<(string Name, string Value)> Headers, ReadOnlyMemory<byte> Body,
    DateTimeOffset Stored, TimeSpan Fresh)
{
    /// <summary>Its entity tag, or null.</summary>
    public string? Tag => Value("ETag");

    /// <summary>A field's value, or null.</summary>
    public string? Value(string name) => Headers.FirstOrDefault(one => Is(one.Name, name)).Value;

    /// <summary>True if it may still be given out without asking.</summary>
    public bool IsFresh(DateTimeOffset now) => now - Stored < Fresh;

    /// <summary>Whole seconds since it came.</summary>
    public long Age(DateTimeOffset now) => Math.Max(0, (long)(now - Stored).TotalSeconds);

    internal static bool Is(string name, string other) =>
        string.Equals(name, other, StringComparison.OrdinalIgnoreCase);
}
