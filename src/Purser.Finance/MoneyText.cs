namespace Purser.Finance;

/// <summary>Why a text is not an amount.</summary>
public enum MoneyFlaw
{
    /// <summary>None: it is an amount.</summary>
    None,

    /// <summary>There is no text.</summary>
    Missing,

    /// <summary>Not a number with at most one currency.</summary>
    Malformed,

    /// <summary><c>1,234</c> can be read in two ways.</summary>
    Ambiguous,

    /// <summary>Below zero.</summary>
    Negative,

    /// <summary>More decimals than the currency has.</summary>
    TooManyDigits,

    /// <summary>Above <see cref="Money.Most"/>.</summary>
    TooLarge,

    /// <summary>Names another currency than the one expected.</summary>
    OtherCurrency,
}

/// <summary>
/// Reads amounts as people and channels write them: <c>840.75</c>, <c>$840.75</c>, <c>USD 840.75</c>,
/// <c>840,75 €</c>, <c>1.234,50</c>, <c>1,234.50</c>. The last separator is the decimal one if another kind
/// stands before it; a single separator before exactly three digits is ambiguous and refused, unless the
/// currency has no decimals.
/// </summary>
public static class MoneyText
{
    private const int MostLength = 40;

    /// <summary>
    /// Reads an amount of the currency that is expected. Never throws; <paramref name="money"/> is zero if
    /// refused.
    /// </summary>
    public static MoneyFlaw TryRead(string? text, Currency expected, out Money money)
    {
        money = Money.Zero(expected);
        if (string.IsNullOrWhiteSpace(text)) return MoneyFlaw.Missing;
        if (text.Length > MostLength) return MoneyFlaw.Malformed;
        var rest = new string([.. text.Select(Plain)]).Trim();
        var negative = TakeMinus(ref rest);
        var flaw = TakeCurrency(ref rest, expected);
        if (flaw != MoneyFlaw.None) return flaw;
        negative |= TakeMinus(ref rest);
        if (rest.Length == 0 || rest.AsSpan().ContainsAnyExcept("0123456789., '")) return MoneyFlaw.Malformed;
        flaw = ReadNumber(rest, expected.Digits, out var major);
        if (flaw != MoneyFlaw.None) return flaw;
        if (negative && major != 0) return MoneyFlaw.Negative;
        if (major > Money.Most) return MoneyFlaw.TooLarge;
        money = Money.Round(major, expected);
        return MoneyFlaw.None;
    }

    /// <summary>
    /// Spaces of every width as one, and full-width forms as ASCII: the builds carry no normalization tables.
    /// </summary>
    private static char Plain(char letter) => letter switch
    {
        '\u00a0' or '\u2007' or '\u2009' or '\u202f' => ' ',
        >= '\uff01' and <= '\uff5e' => (char)(letter - '\uff01' + '!'),
        '\u2019' => '\'',
        '\u2212' => '-',
        _ => letter,
    };

    private static bool TakeMinus(ref string rest)
    {
        if (rest is ['(', .., ')'])
        {
            rest = rest[1..^1].Trim();
            return true;
        }

        if (rest is not ['-', ..]) return false;
        rest = rest[1..].Trim();
        return true;
    }

    private static MoneyFlaw TakeCurrency(ref string rest, Currency expected)
    {
        var head = rest.AsSpan().IndexOfAnyInRange('0', '9');
        if (head < 0) return MoneyFlaw.Malformed;
        var last = rest.AsSpan().LastIndexOfAnyInRange('0', '9');
        var before = rest[..head].TrimEnd('-').Trim();
        var after = rest[(last + 1)..].Trim();
        var minus = head > 0 && rest[head - 1] is '-' ? "-" : "";
        rest = minus + rest[head..(last + 1)];
        foreach (var mark in (string[])[before, after])
        {
            if (mark.Length == 0) continue;
            var flaw = Mark(mark, expected);
            if (flaw != MoneyFlaw.None) return flaw;
        }

        return MoneyFlaw.None;
    }

    private static MoneyFlaw Mark(string mark, Currency expected)
    {
        foreach (var part in mark.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (part == expected.Text || (part == expected.Sign && part.Length > 0)) continue;
            if (part == expected.Text[..2] + expected.Sign && expected.Sign == "$") continue;
            var other = Currency.TryParse(part, out _) || Currency.All.Any(currency => currency.Sign == part);
            return other ? MoneyFlaw.OtherCurrency : MoneyFlaw.Malformed;
        }

        return MoneyFlaw.None;
    }

    private static MoneyFlaw ReadNumber(string text, int digits, out decimal major)
    {
        major = 0;
        var last = text.AsSpan().LastIndexOfAny(".,");
        var separators = text.Where(letter => letter is not (>= '0' and <= '9')).ToArray();
        var kinds = separators.Distinct().Count();
        if (kinds > 2 || (kinds == 2 && separators.Count(letter => letter == separators[^1]) > 1)) return MoneyFlaw.Malformed;
        var decimals = last < 0 ? 0 : text.Length - last - 1;
        var alone = separators.Length == 1 && last >= 0;
        if (alone && decimals == 3 && last <= 3 && digits > 0) return text[0] == '0' ? MoneyFlaw.TooManyDigits : MoneyFlaw.Ambiguous;
        var pointed = kinds == 2 || (alone && !(decimals == 3 && digits == 0 && last <= 3));
        if (pointed && separators[^1] is ' ' or '\'') return MoneyFlaw.Malformed;
        var whole = pointed ? text[..last] : text;
        var part = pointed ? text[(last + 1)..] : "";
        if (!Grouped(whole)) return MoneyFlaw.Malformed;
        if (part.Length == 0 && pointed) return MoneyFlaw.Malformed;
        if (part.Length > digits) return MoneyFlaw.TooManyDigits;
        var number = new string([.. whole.Where(char.IsAsciiDigit)]);
        if (number.TrimStart('0').Length > 12) return MoneyFlaw.TooLarge;
        foreach (var digit in number) major = (major * 10) + (digit - '0');
        var scale = 1m;
        foreach (var digit in part) major += (digit - '0') * (scale /= 10);
        return MoneyFlaw.None;
    }

    /// <summary>Digits alone, or groups of three behind a first group of one to three.</summary>
    private static bool Grouped(string whole)
    {
        var groups = whole.Split('.', ',', ' ', '\'');
        return groups.Length == 1
            ? whole.Length > 0
            : groups[0].Length is >= 1 and <= 3 && groups.Skip(1).All(group => group.Length == 3);
    }
}
