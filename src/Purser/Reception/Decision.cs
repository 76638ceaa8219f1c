using NodaTime;
using Purser.Bookings;

namespace Purser.Reception;

/// <summary>What the front desk has decided to commit.</summary>
/// <param name="Before">The booking as it was; null if it is new.</param>
/// <param name="After">The booking as it will be; equal to <paramref name="Before"/> if only the sighting or
/// review moves.</param>
/// <param name="Reviews">What a person must look at.</param>
internal sealed record Decision(Booking? Before, Booking After, IReadOnlyList<ReviewItem> Reviews)
{
    /// <summary>True if the booking's own facts change.</summary>
    public bool Moves => Before is null || Before != After;
}

/// <summary>
/// The pure rules of the front desk. What is in the way of a trip is found before and passed in.
/// </summary>
internal static class Decide
{
    /// <summary>
    /// A new booking: a marketplace's is sold already, so a taken time makes it a conflict; a direct one's
    /// was refused before.
    /// </summary>
    public static Decision New(
        BookingId id, BookingRequest request, string channel, Interval? inTheWay, long epoch, Instant now)
    {
        var status = inTheWay is null ? BookingStatus.Confirmed : BookingStatus.Conflict;
        var booking = new Booking(
            id, Counters.Next(0, epoch), status, request.Channel, request.Reference, request.Trip, request.Guest,
            request.Requests, Slug: null, Aliases: [], Booked: now, Changed: now);
        return new Decision(
            null, booking, inTheWay is { } taken ? [Reviews.Conflict(booking, channel, taken, now)] : []);
    }

    /// <summary>A source speaks again of a booking it has spoken of before.</summary>
    /// <param name="now">The booking as it stands.</param>
    /// <param name="last">What the source last said.</param>
    /// <param name="request">What it says now.</param>
    /// <param name="channel">The source's printed name.</param>
    /// <param name="inTheWay">What is in the way of the trip that would result.</param>
    /// <param name="epoch">Of the compartment.</param>
    /// <param name="at">The time.</param>
    public static Decision Said(
        Booking now, Sighting last, BookingRequest request, string channel, Interval? inTheWay, long epoch, Instant at)
    {
        var verdict = last.Judge(request);
        if (verdict == SightingVerdict.SameAgain) return new Decision(now, now, []);
        if (now.Status == BookingStatus.Cancelled) return AfterCancellation(now, channel, request, at);
        if (verdict == SightingVerdict.Reappeared)
            return new Decision(now, now, [Reviews.Reappeared(now, channel, request, at)]);
        var (edit, disputed) = SaidChanges.Apply(now, last, request);
        var reviews = new List<ReviewItem>();
        if (disputed.Count > 0) reviews.Add(Reviews.Disputed(now, channel, request, disputed, at));
        if (inTheWay is { } taken && now.Live && edit.Trip != now.Trip)
        {
            reviews.Add(Reviews.MovedOntoTaken(now, channel, edit.Trip, taken, request, at));
            edit = edit with { Trip = now.Trip };
            inTheWay = null;
        }

        return new Decision(now, Edited(now, edit, inTheWay, epoch, at), reviews);
    }

    /// <summary>
    /// The booking with edited facts; the same booking if nothing differs. A charter that sails keeps its
    /// time, whatever was laid over it since: a hold moves nothing. One in conflict is confirmed as soon as
    /// nothing is in its way.
    /// </summary>
    public static Booking Edited(Booking now, BookingEdit edit, Interval? inTheWay, long epoch, Instant at)
    {
        var keeps = now.Live && edit.Trip == now.Trip;
        var status = inTheWay is null || keeps ? BookingStatus.Confirmed : BookingStatus.Conflict;
        if (BookingEdit.Of(now) == edit && status == now.Status) return now;
        return now with
        {
            Trip = edit.Trip,
            Guest = edit.Guest,
            Requests = edit.Requests,
            Status = status,
            Generation = Counters.Next(now.Generation, epoch),
            Changed = at,
        };
    }

    /// <summary>The booking cancelled.</summary>
    /// <param name="now">The booking as it stands.</param>
    /// <param name="reason">For the office.</param>
    /// <param name="said">When whoever cancelled said so.</param>
    /// <param name="epoch">Of the compartment.</param>
    /// <param name="at">The time.</param>
    public static Booking Cancelled(Booking now, string reason, Instant said, long epoch, Instant at) => now with
    {
        Status = BookingStatus.Cancelled,
        CancelReason = reason,
        CancelSaid = said,
        Generation = Counters.Next(now.Generation, epoch),
        Changed = at,
    };

    /// <summary>The booking with nothing of its guest left but how many came.</summary>
    public static Booking Forgotten(Booking now, long epoch, Instant at) => now with
    {
        Guest = new Guest(Booking.ErasedName, null, null, now.Guest.Party),
        Requests = null,
        CancelReason = now.CancelReason is null ? null : "erased",
        Erased = at,
        Generation = Counters.Next(now.Generation, epoch),
        Changed = at,
    };

    private static Decision AfterCancellation(Booking now, string channel, BookingRequest request, Instant at)
    {
        var newer = request.Stamp is null || request.Stamp > (now.CancelSaid ?? now.Changed);
        return new Decision(now, now, newer ? [Reviews.AfterCancellation(now, channel, request, at)] : []);
    }
}
