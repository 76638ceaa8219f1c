using System.Text.Json.Serialization;
using NodaTime;
using Purser.Bookings;

namespace Purser.Guests.Waivers;

/// <summary>A signed waiver. It is never changed, but by being replaced.</summary>
/// <param name="Id">130 random bits.</param>
/// <param name="Given">What was signed, and by whom.</param>
/// <param name="Signed">When.</param>
/// <param name="Expires">Until when it holds.</param>
/// <param name="Proof">How the signer came in.</param>
/// <param name="Trip">The charter as it was when it was signed for.</param>
/// <param name="Revision">Of the page's grant when it was signed.</param>
/// <param name="Replaced">The waiver that the same passenger signed later; null while this one
/// holds.</param>
public sealed record Waiver(
    string Id, WaiverGiven Given, Instant Signed, Instant Expires, WaiverProof Proof, Trip Trip,
    long Revision, string? Replaced = null);

/// <summary>What a signer gives, checked.</summary>
/// <param name="Passenger">Who sails.</param>
/// <param name="Minor">The guardian and the child's date of birth; null: an adult signs for
/// oneself.</param>
/// <param name="Version">Of the text.</param>
/// <param name="Language">Of the text.</param>
/// <param name="Hash">Of the exact text that was shown, see <see cref="WaiverText.Hash"/>.</param>
/// <param name="Typed">The signature, typed; null if it is drawn.</param>
/// <param name="Drawn">The signature, drawn; null if it is typed.</param>
/// <param name="Mail">Where the copy goes; null: nowhere.</param>
/// <param name="Spoken">The language of the page, in which the copy is written.</param>
public sealed record WaiverGiven(
    PassengerName Passenger, MinorSigned? Minor, int Version, string Language, string Hash,
    PassengerName? Typed, DrawnSignature? Drawn, string? Mail, string Spoken)
{
    /// <summary>
    /// Always true: nothing is taken without consent to electronic records, and the record says so.
    /// </summary>
    public bool Consent { get; init; } = true;

    /// <summary>Whose hand it is.</summary>
    [JsonIgnore]
    public PassengerName Signer => Minor?.Guardian ?? Passenger;
}

/// <summary>Who signs for a child.</summary>
/// <param name="Guardian">A parent, or who stands for one.</param>
/// <param name="Born">The child's date of birth.</param>
public sealed record MinorSigned(PassengerName Guardian, LocalDate Born);

/// <summary>Who the booker or the office says comes aboard.</summary>
/// <param name="Name">As written.</param>
/// <param name="Gone">True: taken from the list again; records are never removed but by erasing.</param>
public sealed record Passenger(PassengerName Name, bool Gone = false);

/// <summary>
/// Written with every change of a charter's waivers, so that two at once cannot pass each other.
/// </summary>
/// <param name="Changes">So many.</param>
internal sealed record PapersTurn(long Changes);

/// <summary>How a signer came in.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<WaiverProof>))]
public enum WaiverProof
{
    /// <summary>By the signed link of the confirmation mail.</summary>
    [JsonStringEnumMemberName("link")]
    Link,

    /// <summary>By the code that everybody aboard may know.</summary>
    [JsonStringEnumMemberName("code")]
    Code,

    /// <summary>From the guest's own page, by its upload grant.</summary>
    [JsonStringEnumMemberName("grant")]
    Grant,
}

/// <summary>Words of proofs.</summary>
public static class WaiverProofs
{
    extension(WaiverProof proof)
    {
        /// <summary>As stored and in sessions.</summary>
        public string Word => proof switch
        {
            WaiverProof.Link => "link",
            WaiverProof.Code => "code",
            WaiverProof.Grant => "grant",
            _ => throw new BugException("an unknown proof"),
        };
    }
}
