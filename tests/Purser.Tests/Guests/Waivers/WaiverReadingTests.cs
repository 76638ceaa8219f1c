using NodaTime;
using Purser.Guests.Waivers;

namespace Purser.Tests.Guests.Waivers;

/// <summary>What a form must say, field by field.</summary>
public sealed class WaiverReadingTests
{
    internal static readonly WaiverText Text = WaiverText.Of(GuestSamples.Waivers, "en");

    internal static readonly WaiverFields Adult = WaiverFields.Blank(new string('a', 26), "en") with
    {
        Text = Text.Hash,
        Passenger = "Robin Alvarez",
        Mail = "robin@example.com",
        Typed = "Robin Alvarez",
        Consent = "yes",
    };

    internal static readonly WaiverFields Minor = Adult with
    {
        Age = "minor",
        Passenger = "Sam Alvarez",
        Born = "2018-02-11",
        Guardian = "Robin Alvarez",
    };

    private const string Line = "[[100,200,300,250,500,180]]";
    private static readonly LocalDate Today = new(2027, 5, 20);

    [Fact]
    public void Right_forms_are_taken_whole()
    {
        var given = Right(Adult);
        Assert.Equal(("Robin Alvarez", "Robin Alvarez", "robin@example.com"),
            (given.Passenger.Text, given.Typed!.Value.Text, given.Mail));
        Assert.Null(given.Minor);
        Assert.Equal((4, "en", Text.Hash, true), (given.Version, given.Language, given.Hash, given.Consent));
        var child = Right(Minor);
        Assert.Equal(new MinorSigned(Texts.Parse<PassengerName>("Robin Alvarez"), new LocalDate(2018, 2, 11)),
            child.Minor);
        Assert.Equal("Robin Alvarez", child.Signer.Text);
        var drawn = Right(Adult with { How = "draw", Typed = "", Strokes = Line, Mail = " " });
        Assert.Null(drawn.Typed);
        Assert.Null(drawn.Mail);
        Assert.Equal("M100 200L300 250L500 180", drawn.Drawn!.Path);
    }

    public static TheoryData<string, WaiverFields, string[]> Wrongs => new()
    {
        { "nothing at all", WaiverFields.Blank("", "en") with { Age = "" },
            ["age:age", "passenger:passenger", "typed:typed", "consent:consent"] },
        { "no consent", Adult with { Consent = "" }, ["consent:consent"] },
        { "consent in other words", Adult with { Consent = "on" }, ["consent:consent"] },
        { "no name", Adult with { Passenger = "  " }, ["passenger:passenger"] },
        { "101 letters", Adult with { Passenger = new string('x', 101), Typed = new string('x', 101) },
        ["passenger:name", "typed:other"] },
        { "a name with a line break", Adult with { Passenger = "Robin\nAlvarez" }, ["passenger:name"] },
        { "a name that turns the line", Adult with { Passenger = "Robin\u202eAlvarez" }, ["passenger:name"] },
        { "a minor without guardian", Minor with { Guardian = "" }, ["guardian:guardian"] },
        { "a minor without a date", Minor with { Born = "" }, ["born:born"] },
        { "a date that is none", Minor with { Born = "2018-02-31" }, ["born:born"] },
        { "a date to come", Minor with { Born = "2027-05-21" }, ["born:born"] },
        { "a date of 1600", Minor with { Born = "1600-01-01" }, ["born:born"] },
        { "an adult as a minor", Minor with { Born = "2009-05-20" }, ["born:grown"] },
        { "a child as an adult", Adult with { Born = "2018-02-11" }, ["born:child"] },
        { "a mail that is none", Adult with { Mail = "robin@" }, ["mail:mail"] },
        { "a typed name of somebody else", Adult with { Typed = "Sam Alvarez" }, ["typed:other"] },
        { "the child's name typed", Minor with { Typed = "Sam Alvarez" }, ["typed:other"] },
        { "nothing drawn", Adult with { How = "draw", Strokes = "" }, ["drawn:drawn"] },
        { "a dot", Adult with { How = "draw", Strokes = "[[5,5]]" }, ["drawn:drawn"] },
        { "half a point", Adult with { How = "draw", Strokes = "[[5,5,7]]" }, ["drawn:strokes"] },
        { "a point outside", Adult with { How = "draw", Strokes = "[[0,0,1001,0]]" }, ["drawn:strokes"] },
        { "no JSON", Adult with { How = "draw", Strokes = "<svg/>" }, ["drawn:strokes"] },
        { "a null", Adult with { How = "draw", Strokes = "[null]" }, ["drawn:strokes"] },
        { "a fraction", Adult with { How = "draw", Strokes = "[[0.5,1,900,1]]" }, ["drawn:strokes"] },
        { "201 strokes", Adult with { How = "draw",
        Strokes = $"[{string.Join(',', Enumerable.Repeat("[1,1,99,99]", 201))}]" }, ["drawn:large"] },
        { "10 MB of strokes", Adult with { How = "draw",
        Strokes = $"[[{string.Join(',', Enumerable.Repeat("100", 2_500_000))}]]" }, ["drawn:large"] },
    };

    [Theory]
    [MemberData(nameof(Wrongs), DisableDiscoveryEnumeration = true)]
    public void What_is_missing_is_said(string what, WaiverFields fields, string[] errors) => Assert.Equal(
        errors,
        Read(fields).Match(
            _ => throw new InvalidOperationException($"{what} was taken"),
            wrong => wrong.Select(error => $"{error.Field}:{error.Code}")));

    [Theory]
    [InlineData("2009-05-20", false)]
    [InlineData("2009-05-21", true)]
    [InlineData("2027-05-20", true)]
    public void Age_counts_in_whole_years_on_the_day_of_signing(string born, bool minor) =>
        Assert.Equal(minor, Read(Minor with { Born = born }) is WaiverReading.Right);

    [Fact]
    public void A_signature_may_be_typed_in_other_capitals() =>
        Assert.Equal("robin  alvarez".Replace("  ", " "),
        Right(Adult with { Typed = "robin  alvarez" }).Typed!.Value.Text);

    [Theory]
    [InlineData("Zoe\u0301 Ñu\u0303ez", "ZOÉ  ñuñez", false)]
    [InlineData("Zoe\u0301 Nun\u0303ez", "ZOÉ  Nuñez", true)]
    [InlineData("Robin Alvarez", " robin alvarez ", true)]
    [InlineData("Robin Alvarez", "Robin Álvarez", false)]
    public void Names_are_the_same_however_they_are_written(string one, string other, bool same) =>
        Assert.Equal(same, PassengerName.AreSame(one, other));

    [Theory]
    [InlineData("Robin Alvarez", "Robin")]
    [InlineData("Alvarez, Robin", "Robin")]
    [InlineData("J. Alvarez", "J.")]
    [InlineData("Robin", "Robin")]
    [InlineData("Alvarez,", "Alvarez")]
    public void A_first_name_brings_no_family_name_along(string name, string first) =>
        Assert.Equal(first, PassengerName.First(name));

    private static WaiverGiven Right(WaiverFields fields) => Read(fields).Match(
        given => given, wrong => throw new InvalidOperationException(string.Join(' ', wrong)));

    private static WaiverReading Read(WaiverFields fields) =>
        WaiverReading.Of(fields, Text, 18, Today, Purser.Host.Intake.Contact.IsEmail);
}
