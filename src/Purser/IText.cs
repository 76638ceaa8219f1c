using System.Text.Json;
using System.Text.Json.Serialization;

namespace Purser;

/// <summary>
/// A value that is one checked piece of text: an id, a slug, a zone. Parsed at the door, carried as itself.
/// </summary>
public interface IText<TSelf>
    where TSelf : struct, IText<TSelf>
{
    /// <summary>The text as it is stored and sent; empty for <c>default</c>.</summary>
    string Text { get; }

    /// <summary>Takes only text that keeps the rules of this kind; never throws.</summary>
    static abstract bool TryParse(string? text, out TSelf value);
}

/// <summary>Parsing for every <see cref="IText{TSelf}"/>.</summary>
public static class Texts
{
    /// <summary>Parses text that is known to be right (stored by us, or a literal in a test).</summary>
    public static T Parse<T>(string text)
        where T : struct, IText<T>
    {
        var right = T.TryParse(text, out var value);
        Require.That(right, $"{typeof(T).Name} \"{text}\" is well formed");
        return value;
    }

    /// <summary>
    /// True for 1 to <paramref name="most"/> characters of <c>[a-z0-9-]</c>, not starting or ending with a
    /// hyphen.
    /// </summary>
    public static bool IsName(string? text, int most) =>
        text is { Length: > 0 } && text.Length <= most && text[0] != '-' && text[^1] != '-'
        && !text.AsSpan().ContainsAnyExcept("abcdefghijklmnopqrstuvwxyz0123456789-");
}

/// <summary>Writes an <see cref="IText{TSelf}"/> as a JSON string or property name.</summary>
public sealed class TextConverter<T> : JsonConverter<T>
    where T : struct, IText<T>
{
    /// <inheritdoc />
    public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        T.TryParse(reader.GetString(), out var value)
            ? value
            : throw new JsonException($"not a {typeof(T).Name}");

    /// <inheritdoc />
    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.Text);

    /// <inheritdoc />
    public override T ReadAsPropertyName(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        Read(ref reader, typeToConvert, options);

    /// <inheritdoc />
    public override void WriteAsPropertyName(Utf8JsonWriter writer, T value, JsonSerializerOptions options) =>
        writer.WritePropertyName(value.Text);
}
