using Purser.Fleet;
using Purser.Host.Intake.Json;

namespace Purser.Host.Intake.Mail;

/// <summary>
/// How one channel's mails are read: a file <c>channels/{id}.json</c> of the data folder, so that a channel
/// is added without
/// code. Its members are described in <c>channel.schema.json</c>.
/// </summary>
/// <param name="Channel">A channel of the fleet.</param>
/// <param name="Senders">Domains of its mails; a mail from a domain below one of them counts too.</param>
/// <param name="Subjects">Words of its subjects, for forwarded mails whose sender is lost.</param>
/// <param name="Labels">By field, the labels before its value.</param>
/// <param name="DayFirst">How <c>05/06/2027</c> is meant; null = such a date is unclear.</param>
/// <param name="DecimalComma">True where <c>840,75</c> is written.</param>
/// <param name="Currency">Of amounts without a sign; null = such an amount is unclear.</param>
/// <param name="Region">ISO country of phone numbers without one.</param>
/// <param name="Kinds">The words of the subject, or of the status, that tell what the mail is.</param>
/// <param name="Vessels">The channel's names of vessels.</param>
public sealed record ChannelProfile(
    ChannelId Channel, IReadOnlyList<string> Senders, IReadOnlyList<string> Subjects,
    IReadOnlyDictionary<MailField, IReadOnlyList<string>> Labels, bool? DayFirst, bool DecimalComma,
        string? Currency,
    string? Region, KindWords Kinds, IReadOnlyDictionary<string, VesselId> Vessels);

/// <summary>Words that tell what a mail is. A mail with words of two kinds is unclear.</summary>
/// <param name="Confirmed">A booking.</param>
/// <param name="Changed">A booking as it is now.</param>
/// <param name="Cancelled">A cancellation.</param>
/// <param name="Open">Not sold yet: a request, an inquiry, an offer. Always for review.</param>
public sealed record KindWords(
    IReadOnlyList<string> Confirmed, IReadOnlyList<string> Changed, IReadOnlyList<string> Cancelled,
        IReadOnlyList<string> Open);

/// <summary>What a label can stand before.</summary>
public enum MailField
{
    /// <summary>The channel's name for the booking.</summary>
    Reference,

    /// <summary>Confirmed, cancelled.</summary>
    Status,

    /// <summary>The vessel's name.</summary>
    Vessel,

    /// <summary>Start: date, time, both, or a range.</summary>
    Start,

    /// <summary>End: time, or date and time.</summary>
    End,

    /// <summary>How long.</summary>
    Hours,

    /// <summary>Who booked.</summary>
    Name,

    /// <summary>Mail address, often a relay.</summary>
    Email,

    /// <summary>Phone number.</summary>
    Phone,

    /// <summary>How many come.</summary>
    Party,

    /// <summary>Wishes, to the next empty line.</summary>
    Requests,

    /// <summary>What the guest pays.</summary>
    Gross,
}

/// <summary>A profile that was read, or why it cannot be used.</summary>
/// <param name="Profile">Null if there is any error.</param>
/// <param name="Errors">All of them.</param>
public sealed record ProfileReading(ChannelProfile? Profile, IReadOnlyList<DocumentError> Errors);
