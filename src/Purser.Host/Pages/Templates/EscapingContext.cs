using System.Buffers;
using System.Globalization;
using System.Text;
using Scriban;
using Scriban.Parsing;
using Scriban.Runtime;

namespace Purser.Host.Pages.Templates;

/// <summary>How a template's values are written.</summary>
internal enum TemplateKind
{
    /// <summary>For text and quoted attributes.</summary>
    Html,

    /// <summary>As they are, without control characters.</summary>
    Text,

    /// <summary>As text; the whole becomes one line.</summary>
    OneLine,
}

internal static class TemplateKinds
{
    /// <summary>What the ending says; anything unknown is treated as HTML, the stricter kind.</summary>
    public static TemplateKind Of(string name) =>
        name.EndsWith(".subject.txt", StringComparison.Ordinal) ? TemplateKind.OneLine
        : name.EndsWith(".txt", StringComparison.Ordinal) ? TemplateKind.Text : TemplateKind.Html;
}

/// <summary>
/// Text that is written as it is: our own files, and JSON of our own serializer. Facts never become this.
/// </summary>
internal sealed record WrittenText(string Text)
{
    public override string ToString() => Text;
}

/// <summary>Writes every value escaped, and stops what runs too long or too deep.</summary>
internal sealed class EscapingContext : TemplateContext
{
    private const int MostCharacters = 2_000_000;

    /// <summary>What every kind writes as it is.</summary>
    private static readonly SearchValues<char> Plain =
        SearchValues.Create(
            "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 .,:;!?()[]{}/-_+=*#@%$|~^\n\t");

    public EscapingContext(TemplateKind kind, ScriptObject functions)
        : base(functions)
    {
        Kind = kind;
        StrictVariables = true;
        EnableRelaxedMemberAccess = false;
        EnableRelaxedTargetAccess = false;
        EnableRelaxedIndexerAccess = false;
        LoopLimit = 2_000;
        RecursiveLimit = 20;
        ObjectRecursionLimit = 12;
        LimitToString = MostCharacters;
        OutputLimit = MostCharacters;
        OnOutputLimit = ScriptLimitBehavior.Throw;
        OnStringLimit = ScriptLimitBehavior.Throw;
        NewLine = "\n";
        AutoIndent = false;
        PushCulture(CultureInfo.InvariantCulture);
    }

    public TemplateKind Kind { get; }

    /// <summary>How many templates deep this is.</summary>
    public int Includes { get; set; }

    /// <summary>Every value of a template passes here; the template's own text does not.</summary>
    public override TemplateContext Write(SourceSpan span, object? textAsObject)
    {
        if (textAsObject is null) return this;
        var text = textAsObject is WrittenText written ? written.Text : Escape(ObjectToString(textAsObject) ?? "");
        Write(text);
        return this;
    }

    /// <summary>
    /// Escapes for this kind. Control characters and broken surrogates have no business in any of them.
    /// </summary>
    public string Escape(string text)
    {
        if (!text.AsSpan().ContainsAnyExcept(Plain)) return text;
        var result = new StringBuilder(text.Length + 16);
        foreach (var rune in text.EnumerateRunes())
        {
            if (rune.Value is '\n' or '\t' || !Rune.IsControl(rune)) Append(result, rune);
        }

        return result.ToString();
    }

    private void Append(StringBuilder result, Rune rune)
    {
        var mark = Kind != TemplateKind.Html ? null : rune.Value switch
        {
            '&' => "&amp;",
            '<' => "&lt;",
            '>' => "&gt;",
            '"' => "&quot;",
            '\'' => "&#39;",
            '`' => "&#96;",
            _ => null,
        };
        if (mark is not null)
        {
            result.Append(mark);
            return;
        }

        Span<char> letters = stackalloc char[2];
        result.Append(letters[..rune.EncodeToUtf16(letters)]);
    }
}
