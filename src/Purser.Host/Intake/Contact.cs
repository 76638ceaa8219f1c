using MimeKit;
using PhoneNumbers;

namespace Purser.Host.Intake;

/// <summary>How people can be reached: mail addresses and phone numbers, checked at the door.</summary>
public static class Contact
{
    private static readonly ParserOptions Strict =
        new() { AddressParserComplianceMode = RfcComplianceMode.Strict };

    /// <summary>True for one bare address, <c>robin@example.com</c>: no name, no list, no comment, no control
    /// character.</summary>
    public static bool IsEmail(string text) =>
        text.Length <= 254 && text.All(letter => letter is > ' ' and < '\u007f'
            && letter is not ('<' or '>' or '(' or ')' or ','))
        && MailboxAddress.TryParse(Strict, text, out var box) && box.Address == text
            && string.IsNullOrEmpty(box.Name)
        && box.Domain.Contains('.') && !box.Domain.EndsWith('.');

    /// <summary>True for <c>Name &lt;address&gt;</c> or a bare address, on one line.</summary>
    public static bool IsMailbox(string text) =>
        text.Length <= 254 && !text.Any(char.IsControl) && MailboxAddress.TryParse(Strict, text, out var box)
        && IsEmail(box.Address);

    /// <summary>True for E.164, <c>+16195550123</c>: a country that exists and a possible length.</summary>
    public static bool IsPhone(string text) =>
        text is { Length: >= 8 and <= 16 } && text[0] == '+'
            && !text.AsSpan(1).ContainsAnyExceptInRange('0', '9')
        && Phone(text, null) == text;

    /// <summary>A number as people write it, as E.164; null if it is none.</summary>
    /// <param name="text">With or without the country.</param>
    /// <param name="region">The ISO country of numbers without one, for example <c>US</c>.</param>
    public static string? Phone(string text, string? region)
    {
        if (text.Length is 0 or > 40) return null;
        try
        {
            var numbers = PhoneNumberUtil.GetInstance();
            var number = numbers.Parse(text, region);
            return numbers.IsPossibleNumber(number) && !number.HasExtension
                ? numbers.Format(number, PhoneNumberFormat.E164)
                : null;
        }
        catch (NumberParseException)
        {
            return null;
        }
    }
}
