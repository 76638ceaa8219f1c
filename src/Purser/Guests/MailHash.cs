using System.Security.Cryptography;
using System.Text;

namespace Purser.Guests;

/// <summary>
/// What is kept of a mail address that wants to be left alone: enough to know it again, and of no use to
/// anybody without the secret.
/// </summary>
public static class MailHash
{
    /// <summary>Lower-case hex, the same for every way of writing an address in capitals.</summary>
    /// <param name="pepper">The secret <c>guest-links-1</c>.</param>
    /// <param name="address">One bare address.</param>
    public static string Of(ReadOnlySpan<byte> pepper, string address)
    {
        var text = $"purser/unsubscribe/1|{address.Trim().ToLowerInvariant()}";
        return Convert.ToHexStringLower(HMACSHA256.HashData(pepper, Encoding.UTF8.GetBytes(text)));
    }
}
