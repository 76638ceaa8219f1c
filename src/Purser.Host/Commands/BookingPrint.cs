using Purser.Bookings;
using Purser.Host.Doors.Bookings;

namespace Purser.Host.Commands;

/// <summary>Bookings on a terminal.</summary>
internal static class BookingPrint
{
    /// <summary>All of one.</summary>
    public static Action<OwnReply> Whole(TextWriter output) => reply =>
    {
        var booking = reply.Read(BookingJson.Default.BookingReply);
        output.WriteLine(Line(booking));
        if (booking.Review) output.WriteLine("  a person must look: purser bookings --review");
        foreach (var remark in booking.Remarks ?? []) output.WriteLine($"  {remark}");
        foreach (var effect in booking.Effects ?? [])
        {
            var next = effect.NextTry is { } at ? $", next try {at}" : "";
            output.WriteLine($"  {effect.Surface,-11} {Word(effect.State),-8} {effect.Proof ?? effect.Error}{next}".TrimEnd());
        }

        output.WriteLine($"  booking     {booking.Links.Booking}");
        if (booking.Links.Calendar is { } calendar) output.WriteLine($"  calendar    {calendar}");
        if (booking.Links.Event is { } crew) output.WriteLine($"  crew event  {crew}");
        if (booking.Links.GuestPage is { } page) output.WriteLine($"  guest page  {page}");
    };

    /// <summary>One line.</summary>
    public static string Line(BookingReply booking) =>
        $"{booking.Id}  {booking.Start.Replace('T', ' ')} {booking.Vessel}  {booking.Guest.Name}, party of {booking.Guest.Party}  "
        + $"{booking.Channel} {booking.Reference}  {Word(booking.Status)}";

    /// <summary>The word of a state.</summary>
    public static string Word(EffectState state) => state switch
    {
        EffectState.Pending => "pending",
        EffectState.Working => "working",
        EffectState.Done => "done",
        EffectState.Failed => "failed",
        _ => throw new BugException("an unknown state"),
    };

    private static string Word(BookingStatus status) => status switch
    {
        BookingStatus.Confirmed => "confirmed",
        BookingStatus.Conflict => "conflict",
        BookingStatus.Cancelled => "cancelled",
        _ => throw new BugException("an unknown status"),
    };
}
