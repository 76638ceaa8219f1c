using Purser.Aws.Queue;
using Purser.Bookings;
using Purser.Outside;

namespace Purser.Contracts.Aws;

public sealed class HintLinesTests
{
    private static readonly BookingId Id = Texts.Parse<BookingId>(new string('a', 26));
    private static readonly Hint Booking = new Hint.Booking(Id);
    private static readonly Hint Follow = new Hint.Follow(Id);
    private readonly HintLines _lines = new();

    [Fact]
    public void Who_finds_nobody_at_a_subject_performs_all_that_stands_in_its_line()
    {
        Assert.True(_lines.Join(Booking, "1"));
        Assert.Equal(["1"], _lines.Next(Booking.Subject)!.Receipts);
        Assert.False(_lines.Join(Follow, "2"));
        Assert.False(_lines.Join(Booking, "3"));
        Assert.False(_lines.Join(Follow, "4"));
        Assert.True(_lines.Join(new Hint.Photo(Id, "x"), "5"));
        var next = _lines.Next(Booking.Subject)!;
        Assert.Equal((Follow, "2 4"), (next.Hint, string.Join(' ', next.Receipts)));
        Assert.Equal(["3"], _lines.Next(Booking.Subject)!.Receipts);
        Assert.Null(_lines.Next(Booking.Subject));
        Assert.True(_lines.Join(Follow, "6"));
    }

    [Fact]
    public void A_line_that_is_left_begins_anew()
    {
        Assert.True(_lines.Join(Booking, "1"));
        _lines.Leave(Booking.Subject);
        Assert.True(_lines.Join(Booking, "1"));
        Assert.Equal(["1"], _lines.Next(Booking.Subject)!.Receipts);
    }
}
