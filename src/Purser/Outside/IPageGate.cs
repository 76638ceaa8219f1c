namespace Purser.Outside;

/// <summary>
/// Looks at a guest's page just before it is published, as the guest's browser will get it. A page with any
/// fault is held back, and the old one stays.
/// </summary>
public interface IPageGate
{
    /// <summary>Every fault of a page, in the order of the page; none: it may go.</summary>
    /// <param name="page">The whole file, UTF-8.</param>
    IReadOnlyList<PageFault> Check(ReadOnlyMemory<byte> page);
}

/// <summary>What is wrong with a page.</summary>
/// <param name="Rule">Which it breaks: links, weight, words, names, contrast, noindex or requests.</param>
/// <param name="Sentence">What is wrong, where, and what to do: a whole sentence for the owner.</param>
public sealed record PageFault(string Rule, string Sentence);
