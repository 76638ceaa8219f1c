using CsCheck;
using Purser.Bookings;

namespace Purser.Tests.Crew;

public sealed class AmountDetectorTests
{
    private static readonly string[] Amounts = Lines("amounts.txt");
    private static readonly string[] Harmless = Lines("harmless.txt");

    [Fact]
    public void The_corpora_have_their_size()
    {
        Assert.Equal(200, Amounts.Distinct().Count());
        Assert.Equal(200, Harmless.Distinct().Count());
    }

    [Fact]
    public void Incident_03_Every_line_that_names_an_amount_is_found() =>
        Assert.Equal([], Amounts.Where(line => !AmountDetector.Finds(line)).ToArray());

    [Fact]
    public void No_harmless_line_is_found() => Assert.Equal([], Harmless.Where(AmountDetector.Finds).ToArray());

    [Fact]
    public void What_is_left_names_no_amount_and_harmless_text_is_left_alone() =>
        Gen.Select(Gen.Int[0, 199], Gen.Int[0, 199], Gen.Int[0, 199])
            .Sample((one, two, three) =>
            {
                var text = $"{Harmless[one]}. {Amounts[two]}. {Harmless[three]}";
                var (clean, withheld) = AmountDetector.Withhold(text);
                Assert.False(AmountDetector.Finds(clean));
                Assert.NotEmpty(withheld);
                var (same, nothing) = AmountDetector.Withhold(Harmless[one]);
                Assert.Equal(Harmless[one], same);
                Assert.Empty(nothing);
            });

    [Theory]
    [InlineData("Birthday; deposit 200 paid; two children", "Birthday; two children")]
    [InlineData("We bring a cake. We paid $840.75 to Boatsetter. Gate 1234 please.", "We bring a cake. Gate 1234 please.")]
    [InlineData("840.75", "")]
    [InlineData("Quiet music, the tip is 50, no peanuts", "Quiet music, no peanuts")]
    public void Only_the_clause_is_withheld(string text, string clean) =>
        Assert.Equal(clean, AmountDetector.Withhold(text).Clean);

    [Theory]
    [InlineData("$\u200B20")]
    [InlineData("fee\u00a0150")]
    [InlineData("840\u00AD.75")]
    public void Invisible_letters_hide_nothing(string text) => Assert.True(AmountDetector.Finds(text));

    private static string[] Lines(string name) => File.ReadAllLines(
        Path.Combine(AppContext.BaseDirectory, "Crew", "corpora", name));
}
