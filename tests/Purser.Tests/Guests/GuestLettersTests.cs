using System.Text.Json;
using NodaTime;
using Purser.Guests;
using Purser.Outside.Outbox;

namespace Purser.Tests.Guests;

public sealed class GuestLettersTests
{
    private static readonly Uri Link = PagePlace.Link(GuestSamples.Site, GuestSamples.Example.Slug!.Value, GuestSamples.Key);
    private static readonly GuestAccess Access = new(
        Link, Texts.Parse<EventCode>("K7MW4P"),
        new Uri("http://localhost:8080/g/may-30-boatsetter-charter/waiver/l/waiver.a.1.1811955600.tag"));

    [Theory]
    [InlineData(NoticePurpose.GuestConfirmation)]
    [InlineData(NoticePurpose.GuestChange)]
    [InlineData(NoticePurpose.GuestCancelled)]
    [InlineData(NoticePurpose.GuestLink)]
    public void Letters_look_as_they_did(NoticePurpose purpose)
    {
        var letter = GuestLetters.Write(TemplateSource.Templates, purpose, Facts(purpose));
        Golden.Check($"{purpose.Word}.html", letter.Html);
        Golden.Check($"{purpose.Word}.txt", $"Subject: {letter.Subject}\n\n{letter.Text}");
        Golden.Check($"{purpose.Word}.draft.txt", GuestLetters.Draft(TemplateSource.Templates, purpose, Facts(purpose)));
    }

    [Fact]
    public void A_confirmation_carries_the_sealed_facts_in_full_and_the_link_with_its_fragment()
    {
        var letter = GuestLetters.Write(TemplateSource.Templates, NoticePurpose.GuestConfirmation, Facts(NoticePurpose.GuestConfirmation));
        foreach (var fact in (string[])["Cabrillo Dock, Gate C, slip 14", "4471", "Ines Calloway", "Birthday; two children", "XHQGMDH",
            "Deposit received", "10:00 – 13:00", "San Diego time (PDT)", "09:40", Link.AbsoluteUri])
        {
            Assert.Contains(fact, letter.Text);
            Assert.Contains(fact, GuestPageTests.Parse(letter.Html).DocumentElement.OuterHtml.Replace("&amp;", "&"));
        }
    }

    [Fact]
    public void A_confirmation_is_marked_up_as_a_reservation()
    {
        var facts = Facts(NoticePurpose.GuestConfirmation) with { Name = "</script><b>\"Zoë\"" };
        var letter = GuestLetters.Write(TemplateSource.Templates, NoticePurpose.GuestConfirmation, facts);
        var script = GuestPageTests.Parse(letter.Html).QuerySelector("script[type='application/ld+json']")!;
        using var json = JsonDocument.Parse(script.TextContent);
        Assert.Equal("EventReservation", json.RootElement.GetProperty("@type").GetString());
        Assert.Equal("XHQGMDH", json.RootElement.GetProperty("reservationNumber").GetString());
        Assert.Equal("</script><b>\"Zoë\"", json.RootElement.GetProperty("underName").GetProperty("name").GetString());
        Assert.Equal("2027-05-30T10:00-07:00", json.RootElement.GetProperty("reservationFor").GetProperty("startDate").GetString());
    }

    [Fact]
    public void A_change_says_what_was_and_what_is()
    {
        var letter = GuestLetters.Write(TemplateSource.Templates, NoticePurpose.GuestChange, Facts(NoticePurpose.GuestChange));
        Assert.Contains("Time: was 09:00 – 12:00 PDT; now 10:00 – 13:00 PDT", letter.Text);
        Assert.DoesNotContain("Vessel: was", letter.Text);
    }

    [Fact]
    public void Incident_20_every_link_in_every_letter_is_the_page_or_a_checked_address()
    {
        foreach (var purpose in (NoticePurpose[])[NoticePurpose.GuestConfirmation, NoticePurpose.GuestChange,
            NoticePurpose.GuestCancelled, NoticePurpose.GuestLink])
        {
            var facts = Facts(purpose);
            var links = GuestPageTests.Parse(GuestLetters.Write(TemplateSource.Templates, purpose, facts).Html)
                .QuerySelectorAll("a[href]").Select(link => link.GetAttribute("href")!);
            Assert.All(links, link => Assert.True(
                link == Link.AbsoluteUri || link == facts.MapLink || link == facts.WaiverLink,
                $"{purpose.Word} links to {link}"));
        }
    }

    [Fact]
    public void Incident_20_no_template_links_to_a_value_that_was_not_checked()
    {
        foreach (var file in Directory.EnumerateFiles(TemplateSource.Root, "*.html", SearchOption.AllDirectories))
        {
            var text = File.ReadAllText(file);
            foreach (System.Text.RegularExpressions.Match match in System.Text.RegularExpressions.Regex.Matches(
                text, "href=\"([^\"]*)\""))
            {
                var target = match.Groups[1].Value;
                var right = target.StartsWith('#') || target is "data:," or "tel:" or "mailto:" or "{{ to }}"
                    || target.StartsWith("{{ address ", StringComparison.Ordinal)
                    || target.StartsWith("/g/{{ facts.slug }}/", StringComparison.Ordinal);
                Assert.True(right, $"{file} links to {target}");
            }
        }
    }

    [Fact]
    public void What_was_told_is_the_same_until_a_fact_that_matters_changes()
    {
        var told = ToldFacts.Of(GuestSamples.Example, GuestSamples.Fleet);
        Assert.Equal(told.Fingerprint, ToldFacts.Read(told.Json).Fingerprint);
        var wished = GuestSamples.Example with { Requests = "Cake", Generation = 5_000_001 };
        Assert.Equal(told.Fingerprint, ToldFacts.Of(wished, GuestSamples.Fleet).Fingerprint);
        var later = GuestSamples.Example with { Trip = GuestSamples.Example.Trip with { Start = new LocalDateTime(2027, 5, 31, 10, 0) } };
        Assert.Equal(["date"], told.Changes(ToldFacts.Of(later, GuestSamples.Fleet)));
        var more = GuestSamples.Example with { Guest = GuestSamples.Example.Guest with { Party = 7 } };
        Assert.Equal(["party"], told.Changes(ToldFacts.Of(more, GuestSamples.Fleet)));
    }

    [Fact]
    public void Every_English_word_has_a_Spanish_one()
    {
        var english = Words("en");
        Assert.Equal(english.Keys.Order(), Words("es").Keys.Order());
    }

    private static Dictionary<string, string> Words(string language)
    {
        using var json = JsonDocument.Parse(File.ReadAllText(Path.Combine(TemplateSource.Root, "words", $"{language}.json")));
        return json.RootElement.EnumerateObject().ToDictionary(word => word.Name, word => word.Value.GetString()!);
    }

    private static LetterFacts Facts(NoticePurpose purpose)
    {
        var earlier = GuestSamples.Example with { Trip = GuestSamples.Example.Trip with { Start = new LocalDateTime(2027, 5, 30, 9, 0) } };
        var (fleet, booking, inputs) = (GuestSamples.Fleet, GuestSamples.Example, GuestSamples.Inputs);
        return purpose == NoticePurpose.GuestChange
            ? GuestLetters.Change(booking, fleet, inputs, Access, ToldFacts.Of(earlier, fleet))
            : GuestLetters.Confirmation(booking, fleet, inputs, Access);
    }
}
