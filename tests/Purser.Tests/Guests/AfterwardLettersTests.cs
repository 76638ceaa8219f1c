using Purser.Guests;
using Purser.Outside.Outbox;

namespace Purser.Tests.Guests;

/// <summary>What guests are written after the sail, in the words that are shipped.</summary>
public sealed class AfterwardLettersTests
{
    private const string Review = "https://reviews.example.com/us";
    private const string Unsubscribe = "https://guest.example.com/unsubscribe/unsubscribe.abc.0.1.tag";
    private static readonly Uri Link = new("https://guest.example.com/g/may-30-boatsetter-charter#AAAAAAAAAAAAAAAAAAAAAA");

    [Theory]
    [InlineData(NoticePurpose.GuestPhotosReady)]
    [InlineData(NoticePurpose.GuestReviewRequest)]
    public void Letters_look_as_they_did(NoticePurpose purpose)
    {
        var letter = GuestLetters.Write(TemplateSource.Templates, purpose, Facts("en", 12));
        Golden.Check($"{purpose.Word}.html", letter.Html);
        Golden.Check($"{purpose.Word}.txt", $"Subject: {letter.Subject}\n\n{letter.Text}");
    }

    [Theory]
    [InlineData("en", 1, "One photo of your sail is on your page.")]
    [InlineData("en", 12, "12 photos of your sail are on your page.")]
    [InlineData("es", 12, "En su página hay 12 fotos de su salida.")]
    public void Photos_that_are_ready_are_counted_and_linked(string language, int photos, string said)
    {
        var facts = Facts(language, photos);
        var letter = GuestLetters.Write(TemplateSource.Templates, NoticePurpose.GuestPhotosReady, facts);
        Assert.Contains(said, letter.Text, StringComparison.Ordinal);
        var page = GuestPageTests.Parse(letter.Html);
        Assert.Contains(said, page.Body!.TextContent, StringComparison.Ordinal);
        Assert.Equal([Link.AbsoluteUri], page.QuerySelectorAll("a[href]").Select(link => link.GetAttribute("href")));
        Assert.Contains(
            Link.AbsoluteUri, GuestLetters.Draft(TemplateSource.Templates, NoticePurpose.GuestPhotosReady, facts),
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("en")]
    [InlineData("es")]
    public void A_review_request_says_how_to_stop_it_and_nothing_that_is_sealed(string language)
    {
        var letter = GuestLetters.Write(
            TemplateSource.Templates, NoticePurpose.GuestReviewRequest, Facts(language, 0));
        var links = GuestPageTests.Parse(letter.Html).QuerySelectorAll("a[href]").Select(link => link.GetAttribute("href"));
        Assert.Equal([Review, Unsubscribe], links);
        foreach (var address in (string[])[Review, Unsubscribe])
            Assert.Contains(address, letter.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("4471", letter.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("advertising", letter.Text, StringComparison.Ordinal);
    }

    private static LetterFacts Facts(string language, int photos)
    {
        var access = new GuestAccess(Link, EventCode.From([1, 2, 3, 4, 5, 6, 7, 8]));
        return GuestLetters.Link(GuestSamples.Example, GuestSamples.Fleet, GuestSamples.Inputs, access) with
        {
            Language = language,
            Photos = photos,
            Review = Review,
            Unsubscribe = Unsubscribe,
        };
    }
}
