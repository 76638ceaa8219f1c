namespace Purser.Host.Intake.Mail;

/// <summary>One value that a mail gives a field.</summary>
/// <param name="Field">Which.</param>
/// <param name="Text">As written.</param>
internal sealed record Said(MailField Field, string Text);

/// <summary>
/// Finds labels and their values: <c>Label: value</c>, a table row of label and value, a label above its
/// value, and a row of
/// labels above a row of values.
/// </summary>
internal sealed class LabelScan
{
    private const int MostValues = 400;

    private readonly Dictionary<string, MailField> labels = new(StringComparer.OrdinalIgnoreCase);
    private readonly int longest;

    public LabelScan(ChannelProfile profile)
    {
        foreach (var (field, words) in profile.Labels)
            foreach (var word in words) labels[word] = field;
        longest = labels.Keys.Select(word => word.Length).DefaultIfEmpty(0).Max();
    }

    /// <summary>All values, in order.</summary>
    public IReadOnlyList<Said> Read(IReadOnlyList<string> lines)
    {
        var found = new List<Said>();
        for (var at = 0; at < lines.Count && found.Count < MostValues; at++)
        {
            var cells = lines[at].Split('\t');
            if (Heading(cells) is { } fields && Next(lines, at) is { } below
                && below.Split('\t') is var values
                && values.Length == fields.Count)
            {
                found.AddRange(fields.Zip(values, (field, value) => new Said(field, value.Trim())));
                at++;
                while (lines[at].Length == 0) at++;
            }
            else ReadRow(lines, at, cells, found);
        }

        return found;
    }

    private void ReadRow(IReadOnlyList<string> lines, int at, string[] cells, List<Said> found)
    {
        for (var cell = 0; cell < cells.Length; cell++)
        {
            if (Label(cells[cell]) is not (var field, var rest)) continue;
            var parts = new List<string> { rest };
            while (cell + 1 < cells.Length && Label(cells[cell + 1]) is null) parts.Add(cells[++cell].Trim());
            var value = string.Join(' ', parts.Where(part => part.Length > 0));
            var last = cell == cells.Length - 1;
            if (value.Length == 0 && last && Next(lines, at) is { } below
                && Label(below.Split('\t')[0]) is null)
                value = below.Replace('\t', ' ');
            if (field == MailField.Requests && last) value = Continue(lines, at, value);
            if (value.Length > 0) found.Add(new Said(field, value));
        }
    }

    /// <summary>Wishes go on to the next empty line or label.</summary>
    private string Continue(IReadOnlyList<string> lines, int at, string value)
    {
        var first = lines[at].Contains(value, StringComparison.Ordinal) && value.Length > 0
            ? at + 1
            : Enumerable.Range(at + 1, Math.Max(0, lines.Count - at - 1)).FirstOrDefault(line =>
                lines[line].Length > 0, at) + 1;
        var more = lines.Skip(first).TakeWhile(line => line.Length > 0 && Label(line.Split('\t')[0]) is null)
            .Select(line => line.Replace('\t', ' '));
        var whole = string.Join('\n', more.Prepend(value));
        return whole.Length > 10_000 ? whole[..10_000] : whole;
    }

    private List<MailField>? Heading(string[] cells)
    {
        if (cells.Length < 2) return null;
        var fields = cells.Select(Label).ToList();
        return fields.All(label => label is { Value: "" }) ? [.. fields.Select(label => label!.Value.Field)]
            : null;
    }

    private static string? Next(IReadOnlyList<string> lines, int at) =>
        lines.Skip(at + 1).Take(3).FirstOrDefault(line => line.Length > 0);

    private (MailField Field, string Value)? Label(string cell)
    {
        var text = cell.Trim(' ', '*');
        if (labels.TryGetValue(text, out var bare)) return (bare, "");
        var colon = text.AsSpan(0, Math.Min(text.Length, longest + 4)).IndexOf(':');
        if (colon <= 0) return null;
        return labels.TryGetValue(text[..colon].Trim(' ', '*'), out var field)
            ? (field, text[(colon + 1)..].Trim(' ', '*'))
            : null;
    }
}
