using System.Diagnostics.CodeAnalysis;
using Purser.Outside;

namespace Purser.Host.Moving.Sealing;

/// <summary>A line of a sealed file: what it belongs to, a secret, or a kept mail.</summary>
/// <param name="Of">The export it belongs to; in the first line only.</param>
/// <param name="Secret">The name of a secret.</param>
/// <param name="Mail">The name of a mail.</param>
/// <param name="Kept">Since when the mail is kept: ticks of 100 ns since 1970.</param>
/// <param name="Body">The secret, or the mail.</param>
internal sealed record SealedLine(
    string? Of = null, string? Secret = null, string? Mail = null, long? Kept = null, byte[]? Body = null)
{
    /// <summary>True if it is a secret that an installation can keep.</summary>
    [MemberNotNullWhen(true, nameof(Secret), nameof(Body))]
    internal bool IsSecret => SecretNames.IsName(Secret) && Body is { Length: SecretNames.SecretBytes };

    /// <summary>A secret.</summary>
    public static SealedLine OfSecret(string name, byte[] secret) => new(Secret: name, Body: secret);

    /// <summary>A mail.</summary>
    public static SealedLine OfMail(KeptMail mail, byte[] body) =>
        new(Mail: mail.Name, Kept: mail.Kept.ToUnixTimeTicks(), Body: body);

    /// <summary>Without what it holds.</summary>
    public override string ToString() => Secret ?? Mail ?? Of ?? "";
}
