using MailKit.Security;

namespace Purser.Embedded.Mail;

/// <summary>Where mail is handed over, from <c>PURSER_SMTP_URL</c>.</summary>
/// <param name="Host">Name or address.</param>
/// <param name="Port">587 unless given; 465 for <c>smtps</c>.</param>
/// <param name="Security">TLS at once for <c>smtps</c>; else STARTTLS, which must be there before a password
/// leaves this machine, and is taken where the server offers it otherwise.</param>
/// <param name="User">Null: without signing in.</param>
/// <param name="Password">Of the user.</param>
public sealed record SmtpAddress(
    string Host, int Port, SecureSocketOptions Security, string? User, string Password)
{
    /// <summary>
    /// Takes <c>smtp://user:pass@host:port</c> and <c>smtps://...</c>; user and password are percent-encoded.
    /// </summary>
    /// <returns>Null if the text is no such address.</returns>
    public static SmtpAddress? Parse(string text)
    {
        if (!Uri.TryCreate(text, UriKind.Absolute, out var address) || address.Host.Length == 0) return null;
        if (address.Scheme is not ("smtp" or "smtps")
            || address.PathAndQuery.Trim('/').Length > 0)
            return null;
        var safe = address.Scheme == "smtps";
        var port = address.Port > 0 ? address.Port : safe ? 465 : 587;
        var parts = address.UserInfo.Split(':', 2);
        var user = parts[0].Length > 0 ? Uri.UnescapeDataString(parts[0]) : null;
        var password = parts.Length > 1 ? Uri.UnescapeDataString(parts[1]) : "";
        var security = safe ? SecureSocketOptions.SslOnConnect
            : user is not null && !address.IsLoopback ? SecureSocketOptions.StartTls
            : SecureSocketOptions.StartTlsWhenAvailable;
        return new SmtpAddress(address.DnsSafeHost, port, security, user, password);
    }

    /// <summary>Without the password.</summary>
    public override string ToString() => $"{Host}:{Port}";
}
