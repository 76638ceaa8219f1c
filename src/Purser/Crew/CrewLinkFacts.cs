using System.Text.Json;
using System.Text.Json.Serialization;
using NodaTime;
using NodaTime.Text;
using Purser.Fleet;

namespace Purser.Crew;

/// <summary>
/// What the letter with a person's own link says. The templates are <c>mail/crew-link.*</c>.
/// </summary>
/// <param name="Language">A language file.</param>
/// <param name="Brand">As printed at the top.</param>
/// <param name="Sample">True marks an invented operator.</param>
/// <param name="Operator">As letters are signed.</param>
/// <param name="Phone">Of the operator, E.164, or null.</param>
/// <param name="Name">The person.</param>
/// <param name="FirstName">As one is spoken to.</param>
/// <param name="Asked">True if somebody asked with this address; false if the owner sends it.</param>
/// <param name="Until">The last day of the link: "Thursday 24 December 2026".</param>
/// <param name="Link">The person's own link.</param>
public sealed record CrewLinkFacts(
    string Language, string Brand, bool Sample, string Operator, string? Phone, string Name, string FirstName,
    bool Asked, string Until, string Link)
{
    private static readonly LocalDatePattern Day = LocalDatePattern.CreateWithInvariantCulture("dddd d MMMM uuuu");

    /// <summary>The facts as a template gets them.</summary>
    [JsonIgnore]
    public ReadOnlyMemory<byte> Json =>
        JsonSerializer.SerializeToUtf8Bytes(this, CrewLinkJson.Default.CrewLinkFacts);

    /// <summary>Of a person and his link; the day is the first harbour's.</summary>
    public static CrewLinkFacts Of(CrewMember member, FleetFacts fleet, bool asked, Instant until, Uri link) => new(
        "en", CrewLetters.Brand, fleet.Sample, fleet.Operator.Name, fleet.Operator.Phone, member.Name,
        member.FirstName, asked, Day.Format(until.InZone(fleet.Harbours[0].Rules).Date), link.AbsoluteUri);
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(CrewLinkFacts))]
internal sealed partial class CrewLinkJson : JsonSerializerContext;
