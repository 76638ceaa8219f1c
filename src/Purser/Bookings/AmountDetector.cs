using System.Text.RegularExpressions;

namespace Purser.Bookings;

/// <summary>
/// Finds amounts in text that crew or guests could read: a currency sign or ISO code next to a number; a
/// number with two decimals; a number next to a listed word of pay or price, in English or Spanish. Times,
/// dates, telephone numbers and "slip 250" are none. In doubt it finds: a passage too many is kept in the
/// office, a passage too few is a leak.
/// </summary>
public static partial class AmountDetector
{
    private const string Number =
        @"(?<![\w:/.,\-])(?>\d{1,3}(?:[.,'\u2019\u00a0 ]\d{3})+(?:[.,]\d{1,2})?|\d+(?:[.,]\d{1,2})?)(?![\d:/]|-\d|[.,]\d)";

    private const string NotAnAmount =
        @"(?!\s?(?:[ap]\.?m\b|h\b|hrs?\b|o'clock|th\b|st\b|nd\b|rd\b|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)"
        + @"[a-z]*\b|(?:de\s)?(?:enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|octubre|noviembre|diciembre)"
        + @"\b|(?:minutes?|mins?|hours?|days?|weeks?|months?|years?|nights?|guests?|people|persons?|adults?|kids?|children"
        + @"|passengers?|pax|crew|bags?|times?|miles?|ft|feet|knots?|kn|nm|personas?|adultos?|niños?|horas?|días?|dias?"
        + @"|semanas?|minutos?)\b))";

    private const string Nouns =
        @"fees?|payouts?|gross|tips?|gratuit(?:y|ies)|deposits?|wages?|salary|salaries|prices?|refunds?|revenue|commissions?"
        + @"|bonus(?:es)?|invoices?|discounts?|surcharges?|earnings|balance\s+due|(?:hourly|day|daily|crew|captain|flat)\s+rate"
        + @"|cash|venmo|zelle|paypal|tarifas?|propinas?|dep[oó]sitos?|precios?|costes?|costos?|bruto|neto|comisi[oó]n(?:es)?"
        + @"|honorarios|sueldos?|salarios?|reembolsos?|anticipos?|saldo|pagos?|efectivo|ganancias?|descuentos?";

    private const string Verbs =
        @"pays?|paying|paid|costs?|charged|charges?\s+(?:of|is|are)|priced|earns?|earned|owes?|owed|pagar|paga|pagan|pag[oó]|pagado"
        + @"|pagaron|cuesta|cuestan|cobrar?|cobran|cobr[oó]|gana|ganan|deben?";

    private const string Joints =
        @"(?:(?:of|is|was|are|were|will|be|about|around|approx\.?|roughly|only|just|up|to|at|for|the|them|us|me|him|her|you|captain"
        + @"|crew|total|due|per|person|each|a|an|mate|deckhand"
        + @"|capit[aá]n|marinero|de|del|es|son|fue|unos|unas|casi|por|total|la|el|le|les|nos)\b\s*|[:=~\-\u2013(]\s*)";

    private const string Fillers =
        @"(?:(?:captain'?s?|crew|port|dock|docking|fuel|cleaning|service|channel|security|damage|cash|extra|mooring|harbou?r|booking"
        + @"|in|as|a|for|the|of|de|en|por)\s+)";

    private const string Places =
        @"(?<!\b(?:slip|gate|dock|pier|berth|room|channel|ch|party\s+of|group\s+of|code|door|suite|unit|bay|no\.|muelle|puerta|grupo\s+de)"
        + @"\s{1,2}#?)";

    private const string PerHour = @"(?:/|per|an|a|p/|por|la)\s?(?:h|hr|hour|hora|day|d[ií]a|person|pp|head|persona)\b";

    /// <summary>True if the text names an amount.</summary>
    public static bool Finds(string text) => Spans(Visible(text)).Count > 0;

    /// <summary>
    /// Takes out every clause that names an amount. What is left names none, whatever the text was.
    /// </summary>
    /// <returns>The rest, trimmed, perhaps empty; and the passages taken out, in order.</returns>
    public static (string Clean, IReadOnlyList<string> Withheld) Withhold(string text)
    {
        var withheld = new List<string>();
        var rest = Visible(text);
        while (Spans(rest) is { Count: > 0 } spans)
        {
            var kept = new List<string>();
            foreach (Match clause in Clauses.Matches(rest))
            {
                var hit = spans.Any(span => span.From < clause.Index + clause.Length && clause.Index < span.To);
                (hit ? withheld : kept).Add(hit ? clause.Value.Trim() : clause.Value);
            }

            rest = string.Concat(kept);
        }

        return (withheld.Count == 0 ? text : rest.Trim().TrimEnd(',', ';', '-', ' '), withheld);
    }

    private static string Visible(string text) => Invisible.Replace(text, "");

    private static List<(int From, int To)> Spans(string text)
    {
        var spans = new List<(int, int)>();
        // Every other rule needs a digit, and most texts have none.
        Regex[] rules = text.Any(char.IsDigit)
            ? [Signs, Codes, Worded, WordThenNumber, NumberThenWord, Rates, Decimals]
            : [Worded];
        foreach (var rule in rules)
        {
            foreach (Match match in rule.Matches(text))
                if (rule != Decimals || !IsTime(text, match)) spans.Add((match.Index, match.Index + match.Length));
        }

        return spans;
    }

    private static bool IsTime(string text, Match match) =>
        ClockTimes.IsMatch(text[..(match.Index + match.Length)])
        || ClockRange.IsMatch(match.Value + After(text, match));

    private static string After(string text, Match match) =>
        text.Substring(match.Index + match.Length, Math.Min(10, text.Length - match.Index - match.Length));

    [GeneratedRegex("[\u00AD\u200B-\u200F\u2060-\u2064\uFEFF]")]
    private static partial Regex Invisible { get; }

    [GeneratedRegex(@"[^,;.!?\n]*(?:[,.](?=\S)[^,;.!?\n]*)*(?:[,;.!?]+\s*|\n+|$)")]
    private static partial Regex Clauses { get; }

    [GeneratedRegex(@"\p{Sc}\s*\d|\d\s?k?\s?\p{Sc}", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Signs { get; }

    [GeneratedRegex(
        @"\b(?:(?i:usd|eur|gbp|mxn|cad|aud|nzd|chf|jpy|dollars?|bucks|euros?|pesos?)|SEK|NOK|DKK|CNY|INR|BRL|COP|ARS|CLP|PEN|CRC)"
        + @"\s*[:=]?\s*\d|\d\s?(?i:k)?\s?(?:(?i:usd|eur|gbp|mxn|cad|aud|nzd|chf|jpy|dollars?|bucks?|euros?|pesos?|d[oó]lares?|d[oó]lar"
        + @"|cents?|centavos?|grand|quid)|SEK|NOK|DKK|CNY|INR|BRL|COP|ARS|CLP|PEN|CRC)\b",
        RegexOptions.CultureInvariant)]
    private static partial Regex Codes { get; }

    [GeneratedRegex(
        @"\b(?:one|two|three|four|five|six|seven|eight|nine|ten|twelve|fifteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety"
        + @"|hundred|thousand|cien|ciento|cincuenta|doscientos|trescientos|quinientos|mil|veinte|treinta|cuarenta|diez)"
        + @"\s+(?:dollars?|bucks?|euros?|pesos?|d[oó]lares)\b",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Worded { get; }

    [GeneratedRegex(
        $@"\b(?:{Nouns}|{Verbs})(?!\w)\s*{Joints}{{0,4}}{Number}{NotAnAmount}",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex WordThenNumber { get; }

    [GeneratedRegex(
        $@"{Places}{Number}\s*%?\s*{Fillers}{{0,3}}(?:{Nouns})\b",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex NumberThenWord { get; }

    [GeneratedRegex($@"(?<![\w:/.,\-])(?>\d+)(?:[.,]\d{{1,2}})?\s?{PerHour}", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Rates { get; }

    [GeneratedRegex(
        @"(?<![\d.,:/\-])(?:\d{1,3}(?:[.,'\u00a0 ]\d{3})+|\d+)[.,]\d{2}(?![\d:/]|[.,]\d)"
        + @"(?!\s?(?:m|ft|feet|nm|nmi|km|mi|miles|kn|kts|knots|l|litres?|liters?|gal|gallons?|kg|lbs?|mhz|ghz|v|volts?|bar|psi|[ap]\.?m|h"
        + @"|hrs?|horas?)\b|\s?[°%])",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Decimals { get; }

    [GeneratedRegex(
        @"\b(?:by|until|till|before|after|from|around|departs?|departing|returns?|returning|leave|leaves|hasta|las|desde|vhf|channel|ch"
        + @"|[01]?\d\.[0-5]\d\s?(?:-|\u2013|to|a))\s?(?:(?:[01]?\d|2[0-3])\.[0-5]\d|1[56]\d\.\d\d)\z",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex ClockTimes { get; }

    [GeneratedRegex(
        @"\A(?:[01]?\d|2[0-3])\.[0-5]\d\s?(?:-|\u2013|to|a)\s?(?:[01]?\d|2[0-3])\.[0-5]\d\b",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex ClockRange { get; }
}
