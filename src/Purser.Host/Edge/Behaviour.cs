namespace Purser.Host.Edge;

/// <summary>What a distribution does with the paths of one pattern: a cache behaviour.</summary>
/// <param name="Path">The pattern; <c>*</c> is the default behaviour.</param>
/// <param name="Origin">Who answers, by its name in the template.</param>
/// <param name="Keep">How long replies are kept, and by what they are told apart.</param>
public sealed record Behaviour(string Path, string Origin, CachePolicy Keep)
{
    /// <summary>What else of a request goes to the origin; null: nothing.</summary>
    public RequestPolicy? Give { get; init; }

    /// <summary>The same with <c>ServiceCallsThroughEdge</c>; null: no other.</summary>
    public RequestPolicy? GiveServices { get; init; }

    /// <summary>True: every method is taken; false: GET and HEAD only.</summary>
    public bool Acts { get; init; }

    /// <summary>The function that sees a request first, by its name in the template; or null.</summary>
    public string? Function { get; init; }

    /// <summary>Header fields that every reply gets, over those of the origin.</summary>
    public IReadOnlyList<(string Name, string Value)> Protect { get; init; } = [];
}

/// <summary>A cache policy of CloudFront.</summary>
/// <param name="MostSeconds">The longest that a reply is kept; 0 or 1: it is not meant to be.</param>
/// <param name="UsualSeconds">Where the reply says nothing.</param>
public sealed record CachePolicy(int MostSeconds, int UsualSeconds)
{
    /// <summary>True: bodies are compressed for whoever takes it, and kept apart from others.</summary>
    public bool Compresses { get; init; }

    /// <summary>Cookies that tell replies apart, and reach the origin.</summary>
    public IReadOnlyList<string> Cookies { get; init; } = [];

    /// <summary>Header fields that tell replies apart, and reach the origin.</summary>
    public IReadOnlyList<string> Headers { get; init; } = [];

    /// <summary>True: the query tells replies apart, and reaches the origin.</summary>
    public bool Query { get; init; }
}

/// <summary>An origin request policy: what reaches the origin besides the cache's key.</summary>
/// <param name="Headers">By name.</param>
/// <param name="Cookies">By name.</param>
/// <param name="Query">True: all of it.</param>
public sealed record RequestPolicy(IReadOnlyList<string> Headers, IReadOnlyList<string> Cookies, bool Query);
