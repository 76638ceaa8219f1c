using System.Buffers;
using System.Security.Cryptography;
using System.Text.Json;
using NodaTime;
using Purser.Bookings;
using Purser.Fleet;
using Purser.Host.Intake.Json;

namespace Purser.Host.Intake;

/// <summary>The JSON body of <c>POST /api/bookings</c>, also what a mail is turned into.</summary>
public static class BookingDocument
{
    /// <summary>Larger bodies are refused.</summary>
    public const int MostBytes = 64 * 1024;

    /// <summary>Reads a body. Every error of the document is told at once; nothing throws.</summary>
    /// <param name="utf8">The body.</param>
    /// <param name="fleet">Channels, vessels and harbours.</param>
    /// <param name="now">Dates too far from it are refused.</param>
    public static BookingReading Read(ReadOnlyMemory<byte> utf8, FleetFacts fleet, Instant now)
    {
        var errors = new DocumentErrors();
        var root = DocumentNode.Parse(utf8, MostBytes, errors);
        if (root is null) return new BookingReading.Refused(errors.Found, 400);
        if (!root.IsObject("channel", "reference", "vessel", "start", "hours", "guest", "requests", "price",
            "sent"))
            return new BookingReading.Refused(errors.Found, 422);

        var notes = new List<string>();
        var channel = BookingFields.Channel(root["channel"], fleet);
        var reference = BookingFields.Reference(root["reference"], channel);
        var vessel = BookingFields.Vessel(root["vessel"], fleet);
        var start = StartField.Read(root["start"], vessel is null ? null : fleet.HarbourOf(vessel), now,
            notes);
        var minutes = BookingFields.Minutes(root["hours"]);
        var guest = BookingFields.Guest(root["guest"], vessel);
        var requests = BookingFields.Requests(root["requests"]);
        var price = BookingFields.Price(root["price"]);
        var sent = Sent(root["sent"], now);
        if (!errors.None) return new BookingReading.Refused(errors.Found, 422);

        Require.That(channel is not null && reference is not null && vessel is not null);
        Require.That(start is not null && minutes is not null && guest is not null);
        var trip = new Trip(vessel!.Id, start!.Value, minutes!.Value, fleet.HarbourOf(vessel).Zone);
        var hash = Hash(channel!.Id, reference!.Value, trip, guest!, requests, price);
        var request = new BookingRequest(channel.Id, reference.Value, trip, guest!, requests, sent, hash);
        return new BookingReading.Parsed(request, price, notes);
    }

    /// <summary>Lower-case hex SHA-256 of what was said, in one form for all ways of saying it; without the
    /// stamp.</summary>
    public static string Hash(
        ChannelId channel, ChannelReference reference, Trip trip, Guest guest, string? requests,
            PriceText? price)
    {
        var said = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(said))
        {
            writer.WriteStartArray();
            writer.WriteStringValue(channel.Text);
            writer.WriteStringValue(reference.Text);
            writer.WriteStringValue(trip.Vessel.Text);
            writer.WriteStringValue(HouseJson.Text(trip.Start));
            writer.WriteNumberValue(trip.Minutes);
            writer.WriteStringValue(guest.Name);
            writer.WriteStringValue(guest.Email);
            writer.WriteStringValue(guest.Phone);
            writer.WriteNumberValue(guest.Party);
            writer.WriteStringValue(requests);
            writer.WriteStringValue(price?.Gross);
            writer.WriteStringValue(price?.Currency);
            writer.WriteEndArray();
        }

        return Convert.ToHexStringLower(SHA256.HashData(said.WrittenSpan));
    }

    private static Instant? Sent(DocumentNode node, Instant now)
    {
        var text = node.OptionalText(40);
        if (text is null) return null;
        if (WrittenInstant.Parse(text) is not { } instant)
        {
            node.Refuse($"{node.Said()} is no instant.", $"{WrittenInstant.Rule}, for example 2027-05-12T16:15:00Z.");
            return null;
        }

        if (instant <= now + Duration.FromDays(1)) return instant;
        node.Refuse($"{node.Said()} is in the future.",
            "Give the time when the message was made, or leave it out.");
        return null;
    }
}
