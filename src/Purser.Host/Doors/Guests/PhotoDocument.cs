using Purser.Bookings;
using Purser.Guests.Photos;
using Purser.Host.Intake.Json;

namespace Purser.Host.Doors.Guests;

/// <summary>The announcement of photos, as JSON.</summary>
/// <param name="root">The document.</param>
/// <param name="errors">Where everything that is wrong is noted.</param>
internal sealed class PhotoDocument(DocumentNode root, DocumentErrors errors)
{
    /// <summary>More files than any batch may have, so that the desk itself refuses a batch of 25.</summary>
    private const int MostFiles = 500;

    private const long MostSize = 1L << 50;

    /// <summary>The announcement; null if anything is wrong.</summary>
    public BatchRequest? Batch()
    {
        if (!root.IsObject("contributor", "code", "consent", "language", "files")) return null;
        var contributor = root["contributor"].Text(BatchRules.ContributorCharacters);
        var language = root["language"].OptionalText(20);
        var consent = Consent(root["consent"]);
        var files = root["files"].Items(0, MostFiles).Select(File).ToList();
        return errors.None
            ? new BatchRequest(contributor!.Trim(), consent, language, [.. files.OfType<FileRequest>()])
            : null;
    }

    /// <summary>
    /// The words of <c>{ "caption": "..." }</c>; null if there are none. They may name no amount of money.
    /// </summary>
    public string? Caption()
    {
        if (!root.IsObject("caption")) return null;
        var caption = root["caption"].OptionalText(BatchRules.CaptionCharacters, lines: true)?.Trim();
        if (caption is null || !AmountDetector.Finds(caption)) return caption;
        root["caption"].Refuse("It names an amount of money.", "Leave the amount out.");
        return null;
    }

    private static PhotoConsent Consent(DocumentNode node)
    {
        if (!node.Given || !node.IsObject("use", "minors")) return PhotoConsent.Least;
        var use = node["use"].Given ? node["use"].Text(20) : "group";
        if (use is not (null or "group" or "operator"))
            node["use"].Refuse($"{node["use"].Said()} does not fit.", "Give \"group\" or \"operator\".");
        var allowed = use == "operator" ? PhotoUse.Operator : PhotoUse.Group;
        return new PhotoConsent(allowed, node["minors"].Flag());
    }

    private static FileRequest? File(DocumentNode node)
    {
        if (!node.IsObject("name", "type", "size")) return null;
        var (name, type) = (node["name"].Text(BatchRules.NameCharacters), node["type"].Text(100));
        var size = Size(node["size"]);
        return name is null || type is null || size is null
            ? null
            : new FileRequest(name, type.Trim().ToLowerInvariant(), size.Value);
    }

    private static long? Size(DocumentNode node)
    {
        if (node.Number() is not { } number) return null;
        if (number == Math.Truncate(number) && number is >= 0 and <= MostSize) return (long)number;
        node.Refuse($"{node.Said()} does not fit.", "Give a whole number of bytes.");
        return null;
    }
}
