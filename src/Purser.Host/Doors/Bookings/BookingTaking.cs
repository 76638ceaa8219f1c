using System.Collections.Concurrent;
using NodaTime;
using Purser.Bookings;
using Purser.Host.Composition;
using Purser.Host.Intake;
using Purser.Host.Intake.Json;
using Purser.Host.Intake.Mail;
using Purser.Reception;

namespace Purser.Host.Doors.Bookings;

/// <summary>
/// Takes bookings as documents or mails: parse, hand the price to the annex, hand the rest to the front desk.
/// </summary>
public sealed class BookingTaking(OfficeRooms house)
{
    private readonly ConcurrentDictionary<string, bool> _running = new();
    private readonly BookingReplies _replies = new(house);
    private readonly PriceDoor _prices = new(house);

    /// <summary>A JSON document.</summary>
    /// <param name="body">As sent.</param>
    /// <param name="key">The caller's idempotency key.</param>
    /// <param name="only">If set, a document of another channel is refused.</param>
    /// <param name="stop">Gives up.</param>
    public Task<IResult> Document(ReadOnlyMemory<byte> body, string? key, string? only, CancellationToken stop)
    {
        var reading = BookingDocument.Read(body, house.Fleet, house.Clock.GetCurrentInstant());
        return reading.Match(
            parsed =>
            {
                if (only is not null && parsed.Request.Channel.Text != only)
                {
                    var wrong = new ProblemError("/channel", $"this address is for {only} only.", $"Write \"{only}\".");
                    return Task.FromResult<IResult>(Problem.Invalid(wrong));
                }

                return Accept(parsed.Request, parsed.Price, parsed.Notes, key, stop);
            },
            refused => Task.FromResult<IResult>(Wrong(refused.Errors, refused.Status)));
    }

    /// <summary>A channel's mail.</summary>
    public Task<IResult> Mail(ReadOnlyMemory<byte> body, string? key, CancellationToken stop)
    {
        var reading = house.Mails.Read(body, house.Clock.GetCurrentInstant());
        return reading.Match(
            booking => Accept(booking.Request, booking.Price, booking.Notes, key, stop),
            cancelled => Cancelled(cancelled, stop),
            unclear => Unclear(unclear, stop));
    }

    /// <summary>The refusal of a document.</summary>
    public static Problem Wrong(IReadOnlyList<DocumentError> errors, int status)
    {
        var all = errors.Select(error => new ProblemError(error.Pointer, error.Detail, error.Remedy)).ToList();
        return status == 400
            ? Problem.Malformed(string.Join(' ', errors.Select(error => $"{error.Detail} {error.Remedy}"))) with { Errors = all }
            : Problem.Invalid(all);
    }

    /// <summary>What the front desk said, as a reply.</summary>
    public Task<IResult> Say(FrontDeskReply reply, IReadOnlyList<string> remarks, CancellationToken stop) => reply.Match(
        created => Whole(created.File, 201, review: false, remarks, stop),
        changed => Whole(changed.File, 200, review: false, remarks, stop),
        same => Whole(same.File, 200, same.Review, remarks, stop),
        refused => Task.FromResult<IResult>(Refusal(refused)));

    /// <summary>A booking with its tag.</summary>
    public async Task<IResult> Whole(
        BookingFile file, int status, bool review, IReadOnlyList<string> remarks, CancellationToken stop)
    {
        var whole = await _replies.Whole(file, stop) with { Review = review, Remarks = remarks.Count > 0 ? remarks : null };
        var counters = BookingReplies.Counters(file);
        return Reply.Json(whole, BookingJson.Default.BookingReply, status, counters, status == 201 ? whole.Links.Booking : null);
    }

    /// <summary>Why the front desk refused.</summary>
    public static Problem Refusal(FrontDeskReply.Refused refused) => refused.Reason switch
    {
        RefusalReason.NotFound => Problem.NotFound("There is no such booking."),
        RefusalReason.Taken => Taken(refused.Taken!),
        RefusalReason.AlreadyCancelled => new Problem(
            409, "already-cancelled", "The booking is cancelled", "Nothing about it can change any more. Book it anew."),
        RefusalReason.NotInConflict => new Problem(
            409, "not-in-conflict", "The booking is not in conflict", "It is confirmed already; nothing is to be done."),
        RefusalReason.NotCurrent => Expected.Changed(BookingReplies.Counters(refused.Current!)),
        RefusalReason.IdempotencyMismatch => new Problem(
            422, "idempotency-mismatch", "This Idempotency-Key was used for another request", "Use a new key for a new request."),
        RefusalReason.StillToSail => new Problem(
            409, "still-to-sail", "The charter is still to sail",
            "Its guest can be forgotten after the return, or when it is cancelled: purser cancel "
            + $"{refused.Current!.Booking.Id}"),
        RefusalReason.Erased => new Problem(
            409, "erased", "The booking's guest was forgotten", "Nothing about it can change any more."),
        RefusalReason.EditRefused => new Problem(422, "invalid", "Some fields are not right"),
        _ => throw new BugException("an unknown refusal"),
    };

    private static Problem Taken(TakenTime taken) => new(
        409, "taken", "The vessel is taken then",
        $"It is taken from {HouseJson.Text(taken.Start.Local)} to {HouseJson.Text(taken.End.Local)} ({taken.Start.Zone}), "
        + "and needs its turnaround before and after. Choose another time or vessel.")
    {
        More = [("start", HouseJson.Text(taken.Start.Local)), ("end", HouseJson.Text(taken.End.Local)), ("zone", taken.Start.Zone)],
    };

    private async Task<IResult> Accept(
        BookingRequest request, PriceText? price, IReadOnlyList<string> notes, string? key, CancellationToken stop)
    {
        var reading = _prices.Read(price, request.Channel);
        if (reading.Errors.Count > 0) return Problem.Invalid(reading.Errors);
        if (key is not null && !_running.TryAdd(key, true)) return StillRunning;
        try
        {
            return await Say(await house.FrontDesk.Accept(request, reading.Rider, key, stop), notes, stop);
        }
        finally
        {
            if (key is not null) _running.TryRemove(key, out _);
        }
    }

    private static Problem StillRunning { get; } = new(
        409, "idempotency-running", "A request with this Idempotency-Key is still running", "Send it again in a moment.")
    {
        RetryAfter = 1,
    };

    private async Task<IResult> Cancelled(MailReading.Cancellation mail, CancellationToken stop)
    {
        var said = await house.FrontDesk.CancelSaid(mail.Channel, mail.Reference, mail.Stamp, stop);
        if (said is not FrontDeskReply.Refused { Reason: RefusalReason.NotFound }) return await Say(said, [], stop);
        var channel = house.Fleet.Find(mail.Channel)?.Name ?? mail.Channel.Text;
        var item = Early(mail, channel, house.Clock.GetCurrentInstant());
        await house.Shelf.AddReview(item, stop);
        return new Problem(404, "not-found", "There is nothing here", $"{item.What} It is on the review list.")
        {
            More = [("review", item.Id)],
        };
    }

    /// <summary>
    /// A cancellation that came before its booking, or for one that is not ours: a person must know, for it
    /// is not kept.
    /// </summary>
    internal static ReviewItem Early(MailReading.Cancellation mail, string channel, Instant now) => new(
        $"early-cancel-{mail.Channel}-{mail.Reference}", ReviewKind.UnclearMail, now, null,
        $"{channel} cancelled {mail.Reference} before it was known.",
        new Dictionary<string, string> { ["channel"] = mail.Channel.Text, ["reference"] = mail.Reference.Text },
        new Dictionary<string, string> { ["booking"] = "none has this reference; if its booking comes later, cancel it" });

    private async Task<IResult> Unclear(MailReading.Unclear mail, CancellationToken stop)
    {
        var what = mail.Subject.Length > 0 ? $"A mail could not be read: \"{mail.Subject}\"." : "A mail could not be read.";
        var item = new ReviewItem(
            $"mail-{mail.Digest[..16]}", ReviewKind.UnclearMail, house.Clock.GetCurrentInstant(), null, what, mail.Understood, mail.Open);
        await house.Shelf.AddReview(item, stop);
        var errors = mail.Open.Select(open => new ProblemError("/" + open.Key, open.Value)).ToList();
        return new Problem(
            422, "unclear-mail", "The mail cannot be read with confidence",
            "It is on the review list, and nothing was sent. Send the booking as JSON, or add to the channel's profile.", errors)
        {
            More = [("review", item.Id)],
        };
    }
}
