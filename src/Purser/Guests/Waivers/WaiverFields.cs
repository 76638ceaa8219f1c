namespace Purser.Guests.Waivers;

/// <summary>A waiver's form exactly as it was sent: shown again where something is wrong.</summary>
/// <param name="Id">Of the signing: the same form sent twice is one waiver.</param>
/// <param name="Language">Of the page.</param>
/// <param name="Text">The hash of the text that the page showed.</param>
/// <param name="Trip">The charter that the page showed.</param>
/// <param name="Age"><c>adult</c>, <c>minor</c>, or nothing.</param>
/// <param name="Passenger">Who sails.</param>
/// <param name="Born">The child's date of birth.</param>
/// <param name="Guardian">Who signs for the child.</param>
/// <param name="Mail">For the copy.</param>
/// <param name="How"><c>type</c> or <c>draw</c>.</param>
/// <param name="Typed">The typed signature.</param>
/// <param name="Strokes">The drawn one.</param>
/// <param name="Consent"><c>yes</c> if it is given.</param>
public sealed record WaiverFields(
    string Id, string Language, string Text, string Trip, string Age, string Passenger, string Born,
    string Guardian, string Mail, string How, string Typed, string Strokes, string Consent)
{
    /// <summary>A form nobody has written in yet.</summary>
    public static WaiverFields Blank(string id, string language) =>
        new(id, language, "", "", "adult", "", "", "", "", "type", "", "", "");
}

/// <summary>One field that is not right.</summary>
/// <param name="Field">The field's name in the form.</param>
/// <param name="Code">Why: a word of the language file, <c>waiver.wrong.{code}</c>.</param>
public sealed record WaiverError(string Field, string Code);
