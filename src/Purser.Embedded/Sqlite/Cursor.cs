using System.Buffers.Text;
using System.Text;
using Purser.Outside;
using Purser.Outside.Records;

namespace Purser.Embedded.Sqlite;

/// <summary>
/// Where the next page goes on: after this place of the range, opaque to whoever carries it.
/// </summary>
internal sealed record Cursor(string Sort, RecordKey Key)
{
    private const char Between = '\u001f';

    public string Text =>
        Base64Url.EncodeToString(
            Encoding.UTF8.GetBytes($"{Sort}{Between}{Key.Partition}{Between}{Key.Sort}"));

    /// <exception cref="CursorUnknown">The text is none that <see cref="Text"/> gave.</exception>
    public static Cursor? Open(string? text)
    {
        if (text is null) return null;
        if (!Base64Url.IsValid(text)) throw new CursorUnknown();
        var parts = Encoding.UTF8.GetString(Base64Url.DecodeFromChars(text)).Split(Between);
        if (parts.Length != 3) throw new CursorUnknown();
        return new Cursor(parts[0], new RecordKey(parts[1], parts[2]));
    }
}
