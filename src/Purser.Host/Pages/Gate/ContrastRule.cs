using System.Globalization;
using Purser.Outside;

namespace Purser.Host.Pages.Gate;

/// <summary>
/// Every pair of colours that the page sets upon one another reaches WCAG 2.2 AA, by day and in the dark: the
/// product's own do, and a brand's must.
/// </summary>
internal static class ContrastRule
{
    private const double Text = 4.5;
    private const double Mark = 3;

    private static readonly (string On, string[] Over, double Least, string What)[] Pairs =
    [
        ("--ink", ["--paper", "--surface", "--chart-deep", "--chart-land"], Text, "text"),
        ("--ink", ["--off-wash", "--sea-wash", "--wait-wash"], Text, "the text of a note"),
        ("--ink-2", ["--paper", "--surface", "--chart-deep", "--chart-land"], Text, "second text"),
        ("--sea", ["--paper", "--surface"], Text, "links"),
        ("--sea", ["--chart-1", "--chart-2", "--chart-3"], Text, "names on the water"),
        ("--brand", ["--paper", "--surface", "--chart-deep"], Text, "outlined buttons and numbers"),
        ("--brand-deep", ["--brand-wash"], Text, "a button under the pointer"),
        ("--on-brand", ["--brand", "--brand-deep"], Text, "the words of a button"),
        ("--go", ["--paper", "--surface"], Text, "what is done"),
        ("--wait", ["--paper", "--surface"], Text, "what is waited for"),
        ("--off", ["--paper", "--surface"], Text, "what has ended"),
        ("--call", ["--paper", "--surface"], Text, "the step of now"),
        ("--call", ["--chart-deep", "--chart-1", "--chart-2", "--chart-3"], Mark, "the course on the chart"),
        ("--edge", ["--paper", "--surface"], Mark, "the borders of fields"),
        ("--focus", ["--paper", "--surface"], Mark, "the focus ring"),
    ];

    /// <summary>What breaks the rule in a page's whole style.</summary>
    public static IEnumerable<PageFault> Faults(string style)
    {
        var given = StyleTokens.Read(style);
        foreach (var (when, mode) in new[] { ("By day", "light"), ("In the dark", "dark") })
        {
            var colours = StyleTokens.In(given, mode);
            foreach (var (on, over, least, what) in Pairs)
            {
                foreach (var ground in over)
                {
                    if (Wrong(colours, on, ground, least) is { } why)
                        yield return new PageFault("contrast", $"{when}, {what} ({on} on {ground}) {why}.");
                }
            }
        }
    }

    /// <summary>The contrast ratio of two colours, 1 to 21, as WCAG defines it.</summary>
    /// <param name="one">As <c>#rgb</c> or <c>#rrggbb</c>.</param>
    /// <param name="two">Likewise.</param>
    public static double Ratio(string one, string two)
    {
        var (first, second) = (Luminance(one), Luminance(two));
        return (Math.Max(first, second) + 0.05) / (Math.Min(first, second) + 0.05);
    }

    private static string? Wrong(
        IReadOnlyDictionary<string, string> colours, string on, string ground, double least)
    {
        foreach (var name in new[] { on, ground })
        {
            if (StyleTokens.Colour(colours, name) is not null) continue;
            var said = colours.GetValueOrDefault(name, "not given");
            return $"cannot be checked: {name} is {said}, not a colour as #rrggbb";
        }

        var (text, field) = (StyleTokens.Colour(colours, on)!, StyleTokens.Colour(colours, ground)!);
        var ratio = Ratio(text, field);
        return ratio >= least ? null : string.Create(
            CultureInfo.InvariantCulture,
            $"have a contrast of {ratio:0.0}, {text} on {field}; {least:0.0} is needed");
    }

    private static double Luminance(string colour)
    {
        var six = colour.Length == 4
            ? "#" + string.Concat(colour[1..].Select(digit => $"{digit}{digit}"))
            : colour;
        double Part(int at)
        {
            var value = Convert.ToByte(six.Substring(at, 2), 16) / 255d;
            return value <= 0.04045 ? value / 12.92 : Math.Pow((value + 0.055) / 1.055, 2.4);
        }

        return (0.2126 * Part(1)) + (0.7152 * Part(3)) + (0.0722 * Part(5));
    }
}
