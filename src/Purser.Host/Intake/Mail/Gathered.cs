namespace Purser.Host.Intake.Mail;

/// <summary>What was understood of a mail, and what is open; keys are the members of a booking's
/// document.</summary>
internal sealed class Gathered
{
    private readonly Dictionary<string, string> understood = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> open = new(StringComparer.Ordinal);

    public IReadOnlyDictionary<string, string> Understood => understood;

    public IReadOnlyDictionary<string, string> Open => open;

    public bool Clear => open.Count == 0;

    public string? this[string field] => understood.GetValueOrDefault(field);

    public void Know(string field, string value) => understood[field] = Short(value);

    public void Doubt(string field, string reason)
    {
        open.TryAdd(field, Short(reason));
        understood.Remove(field);
    }

    private static string Short(string text)
    {
        var line = string.Concat(text.Select(letter => char.IsControl(letter) && letter != '\n' ? ' '
            : letter));
        return line.Length > 2_000 ? line[..2_000] : line;
    }
}
