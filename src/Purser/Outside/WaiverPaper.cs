using NodaTime;
using Purser.Bookings;
using Purser.Fleet;

namespace Purser.Outside;

/// <summary>A signed waiver, whole: what the office reads and what the signer's copy says.</summary>
/// <param name="Booking">The charter.</param>
/// <param name="Id">Of the waiver.</param>
/// <param name="Passenger">Who sails, as written.</param>
/// <param name="Guardian">Who signed for a child; null: an adult signed for oneself.</param>
/// <param name="Born">The child's date of birth.</param>
/// <param name="Text">The exact text that was shown.</param>
/// <param name="Typed">The signature, typed; null if it is drawn.</param>
/// <param name="Drawn">The signature as an SVG path on a pad of 1000 by 400; null if it is typed.</param>
/// <param name="Signed">When.</param>
/// <param name="Expires">Until when it holds.</param>
/// <param name="Mail">Where a copy goes; null: nowhere.</param>
/// <param name="Spoken">The language in which it was signed.</param>
/// <param name="Proof">How the signer came in: <c>link</c>, <c>code</c> or <c>grant</c>.</param>
/// <param name="Trip">The charter as it was when it was signed for.</param>
/// <param name="Channel">Who sold it: decides the brand.</param>
/// <param name="Replaced">The waiver that the same passenger signed later, or null.</param>
public sealed record WaiverPaper(
    BookingId Booking, string Id, string Passenger, string? Guardian, LocalDate? Born, SignedText Text,
    string? Typed, string? Drawn, Instant Signed, Instant Expires, string? Mail, string Spoken, string Proof,
    Trip Trip, ChannelId Channel, string? Replaced);

/// <summary>A frozen text.</summary>
/// <param name="Version">As the operator counts.</param>
/// <param name="Date">When it was written.</param>
/// <param name="Language">Its language.</param>
/// <param name="Hash">Lower-case hex SHA-256 of the exact text.</param>
/// <param name="Clauses">In order.</param>
public sealed record SignedText(
    int Version, LocalDate Date, string Language, string Hash, IReadOnlyList<WaiverClause> Clauses);
