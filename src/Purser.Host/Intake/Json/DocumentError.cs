namespace Purser.Host.Intake.Json;

/// <summary>A place in a document that cannot be accepted.</summary>
/// <param name="Pointer">A JSON pointer (RFC 6901); empty for the whole document.</param>
/// <param name="Detail">What is wrong, in one sentence.</param>
/// <param name="Remedy">What to send instead, in one sentence.</param>
public sealed record DocumentError(string Pointer, string Detail, string Remedy)
{
    /// <inheritdoc />
    public override string ToString() => $"{(Pointer.Length == 0 ? "/" : Pointer)}: {Detail} {Remedy}";
}

/// <summary>Everything that is wrong with one document. Past <see cref="Most"/> further errors are not
/// kept.</summary>
public sealed class DocumentErrors
{
    /// <summary>No reader of a reply looks at more.</summary>
    public const int Most = 100;

    private readonly List<DocumentError> found = [];

    /// <summary>In the order of reading.</summary>
    public IReadOnlyList<DocumentError> Found => found;

    /// <summary>True while nothing is wrong.</summary>
    public bool None => found.Count == 0;

    /// <summary>Notes one.</summary>
    public void Add(string pointer, string detail, string remedy)
    {
        if (found.Count < Most) found.Add(new DocumentError(pointer, detail, remedy));
    }
}
