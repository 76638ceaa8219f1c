using System.Text.Json.Nodes;

namespace Purser.EndToEnd.Harness;

/// <summary>Bookings to hand in. All people are invented.</summary>
internal static class Samples
{
    /// <summary>The guest of the worked example.</summary>
    public const string GuestMail = "robin@example.com";

    /// <summary>The worked example: XHQGMDH, 30 May 2027, 10:00 to 13:00, 840.75.</summary>
    public static JsonObject Worked() => Booking("boatsetter", "XHQGMDH", "2027-05-30T10:00", "840.75");

    /// <summary>A booking of three hours.</summary>
    public static JsonObject Booking(string channel, string reference, string start, string gross = "600.00") => new()
    {
        ["channel"] = channel,
        ["reference"] = reference,
        ["vessel"] = "jada",
        ["start"] = start,
        ["hours"] = 3,
        ["guest"] = new JsonObject
        {
            ["name"] = "Robin Alvarez",
            ["email"] = GuestMail,
            ["phone"] = "+16195550123",
            ["party"] = 6,
        },
        ["requests"] = "Birthday; two children",
        ["price"] = new JsonObject { ["gross"] = gross, ["currency"] = "USD" },
    };

    /// <summary>The worked example's confirmation mail.</summary>
    public static string WorkedMail => Path.Combine(PublishedProgram.Root, "samples", "boatsetter-xhqgmdh.eml");
}
