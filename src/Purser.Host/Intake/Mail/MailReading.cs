using NodaTime;
using Purser.Bookings;
using Purser.Fleet;

namespace Purser.Host.Intake.Mail;

/// <summary>What a channel's mail says. Nothing is guessed: what is not certain is
/// <see cref="Unclear"/>.</summary>
public abstract record MailReading
{
    private MailReading()
    {
    }

    /// <summary>A booking, new or changed; its stamp is the date of the innermost message.</summary>
    /// <param name="Request">Checked against the fleet, as a document would be.</param>
    /// <param name="Price">As written, for the annex; null if the mail has none.</param>
    /// <param name="Notes">What the person who handed it over should know.</param>
    public sealed record Booking(BookingRequest Request, PriceText? Price, IReadOnlyList<string> Notes)
        : MailReading;

    /// <summary>The channel cancels its booking.</summary>
    /// <param name="Channel">Which channel.</param>
    /// <param name="Reference">Its name for the booking.</param>
    /// <param name="Stamp">The date of the innermost message.</param>
    public sealed record Cancellation(ChannelId Channel, ChannelReference Reference, Instant Stamp)
        : MailReading;

    /// <summary>For the review list: nothing is sent for it.</summary>
    /// <param name="Subject">Of the innermost message, on one line; may be empty.</param>
    /// <param name="Digest">Lower-case hex SHA-256 of the file: the same mail is one item.</param>
    /// <param name="Understood">What was understood, by field.</param>
    /// <param name="Open">What was not, by field, with the reason.</param>
    public sealed record Unclear(
        string Subject, string Digest, IReadOnlyDictionary<string, string> Understood,
        IReadOnlyDictionary<string, string> Open) : MailReading;

    /// <summary>Handles each case.</summary>
    public T Match<T>(Func<Booking, T> booking, Func<Cancellation, T> cancellation, Func<Unclear,
        T> unclear) => this switch
        {
            Booking sold => booking(sold),
            Cancellation cancelled => cancellation(cancelled),
            Unclear open => unclear(open),
            _ => throw new BugException("a case of a mail's reading is not handled"),
        };
}
