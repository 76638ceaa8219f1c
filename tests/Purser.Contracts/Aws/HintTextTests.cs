using CsCheck;
using Purser.Aws.Queue;
using Purser.Bookings;
using Purser.Outside;
using Purser.Outside.Records;

namespace Purser.Contracts.Aws;

public sealed class HintTextTests
{
    private static readonly BookingId Id = Texts.Parse<BookingId>("abcdefghijklmnopqrstuvwxyz");

    public static TheoryData<Hint, string> Texts_of_hints => new()
    {
        { new Hint.Booking(Id), $$"""{"kind":"booking","id":"{{Id}}"}""" },
        { new Hint.Follow(Id), $$"""{"kind":"follow","id":"{{Id}}"}""" },
        { new Hint.Outbox(Compartment.Crew, "event#1"), """{"kind":"outbox","compartment":"crew","partition":"event#1"}""" },
        { new Hint.Photo(Id, "photo-1"), $$"""{"kind":"photo","id":"photo-1","charter":"{{Id}}"}""" },
        { new Hint.Entry("hold-1"), """{"kind":"entry","id":"hold-1"}""" },
        {
            new Hint.GuestLink(Texts.Parse<Slug>("may-30-direct-charter"), "robin@example.com"),
            """{"kind":"guest-link","id":"may-30-direct-charter","email":"robin@example.com"}"""
        },
        { new Hint.CrewLink("mei@example.com"), """{"kind":"crew-link","email":"mei@example.com"}""" },
    };

    [Theory]
    [MemberData(nameof(Texts_of_hints), DisableDiscoveryEnumeration = true)]
    public void A_hint_is_written_and_read(Hint hint, string text)
    {
        Assert.Equal(text, HintText.Write(hint));
        Assert.Equal(hint, HintText.Parse(text));
    }

    [Fact]
    public void Any_partition_of_any_compartment_comes_back()
    {
        var partitions = Gen.String[Gen.OneOf(Gen.Char[' ', '~'], Gen.Char['\u00a0', '\u02ff']), 1, 256];
        Gen.Select(Gen.Enum<Compartment>(), partitions).Sample((compartment, partition) =>
        {
            var text = HintText.Write(new Hint.Outbox(compartment, partition));
            return text.All(char.IsAscii) && HintText.Parse(text) == new Hint.Outbox(compartment, partition);
        });
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("7")]
    [InlineData("{")]
    [InlineData("{}")]
    [InlineData("""{"kind":"tomorrow","id":"abcdefghijklmnopqrstuvwxyz"}""")]
    [InlineData("""{"kind":"booking"}""")]
    [InlineData("""{"kind":"booking","id":7}""")]
    [InlineData("""{"kind":"booking","id":"short"}""")]
    [InlineData("""{"kind":"outbox","compartment":"cellar","partition":"a"}""")]
    [InlineData("""{"kind":"outbox","compartment":"crew","partition":""}""")]
    [InlineData("""{"kind":"outbox","compartment":"crew","partition":"a\u0000b"}""")]
    [InlineData("""{"kind":"photo","charter":"abcdefghijklmnopqrstuvwxyz","id":"../up"}""")]
    [InlineData("""{"kind":"booking","id":"\ud800"}""")]
    [InlineData("""{"kind":"entry","id":"../up"}""")]
    [InlineData("""{"kind":"guest-link","id":"Not A Slug","email":"robin@example.com"}""")]
    [InlineData("""{"kind":"guest-link","id":"may-30-direct-charter","email":"nobody"}""")]
    [InlineData("""{"kind":"crew-link","email":"a@b\r\nBcc: c@d"}""")]
    [InlineData("""{"kind":"crew-link"}""")]
    public void Text_that_is_no_hint_is_none(string? text) => Assert.Null(HintText.Parse(text));

    [Fact]
    public void What_may_be_logged_of_a_wish_for_a_link_has_no_address()
    {
        Hint[] wishes = [new Hint.GuestLink(Texts.Parse<Slug>("may-30-direct-charter"), "robin@example.com"), new Hint.CrewLink("robin@example.com")];
        Assert.All(wishes, wish => Assert.DoesNotContain("robin", wish.ToString(), StringComparison.Ordinal));
    }

    [Fact]
    public void Text_without_end_is_none() =>
        Assert.Null(HintText.Parse($$"""{"kind":"booking","id":"{{Id}}","more":"{{new string('a', 5_000)}}"}"""));

    [Fact]
    public void Broken_text_never_throws() => Gen.String.Sample(text =>
    {
        HintText.Parse(text);
        HintText.Parse($$"""{"kind":"outbox","partition":{{text}}""");
    });

    [Fact]
    public void What_a_newer_program_adds_is_passed_over() =>
        Assert.Equal(new Hint.Booking(Id), HintText.Parse($$"""{"more":[1],"kind":"booking","id":"{{Id}}"}"""));
}
