using System.Text;

namespace Purser.Host.Intake.Mail;

/// <summary>Text as tidy lines: one kind of space, no marks of lists or quoting style, tabs kept between
/// cells.</summary>
internal static class TextLines
{
    /// <summary>Stands for what no character set explains; a value with it is not certain.</summary>
    public const char Unreadable = '\uFFFD';

    public static IReadOnlyList<string> Of(string text) =>
        [.. text.ReplaceLineEndings("\n").Split('\n').Select(Tidy)];

    /// <summary>One line: spaces collapsed, tabs kept, leading list marks and surrounding emphasis
    /// removed.</summary>
    public static string Tidy(string line)
    {
        var tidy = new StringBuilder(line.Length);
        foreach (var letter in line)
        {
            if (letter == '\t') Gap(tidy, '\t');
            else if (char.IsWhiteSpace(letter) && letter != '\u0085') Gap(tidy, ' ');
            else if (char.IsControl(letter)) tidy.Append(Unreadable);
            else if (letter is not ('\u200b' or '\u200c' or '\u200d' or '\u2060' or '\ufeff' or '\u00ad'))
                tidy.Append(letter);
        }

        return tidy.ToString().Trim(' ', '\t').TrimStart('*', '\u2022', '\u00b7', ' ');
    }

    private static void Gap(StringBuilder tidy, char gap)
    {
        if (tidy.Length == 0) return;
        if (tidy[^1] == '\t') return;
        if (tidy[^1] != ' ') tidy.Append(gap);
        else if (gap == '\t') tidy[^1] = '\t';
    }
}
