using Purser.Fleet;
using Purser.Host.Composition;
using Purser.Host.Doors.OfficePages;

namespace Purser.Tests.Doors;

public sealed class ReviewWordsTests
{
    private static readonly FleetFacts Fleet = FleetFile.ReadOrFault(SampleOperator.Read(FleetFile.Name));

    [Theory]
    [InlineData("guest.party", "Guests")]
    [InlineData("guest.name", "Guest")]
    [InlineData("in the way", "Taken")]
    [InlineData("price.gross", "Price gross")]
    [InlineData("passage 1", "Passage 1")]
    public void A_field_is_named_as_a_person_calls_it(string field, string word) =>
        Assert.Equal(word, ReviewsReading.Field(field));

    [Theory]
    [InlineData("vessel", "jada", "JADA")]
    [InlineData("vessel", "a vessel or two", "a vessel or two")]
    [InlineData("channel", "boatsetter", "Boatsetter")]
    [InlineData("start", "2027-05-30T10:00", "Sun 30 May 2027, 10:00")]
    [InlineData("start", "two dates", "two dates")]
    [InlineData("in the way", "2027-05-30T10:00 to 2027-05-30T13:00", "Sun 30 May 2027, 10:00 to Sun 30 May 2027, 13:00")]
    [InlineData("guest.name", "jada", "jada")]
    public void Times_are_in_words_and_names_are_those_printed(string field, string value, string words) =>
        Assert.Equal(words, ReviewsReading.Value(field, value, Fleet));
}
