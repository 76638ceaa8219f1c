using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Serialization;
using NodaTime;
using Purser.Fleet;

namespace Purser.Guests.Waivers;

/// <summary>The words that somebody signs, frozen: every change of a letter gives another hash.</summary>
/// <param name="Version">As the operator counts.</param>
/// <param name="Date">When it was written.</param>
/// <param name="Language">Its language.</param>
/// <param name="Clauses">In order.</param>
public sealed record WaiverText(
    int Version, LocalDate Date, string Language, IReadOnlyList<WaiverClause> Clauses)
{
    /// <summary>The whole, as it is hashed and as a page shows it: each clause numbered.</summary>
    [JsonIgnore]
    public string Exact => string.Concat(Clauses.Select((clause, at) =>
        $"{at + 1}. {clause.Heading}\n{clause.Text}\n\n"));

    /// <summary>Lower-case hex SHA-256 of <see cref="Exact"/> in UTF-8.</summary>
    [JsonIgnore]
    public string Hash => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Exact)));

    /// <summary>The first digits of a hash, in groups: what two papers are compared by.</summary>
    public static string Mark(string hash) =>
        string.Join(' ', hash[..16].Chunk(4).Select(four => new string(four)));

    /// <summary>The text in a language, or in the first one there is.</summary>
    public static WaiverText Of(WaiverRules rules, string language)
    {
        var (own, clauses) = rules.In(language);
        return new WaiverText(rules.Version, rules.Date, own, clauses);
    }
}
