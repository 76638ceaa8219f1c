using System.Text.Json.Serialization;
using NodaTime;
using Purser.Outside;

namespace Purser.Guests.Photos;

/// <summary>By what a guest has shown to belong to a charter.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<GuestProof>))]
public enum GuestProof
{
    /// <summary>The booker's own link.</summary>
    [JsonStringEnumMemberName("link")]
    Link,

    /// <summary>The code that is said aboard.</summary>
    [JsonStringEnumMemberName("code")]
    Code,
}

/// <summary>Who may use a picture.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<PhotoUse>))]
public enum PhotoUse
{
    /// <summary>Only those who sailed.</summary>
    [JsonStringEnumMemberName("group")]
    Group,

    /// <summary>The operator too, for its own purposes.</summary>
    [JsonStringEnumMemberName("operator")]
    Operator,
}

/// <summary>What a contributor agreed to.</summary>
/// <param name="Use">Who may use the pictures.</param>
/// <param name="Minors">True: also those that show children.</param>
public sealed record PhotoConsent(PhotoUse Use, bool Minors)
{
    /// <summary>What holds unless more is said.</summary>
    public static readonly PhotoConsent Least = new(PhotoUse.Group, false);
}

/// <summary>What one person sent together.</summary>
/// <param name="Id">130 random bits, known to its sender only: the right to take it back.</param>
/// <param name="By">How its sender proved to belong here.</param>
/// <param name="Contributor">As written, for the gallery.</param>
/// <param name="Consent">What was agreed.</param>
/// <param name="Language">In which language it was asked; null: unsaid.</param>
/// <param name="Created">When.</param>
/// <param name="Files">What was announced, in order.</param>
/// <param name="Withdrawn">When consent was withdrawn; null: it stands.</param>
public sealed record PhotoBatch(
    string Id, GuestProof By, string Contributor, PhotoConsent Consent, string? Language, Instant Created,
    IReadOnlyList<PhotoName> Files, Instant? Withdrawn = null);

/// <summary>
/// What a file was called where it came from: for the owner's eyes, and never part of a path.
/// </summary>
public sealed record PhotoName(string Id, string Name);

/// <summary>One photo or video.</summary>
/// <param name="Id">130 random bits: the right to send it.</param>
/// <param name="Batch">With what it was announced.</param>
/// <param name="Number">Its place there, from 1.</param>
/// <param name="Type">The media type, as declared.</param>
/// <param name="Size">In bytes, as declared.</param>
/// <param name="Granted">When it was announced.</param>
/// <param name="State">Where it stands.</param>
public sealed record Photo(
    string Id, string Batch, int Number, string Type, long Size, Instant Granted, PhotoState State)
{
    /// <summary>Until when its bytes are taken; renewed as long as its batch may be sent.</summary>
    public Instant SendUntil { get; init; }

    /// <summary>When it was here.</summary>
    public Instant? Given { get; init; }

    /// <summary>Words of its sender.</summary>
    public string? Caption { get; init; }

    /// <summary>True: it waits for the owner's eye before it is seen.</summary>
    public bool Watched { get; init; }

    /// <summary>Why it is refused or kept.</summary>
    public string? Why { get; init; }

    /// <summary>What its content is.</summary>
    public PictureKind? Kind { get; init; }

    /// <summary>Of the upright picture, in pixels.</summary>
    public int Width { get; init; }

    /// <summary>Of the upright picture, in pixels.</summary>
    public int Height { get; init; }

    /// <summary>When it was taken, as far as that can be believed.</summary>
    public Instant? Taken { get; init; }

    /// <summary>Safe copies that were made.</summary>
    public IReadOnlyList<PhotoCopy> Copies { get; init; } = [];

    /// <summary>Lower-case hex SHA-256 of the file as it came.</summary>
    public string? Original { get; init; }

    /// <summary>How often it was put before the guests: each time at another address.</summary>
    public int Showing { get; init; }

    /// <summary>True: the owner wants it seen, and its copies are on the way.</summary>
    public bool Approved { get; init; }

    /// <summary>Who judged it last; null: nobody.</summary>
    public string? JudgedBy { get; init; }

    /// <summary>Work on its copies may still be running until then.</summary>
    public Instant? BusyUntil { get; init; }

    /// <summary>When its files are to be looked at again; null: they are as its state says.</summary>
    public Instant? Due { get; init; }

    /// <summary>Tries that failed, one after another.</summary>
    public int Tries { get; init; }

    /// <summary>The time by which it stands in the gallery.</summary>
    [JsonIgnore]
    public Instant Place => Taken ?? Given ?? Granted;
}

/// <summary>A safe copy.</summary>
/// <param name="Name">Neutral: <c>360.webp</c>, <c>view.jpg</c>, <c>play.mp4</c>.</param>
/// <param name="Type">Media type.</param>
/// <param name="Width">In pixels.</param>
/// <param name="Height">In pixels.</param>
/// <param name="Bytes">How many.</param>
/// <param name="Sha256">Lower-case hex.</param>
public sealed record PhotoCopy(string Name, string Type, int Width, int Height, long Bytes, string Sha256);

/// <summary>
/// How many batches there were: two that are announced at once cannot both be counted first.
/// </summary>
internal sealed record PhotoShelf(int Batches);

/// <summary>A request that was made once under a key of its sender.</summary>
/// <param name="Digest">Of its content.</param>
/// <param name="Batch">What came of it.</param>
internal sealed record PhotoAsked(string Digest, string Batch);

/// <summary>Wrong codes of one hour.</summary>
internal sealed record WrongCodes(int Count);

/// <summary>Proof for a contributor that what was sent is gone.</summary>
/// <param name="Batch">Which.</param>
/// <param name="Withdrawn">When consent was withdrawn.</param>
/// <param name="Items">What was removed.</param>
public sealed record PhotoReceipt(string Batch, Instant Withdrawn, IReadOnlyList<PhotoRemoved> Items);

/// <summary>A photo that is gone.</summary>
/// <param name="Id">Which.</param>
/// <param name="Original">SHA-256 of the file as it came; null: none was looked at.</param>
/// <param name="Copies">SHA-256 of each copy.</param>
public sealed record PhotoRemoved(string Id, string? Original, IReadOnlyList<string> Copies);
