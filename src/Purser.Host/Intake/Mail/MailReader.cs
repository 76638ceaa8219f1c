using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using NodaTime;
using NodaTime.TimeZones;
using Purser.Bookings;
using Purser.Fleet;

namespace Purser.Host.Intake.Mail;

/// <summary>
/// Reads channels' mails (<c>.eml</c>): schema.org mark-up and the labels of the channel's profile, which
/// must not contradict
/// each other. Who wrote a mail is not proved: it is handed over by somebody who is trusted.
/// </summary>
/// <param name="fleet">Channels, vessels and harbours.</param>
/// <param name="profiles">How each channel writes.</param>
public sealed class MailReader(FleetFacts fleet, IReadOnlyList<ChannelProfile> profiles)
{
    /// <summary>True for bytes that are rather a mail than a JSON document.</summary>
    public static bool IsMail(ReadOnlySpan<byte> bytes)
    {
        var text = bytes.StartsWith("\uFEFF"u8) ? bytes[3..] : bytes;
        var start = text.TrimStart(" \t\r\n"u8);
        return start.Length > 0 && start[0] is not ((byte)'{' or (byte)'[' or (byte)'"');
    }

    /// <summary>Reads a mail; never throws for what a mail contains.</summary>
    /// <param name="mail">The file's bytes.</param>
    /// <param name="now">Dates too far from it are unclear.</param>
    public MailReading Read(ReadOnlyMemory<byte> mail, Instant now)
    {
        var gathered = new Gathered();
        var digest = Convert.ToHexStringLower(SHA256.HashData(mail.Span));
        var opened = LetterOpener.Open(mail);
        if (opened.Letter is not { } letter)
        {
            gathered.Doubt("mail", opened.Reason!);
            return Unclear("");
        }

        if (ProfileOf(letter) is not { } profile)
        {
            gathered.Doubt(
                "channel",
                "neither its sender nor its subject tells one channel; add a profile under channels/");
            return Unclear(letter.Subject);
        }

        gathered.Know("channel", profile.Channel.Text);
        var said = Values(letter, profile);
        var values = new MailValues(said, profile, fleet, gathered);
        values.ReadReference();
        var stamp = Stamp(letter, now, gathered);
        var kind = KindOf.Read(profile.Kinds, values.All(MailField.Status).Prepend(letter.Subject));
        if (kind == MailKind.Cancellation && gathered.Clear && stamp is { } at) return Cancelled(profile,
            gathered, at);
        if (kind == MailKind.Cancellation && stamp is null) gathered.Doubt("sent",
            "a cancellation without a date");
        if (kind == MailKind.Open) gathered.Doubt("status",
            "it is a request or an offer, not a sold booking");
        if (kind == MailKind.Unknown) gathered.Doubt("status",
            "its subject does not tell one of confirmed, changed, cancelled");
        var booking = Book(profile, values, gathered, stamp, letter, now);
        return booking ?? Unclear(letter.Subject);

        MailReading Unclear(string subject) =>
            new MailReading.Unclear(subject, digest, gathered.Understood, gathered.Open);
    }

    private static MailReading.Cancellation Cancelled(ChannelProfile profile, Gathered gathered,
        Instant at) =>
        new(profile.Channel, Texts.Parse<ChannelReference>(gathered["reference"]!), at);

    private static List<Said> Values(Letter letter, ChannelProfile profile)
    {
        var scan = new LabelScan(profile);
        return [.. Markup.Read(letter.Markup), .. letter.Texts.SelectMany(scan.Read)];
    }

    private ChannelProfile? ProfileOf(Letter letter)
    {
        var domain = letter.From?[(letter.From.LastIndexOf('@') + 1)..] ?? "";
        var bySender = profiles.Where(profile => profile.Senders.Any(sender =>
            domain.Equals(sender, StringComparison.OrdinalIgnoreCase)
            || domain.EndsWith("." + sender, StringComparison.OrdinalIgnoreCase))).ToList();
        if (bySender.Count > 0) return bySender.Count == 1 ? bySender[0] : null;
        var bySubject = profiles.Where(profile => profile.Subjects.Any(word =>
            letter.Subject.Contains(word, StringComparison.OrdinalIgnoreCase))).ToList();
        return bySubject.Count == 1 ? bySubject[0] : null;
    }

    private Instant? Stamp(Letter letter, Instant now, Gathered gathered)
    {
        var stamp = letter.Date ?? letter.LocalDate?.InZone(fleet.Harbours[0].Rules,
            Resolvers.LenientResolver).ToInstant();
        if (stamp is null && letter.Forwarded) gathered.Doubt("sent",
            "the date of the forwarded message cannot be read");
        if (stamp > now + Duration.FromDays(1)) gathered.Doubt("sent", "its date is in the future");
        return stamp;
    }

    private MailReading.Booking? Book(
        ChannelProfile profile, MailValues values, Gathered gathered, Instant? stamp, Letter letter,
            Instant now)
    {
        var vessel = values.ReadVessel();
        new MailTimes(values, profile.DayFirst, vessel is null ? null : fleet.HarbourOf(vessel),
            gathered).Read();
        values.ReadGuest();
        values.ReadRequests();
        var price = values.ReadPrice();
        var reading = BookingDocument.Read(Document(gathered, price), fleet, now);
        if (reading is BookingReading.Refused refused)
        {
            foreach (var error in refused.Errors)
            {
                var field = error.Pointer.TrimStart('/').Replace('/', '.');
                if (gathered[field] is not null) gathered.Doubt(field, $"{error.Detail} {error.Remedy}");
            }

            return null;
        }

        if (!gathered.Clear) return null;
        var parsed = (BookingReading.Parsed)reading;
        var notes = letter.Date is null && letter.LocalDate is { } local
            ? parsed.Notes.Append($"The forwarded message gives no zone; its date was read as "
                + $"{HouseJson.Text(local)} "
                + $"in {fleet.Harbours[0].Name}.")
            : parsed.Notes;
        return new MailReading.Booking(parsed.Request with { Stamp = stamp }, parsed.Price, [.. notes]);
    }

    private static ReadOnlyMemory<byte> Document(Gathered known, PriceText? price)
    {
        var json = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(json))
        {
            writer.WriteStartObject();
            foreach (var name in new[] { "channel", "reference", "vessel", "start" }) Text(writer, name,
                known[name]);
            Figure(writer, "hours", known["hours"]);
            writer.WriteStartObject("guest");
            foreach (var name in new[] { "name", "email", "phone" }) Text(writer, name,
                known[$"guest.{name}"]);
            Figure(writer, "party", known["guest.party"]);
            writer.WriteEndObject();
            Text(writer, "requests", known["requests"]);
            if (price is not null)
            {
                writer.WriteStartObject("price");
                Text(writer, "gross", price.Gross);
                Text(writer, "currency", price.Currency);
                writer.WriteEndObject();
            }

            writer.WriteEndObject();
        }

        return json.WrittenMemory;
    }

    private static void Text(Utf8JsonWriter writer, string name, string? value)
    {
        if (value is not null) writer.WriteString(name, value);
    }

    private static void Figure(Utf8JsonWriter writer, string name, string? value)
    {
        if (value is not null) writer.WriteNumber(name, decimal.Parse(value, CultureInfo.InvariantCulture));
    }
}
