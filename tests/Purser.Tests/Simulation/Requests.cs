using System.Security.Cryptography;
using System.Text;
using NodaTime;
using Purser.Bookings;
using Purser.Fleet;

namespace Purser.Tests.Simulation;

/// <summary>Bookings as a source tells them.</summary>
internal static class Requests
{
    public static readonly VesselId Jada = Texts.Parse<VesselId>("jada");

    /// <summary>The worked example, unless told otherwise.</summary>
    public static BookingRequest Make(
        string reference = "XHQGMDH", string channel = "boatsetter", LocalDateTime? start = null, int minutes = 180,
        string name = "Robin Alvarez", string? mail = "robin@example.com", int party = 6, string? requests = "Birthday; two children",
        Instant? sent = null, string price = "840.75")
    {
        var from = start ?? new LocalDateTime(2027, 5, 30, 10, 0);
        var said = $"{reference}|{channel}|{from}|{minutes}|{name}|{mail}|{party}|{requests}|{price}";
        return new BookingRequest(
            Texts.Parse<ChannelId>(channel), Texts.Parse<ChannelReference>(reference),
            new Trip(Jada, from, minutes, "America/Los_Angeles"), new Guest(name, mail, "+16195550123", party), requests, sent,
            Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(said))));
    }
}
