using System.Buffers.Text;
using System.Text;

namespace Purser.Crew;

/// <summary>Where a list of events goes on: a sort key, opaque to the caller.</summary>
internal static class ListCursor
{
    /// <summary>
    /// The place after an event. A blank sorts before everything that a longer id could go on with.
    /// </summary>
    public static string After(CrewEvent last) =>
        Base64Url.EncodeToString(Encoding.UTF8.GetBytes($"{CrewRows.IndexSort(last)} "));

    /// <summary>The place; null if the text is no cursor of ours.</summary>
    public static string? Read(string text)
    {
        if (text.Length > 400 || !Base64Url.IsValid(text)) return null;
        var place = Encoding.UTF8.GetString(Base64Url.DecodeFromChars(text));
        return place is { Length: > 0 and <= 200 } && place.All(letter => letter is >= ' ' and <= '~') ? place : null;
    }
}
