using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json.Nodes;

namespace Purser.EndToEnd.Harness;

/// <summary>How people aboard come to the waiver, from what the guest was mailed.</summary>
internal static class Aboard
{
    /// <summary>The confirmation of a booking.</summary>
    public static Task<Letter> Confirmation(this House house) => house.Outbox.Arrival(
        "the confirmation", letter => letter.File.Contains("guest-confirmation", StringComparison.Ordinal));

    /// <summary>The link for everybody aboard.</summary>
    public static string WaiverLink(this Letter letter) =>
        letter.Text.Split((char[]?)null).Single(
            word => word.Contains("/waiver/l/", StringComparison.Ordinal));

    /// <summary>The code for everybody aboard.</summary>
    public static string Code(this Letter letter) =>
        letter.Text.Split('\n').Single(
            line => line.StartsWith("Photo code: ", StringComparison.Ordinal))[12..].Trim();

    /// <summary>The address at which one signs.</summary>
    public static Uri Waiver(this House house, JsonNode booking) =>
        new(house.Guest, $"/g/{booking.Word("slug")}/waiver");

    /// <summary>What the guest's own page makes of its fragment.</summary>
    public static string Grant(JsonNode booking)
    {
        var fragment = new Uri(booking["links"]!.Word("guestPage")).Fragment[1..];
        var key = Base64Url.DecodeFromChars(fragment);
        var grant = HKDF.DeriveKey(HashAlgorithmName.SHA256, key, 32, [], "grant"u8.ToArray());
        return Base64Url.EncodeToString(grant);
    }

    /// <summary>One field, and the others as they stand.</summary>
    public static Dictionary<string, string?> Only(string name, string value) => new() { [name] = value };

    /// <summary>Every field as it stands.</summary>
    public static readonly Dictionary<string, string?> Nothing = [];

    /// <summary>What an adult writes.</summary>
    public static Dictionary<string, string?> Adult(string name, string mail = "") => new()
    {
        ["age"] = "adult",
        ["passenger"] = name,
        ["typed"] = name,
        ["mail"] = mail,
        ["consent"] = "yes",
    };
}
