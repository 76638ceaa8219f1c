using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Purser.Host.Intake.Json;

/// <summary>
/// One value of a JSON document that is read strictly: whatever does not fit is noted with its pointer, and
/// reading goes on,
/// so that every error of a document is reported at once. A reader that notes an error answers null.
/// </summary>
public sealed class DocumentNode
{
    private readonly JsonElement? value;
    private readonly DocumentErrors errors;

    private DocumentNode(JsonElement? value, string pointer, DocumentErrors errors)
    {
        this.value = value;
        this.errors = errors;
        Pointer = pointer;
    }

    /// <summary>Where it stands, as a JSON pointer.</summary>
    public string Pointer { get; }

    /// <summary>True if the document does not have it.</summary>
    public bool Absent => value is null;

    /// <summary>True if it is <c>null</c>.</summary>
    public bool IsNull => value is { ValueKind: JsonValueKind.Null };

    /// <summary>True if it is a text.</summary>
    public bool IsText => value is { ValueKind: JsonValueKind.String };

    /// <summary>True if it has a value that is not <c>null</c>.</summary>
    public bool Given => !Absent && !IsNull;

    /// <summary>A member; absent if the document does not have it.</summary>
    public DocumentNode this[string name] =>
        new(value is { ValueKind: JsonValueKind.Object } holder && holder.TryGetProperty(name, out var member)
            ? member : null,
            $"{Pointer}/{Escape(name)}", errors);

    /// <summary>
    /// Parses a document. Null if it is not JSON, not UTF-8, too big or too deep; then one error says so.
    /// </summary>
    public static DocumentNode? Parse(ReadOnlyMemory<byte> utf8, int mostBytes, DocumentErrors errors)
    {
        if (utf8.Length > mostBytes)
        {
            errors.Add("", $"The document has {utf8.Length:N0} bytes.",
                $"Send at most {mostBytes:N0} bytes.");
            return null;
        }

        try
        {
            var text = utf8.Span.StartsWith("\uFEFF"u8) ? utf8[3..] : utf8;
            using var document = JsonDocument.Parse(text, new JsonDocumentOptions { MaxDepth = 16 });
            var root = document.RootElement.Clone();
            return WellFormedText(root) ? new DocumentNode(root, "", errors)
                : Malformed("a text is not Unicode");
        }
        catch (JsonException fault)
        {
            return Malformed($"line {fault.LineNumber + 1}, byte {fault.BytePositionInLine + 1}");
        }

        DocumentNode? Malformed(string where)
        {
            errors.Add("", $"The document is not JSON ({where}).",
                "Send one JSON object in UTF-8, at most 16 levels deep.");
            return null;
        }
    }

    /// <summary>Notes an error at this place.</summary>
    public void Refuse(string detail, string remedy) => errors.Add(Pointer, detail, remedy);

    /// <summary>True for an object. Members other than <paramref name="known"/>, and members given twice, are
    /// noted.</summary>
    public bool IsObject(params string[] known)
    {
        if (value is not { ValueKind: JsonValueKind.Object } holder)
        {
            Refuse(Absent ? "It is missing."
                : $"It is {Kind()}.", $"Give an object with {string.Join(", ", known)}.");
            return false;
        }

        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var member in holder.EnumerateObject())
        {
            if (!seen.Add(member.Name)) this[member.Name].Refuse("The member is given twice.",
                "Give it once.");
            else if (!known.Contains(member.Name, StringComparer.Ordinal))
                this[Short(member.Name)].Refuse("The member is not known here.",
                    $"Known: {string.Join(", ", known)}.");
        }

        return true;
    }

    /// <summary>The names of an object's members, in order; empty for anything else.</summary>
    public IReadOnlyList<string> Names() =>
        value is { ValueKind: JsonValueKind.Object } holder
            ? [.. holder.EnumerateObject().Select(member => member.Name)] : [];

    /// <summary>The items of an array without a note; empty for anything else.</summary>
    public IEnumerable<DocumentNode> Elements() => value is { ValueKind: JsonValueKind.Array } list
        ? list.EnumerateArray().Select((item, at) => new DocumentNode(item, $"{Pointer}/{at}", errors))
        : [];

    /// <summary>The items of an array; notes anything else, and more than <paramref name="most"/>.</summary>
    public IReadOnlyList<DocumentNode> Items(int least, int most)
    {
        if (value is not { ValueKind: JsonValueKind.Array } list)
        {
            if (!Absent || least > 0) Refuse(Absent ? "It is missing."
                : $"It is {Kind()}.", "Give an array.");
            return [];
        }

        var count = list.GetArrayLength();
        if (count >= least && count <= most)
            return [.. Elements()];
        Refuse($"It has {count} items.", $"Give {least} to {most} items.");
        return [];
    }

    /// <summary>A text of so many characters, none of control but line breaks where <paramref name="lines"/>
    /// allows them.</summary>
    public string? Text(int most, bool lines = false)
    {
        if (value is not { ValueKind: JsonValueKind.String } text)
        {
            Refuse(Absent ? "It is missing."
                : $"It is {Kind()}.", $"Give a text of 1 to {most:N0} characters.");
            return null;
        }

        var found = text.GetString()!;
        if (found.Length == 0 || found.Length > most)
        {
            Refuse($"It has {found.Length:N0} characters.", $"Give 1 to {most:N0} characters.");
            return null;
        }

        if (found.Any(letter => IsUnseen(letter) && !(lines && letter is '\n' or '\r' or '\t'))
            || string.IsNullOrWhiteSpace(found))
        {
            Refuse("It has control characters or nothing to be seen.", "Give printable text.");
            return null;
        }

        return found;
    }

    /// <summary>As <see cref="Text"/>; absent and <c>null</c> are null without an error.</summary>
    public string? OptionalText(int most, bool lines = false) => Given ? Text(most, lines) : null;

    /// <summary>A short piece of text with rules of its own: an id, a role.</summary>
    public T? Name<T>(string rule)
        where T : struct, IText<T>
    {
        if (value is { ValueKind: JsonValueKind.String } text
            && T.TryParse(text.GetString(), out var name)) return name;
        Refuse(Absent ? "It is missing." : $"{Said()} does not fit.", rule);
        return null;
    }

    /// <summary>A whole number within limits.</summary>
    public int? Whole(int least, int most)
    {
        if (value is { ValueKind: JsonValueKind.Number } number && number.TryGetInt32(out var whole)
            && whole >= least && whole <= most) return whole;
        Refuse(Absent ? "It is missing."
            : $"{Said()} does not fit.", $"Give a whole number from {least} to {most}.");
        return null;
    }

    /// <summary>A decimal number as it stands in the document; null and a note for anything else.</summary>
    public decimal? Number()
    {
        if (value is { ValueKind: JsonValueKind.Number } number
            && number.TryGetDecimal(out var found)) return found;
        Refuse(Absent ? "It is missing." : $"{Said()} does not fit.", "Give a number.");
        return null;
    }

    /// <summary><c>true</c> or <c>false</c>; absent is <paramref name="otherwise"/>.</summary>
    public bool Flag(bool otherwise = false)
    {
        if (value is { ValueKind: JsonValueKind.True or JsonValueKind.False } flag) return flag.GetBoolean();
        if (!Absent) Refuse($"{Said()} does not fit.", "Give true or false.");
        return otherwise;
    }

    /// <summary>The value for an error text: shortened, printable.</summary>
    public string Said() => value switch
    {
        null => "nothing",
        { ValueKind: JsonValueKind.String } text => $"\"{Short(text.GetString()!)}\"",
        { ValueKind: JsonValueKind.Number } number => Short(number.GetRawText()),
        _ => Kind(),
    };

    private static bool WellFormedText(JsonElement element)
    {
        try
        {
            return element.ValueKind switch
            {
                JsonValueKind.String => element.GetString() is not null,
                JsonValueKind.Array => element.EnumerateArray().All(WellFormedText),
                JsonValueKind.Object => element.EnumerateObject().All(
                    member => member.Name.Length >= 0 && WellFormedText(member.Value)),
                _ => true,
            };
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }

    // Marks that turn or hide the direction of text let a name be shown as another one.
    private static bool IsUnseen(char letter) =>
        char.IsControl(letter) || letter is '\u2028' or '\u2029'
            or (>= '\u202a' and <= '\u202e') or (>= '\u2066' and <= '\u2069');

    private static string Escape(string name) => name.Replace("~", "~0").Replace("/", "~1");

    private static string Short(string text)
    {
        var shown = new StringBuilder();
        foreach (var letter in text.EnumerateRunes().Take(60))
            shown.Append(Rune.IsControl(letter) ? "?" : letter.ToString());
        return shown.ToString();
    }

    private string Kind() => value?.ValueKind switch
    {
        null => "missing",
        JsonValueKind.Null => "null",
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "an array",
        JsonValueKind.String => "a text",
        JsonValueKind.Number => "a number",
        _ => string.Create(CultureInfo.InvariantCulture, $"{value}").ToLowerInvariant(),
    };
}
