using System.Text;
using Purser.Outside;

namespace Purser.Contracts.Memory;

/// <summary>Lets every page pass, except those that a test has words against.</summary>
public sealed class MemoryGate : IPageGate
{
    /// <summary>Pages that hold this text are held back; null: none is.</summary>
    public string? Against { get; set; }

    /// <summary>How many pages were looked at.</summary>
    public int Looked { get; private set; }

    /// <inheritdoc />
    public IReadOnlyList<PageFault> Check(ReadOnlyMemory<byte> page)
    {
        Looked++;
        return Against is { } text && Encoding.UTF8.GetString(page.Span).Contains(text, StringComparison.Ordinal)
            ? [new PageFault("words", $"The page says \"{text}\".")]
            : [];
    }
}
