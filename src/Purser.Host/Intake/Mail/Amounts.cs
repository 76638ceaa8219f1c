using System.Globalization;
using System.Text.RegularExpressions;

namespace Purser.Host.Intake.Mail;

/// <summary>A price as mails write it: <c>$840.75</c>, <c>USD 840.75</c>, <c>840,75 €</c>.</summary>
internal static partial class Amounts
{
    private static readonly Dictionary<string, string> Signs = new(StringComparer.Ordinal)
    {
        ["US$"] = "USD",
        ["C$"] = "CAD",
        ["A$"] = "AUD",
        ["NZ$"] = "NZD",
        ["€"] = "EUR",
        ["£"] = "GBP",
    };

    /// <summary>The price in the form of the contract; null if it is not certain.</summary>
    /// <param name="text">A label's value.</param>
    /// <param name="decimalComma">How the channel writes, where the digits leave it open.</param>
    /// <param name="currency">What a bare number or a bare dollar sign means; null = uncertain.</param>
    public static PriceText? Read(string text, bool decimalComma, string? currency)
    {
        var form = Form().Match(text.Trim());
        if (!form.Success) return null;
        var marks = new[] { form.Groups[1].Value, form.Groups[3].Value }.Where(mark => mark.Length > 0)
            .Select(mark => Meant(mark.Trim(), currency)).Distinct().ToList();
        var meant = marks.Count switch { 0 => currency, 1 => marks[0], _ => null };
        var number = Plain(form.Groups[2].Value, decimalComma);
        return meant is null || number is null ? null : new PriceText(number, meant);
    }

    private static string? Meant(string mark, string? currency)
    {
        if (Signs.TryGetValue(mark, out var code)) return code;
        if (mark == "$") return currency is { } own && own.EndsWith('D') ? own : null;
        return mark;
    }

    private static string? Plain(string digits, bool decimalComma)
    {
        var bare = digits.Replace(" ", "").Replace("\u00a0", "").Replace("'", "");
        var last = bare.LastIndexOfAny(['.', ',']);
        if (last < 0) return bare;
        var (mark, after) = (bare[last], bare.Length - last - 1);
        var other = mark == '.' ? ',' : '.';
        var isDecimal = after <= 2 && bare.IndexOf(mark) == last;
        if (!isDecimal && (after != 3 || mark == (decimalComma ? ',' : '.')
            || bare.Contains(other))) return null;
        if (isDecimal && after == 0) return null;
        var whole = (isDecimal ? bare[..last] : bare).Replace(other.ToString(), "").Replace(mark.ToString(),
            "");
        var groups = isDecimal ? bare[..last] : bare;
        if (!Grouped(groups) || whole.Length == 0) return null;
        var text = isDecimal ? $"{whole}.{bare[(last + 1)..]}" : whole;
        return decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out _)
            ? text : null;
    }

    private static bool Grouped(string whole)
    {
        var groups = whole.Split('.', ',');
        return groups.Length == 1 || (groups[0].Length is 1 or 2 or 3
            && groups.Skip(1).All(group => group.Length == 3));
    }

    [GeneratedRegex(
        @"^(US\$|C\$|A\$|NZ\$|\$|€|£|[A-Z]{3} ?)? ?([0-9][0-9.,' \u00a0]{0,15}[0-9]|[0-9])"
        + @"( ?(?:US\$|\$|€|£|[A-Z]{3}))?$",
        RegexOptions.CultureInvariant)]
    private static partial Regex Form();
}
