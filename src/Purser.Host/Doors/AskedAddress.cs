using System.Text;
using Microsoft.AspNetCore.WebUtilities;

namespace Purser.Host.Doors;

/// <summary>The mail address of a form that asks for a link.</summary>
public static class AskedAddress
{
    private const int MostFormBytes = 2_048;
    private const int LongestAddress = 254;

    /// <summary>
    /// The form's address, or null; what is wrong with the form is nobody's business but the sender's.
    /// </summary>
    public static async Task<string?> Read(HttpRequest request)
    {
        var body = new byte[MostFormBytes + 1];
        var length = 0;
        int read;
        var stop = request.HttpContext.RequestAborted;
        while (length < body.Length && (read = await request.Body.ReadAsync(body.AsMemory(length), stop)) > 0)
            length += read;
        if (length > MostFormBytes) return null;
        using var reader = new FormReader(Encoding.UTF8.GetString(body, 0, length)) { ValueCountLimit = 8 };
        try
        {
            var form = reader.ReadForm();
            var email = form.TryGetValue("email", out var values) ? values.ToString().Trim() : "";
            var fits = email.Length is > 2 and <= LongestAddress;
            return fits && email.Contains('@') && !email.Any(char.IsControl) ? email : null;
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }
}
