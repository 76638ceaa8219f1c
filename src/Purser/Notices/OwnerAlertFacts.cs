using System.Text.Json;
using System.Text.Json.Serialization;

namespace Purser.Notices;

/// <summary>
/// What the owner is told when a person must look. The templates are <c>mail/owner-alert.*</c>.
/// </summary>
/// <param name="Language">A language file.</param>
/// <param name="Brand">As printed at the top.</param>
/// <param name="Sample">True marks an invented operator.</param>
/// <param name="Heading">One line; also the subject.</param>
/// <param name="What">What happened.</param>
/// <param name="About">The booking, by its reference.</param>
/// <param name="DoThis">The next step.</param>
/// <param name="Link">Where, on the office site; null if nowhere.</param>
public sealed record OwnerAlertFacts(
    string Language, string Brand, bool Sample, string Heading, string What, string About, string DoThis, string? Link)
{
    /// <summary>The facts as a template gets them.</summary>
    [JsonIgnore]
    public ReadOnlyMemory<byte> Json => JsonSerializer.SerializeToUtf8Bytes(this, OwnerAlertJson.Default.OwnerAlertFacts);
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(OwnerAlertFacts))]
internal sealed partial class OwnerAlertJson : JsonSerializerContext;
