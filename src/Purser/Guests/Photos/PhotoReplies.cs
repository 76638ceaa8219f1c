using NodaTime;
using Purser.Outside;

namespace Purser.Guests.Photos;

/// <summary>What became of an announcement.</summary>
public abstract record StartReply
{
    private StartReply()
    {
    }

    /// <summary>The files may be sent.</summary>
    public sealed record Started(string Batch, IReadOnlyList<UploadTicket> Uploads) : StartReply;

    /// <summary>No right proof, or no such page: to be answered as an unknown address is.</summary>
    public sealed record Unknown : StartReply;

    /// <summary>Photos are not taken now.</summary>
    public sealed record Closed(Instant Opens, Instant Closes, bool Live) : StartReply;

    /// <summary>Some fields are not right.</summary>
    public sealed record Refused(IReadOnlyList<PhotoFlaw> Flaws) : StartReply;

    /// <summary>The charter has as many photos as it may have.</summary>
    public sealed record Full(int Most) : StartReply;

    /// <summary>Too many batches within an hour.</summary>
    public sealed record TooOften(Duration Wait) : StartReply;

    /// <summary>The sender's key was used for another request.</summary>
    public sealed record KeyUsed : StartReply;

    /// <summary>Calls the one case that this is.</summary>
    public T Match<T>(
        Func<Started, T> started, Func<T> unknown, Func<Closed, T> closed, Func<Refused, T> refused,
        Func<Full, T> full, Func<TooOften, T> tooOften, Func<T> keyUsed) => this switch
        {
            Started reply => started(reply),
            Unknown => unknown(),
            Closed reply => closed(reply),
            Refused reply => refused(reply),
            Full reply => full(reply),
            TooOften reply => tooOften(reply),
            KeyUsed => keyUsed(),
            _ => throw new BugException("an unknown reply"),
        };
}

/// <summary>How one file is sent.</summary>
/// <param name="Id">Of the upload.</param>
/// <param name="Right">Where and how.</param>
/// <param name="Have">Numbers of the parts that have arrived already.</param>
public sealed record UploadTicket(string Id, UploadRight Right, IReadOnlyList<int> Have);

/// <summary>Whether a file may still be sent.</summary>
public abstract record RenewReply
{
    private RenewReply()
    {
    }

    /// <summary>So it is sent on.</summary>
    public sealed record Renewed(UploadTicket Ticket) : RenewReply;

    /// <summary>There is no such upload.</summary>
    public sealed record Unknown : RenewReply;

    /// <summary>It has arrived, or is taken back: nothing is to be sent.</summary>
    public sealed record Over(Photo Photo) : RenewReply;

    /// <summary>Its time is over.</summary>
    public sealed record Closed(Instant Opens, Instant Closes, bool Live) : RenewReply;

    /// <summary>Calls the one case that this is.</summary>
    public T Match<T>(
        Func<Renewed, T> renewed, Func<T> unknown, Func<Over, T> over, Func<Closed, T> closed) => this switch
        {
            Renewed reply => renewed(reply),
            Unknown => unknown(),
            Over reply => over(reply),
            Closed reply => closed(reply),
            _ => throw new BugException("an unknown reply"),
        };
}

/// <summary>Where one upload stands.</summary>
/// <param name="Photo">The upload.</param>
/// <param name="Have">Numbers of the parts that have arrived.</param>
/// <param name="Whole">True: all of it is here.</param>
public sealed record UploadStanding(Photo Photo, IReadOnlyList<int> Have, bool Whole);

/// <summary>What became of the word that a file was sent.</summary>
public abstract record DoneReply
{
    private DoneReply()
    {
    }

    /// <summary>It is here, and nothing will lose it.</summary>
    public sealed record Taken(Photo Photo) : DoneReply;

    /// <summary>There is no such upload.</summary>
    public sealed record Unknown : DoneReply;

    /// <summary>It is not here, or not all of it.</summary>
    public sealed record NotArrived(IReadOnlyList<int> Have) : DoneReply;

    /// <summary>It was taken back.</summary>
    public sealed record Gone : DoneReply;

    /// <summary>Calls the one case that this is.</summary>
    public T Match<T>(
        Func<Photo, T> taken, Func<T> unknown, Func<IReadOnlyList<int>, T> notArrived,
        Func<T> gone) => this switch
        {
            Taken reply => taken(reply.Photo),
            Unknown => unknown(),
            NotArrived reply => notArrived(reply.Have),
            Gone => gone(),
            _ => throw new BugException("an unknown reply"),
        };
}

/// <summary>A page of the gallery as guests see it.</summary>
/// <param name="Items">In the order of capture.</param>
/// <param name="Next">Where the next page goes on; null: this was the last.</param>
/// <param name="Version">Rises with every change.</param>
public sealed record GalleryPage(IReadOnlyList<GalleryItem> Items, string? Next, long Version);

/// <summary>A photo as guests see it. What is not published says no more than that it is there.</summary>
/// <param name="Id">Of the upload.</param>
/// <param name="State">Where it stands.</param>
/// <param name="Kind">Picture or video; null: not known yet.</param>
/// <param name="Contributor">Who sent it.</param>
/// <param name="Caption">Words of its sender.</param>
/// <param name="TakenAt">When it was taken.</param>
/// <param name="Width">In pixels.</param>
/// <param name="Height">In pixels.</param>
/// <param name="Thumbs">Copies: <c>360</c>, <c>720</c>, <c>view</c> in WebP, the same with <c>.jpg</c> in
/// JPEG, <c>play</c> of a video; and the path of each.</param>
public sealed record GalleryItem(
    string Id, PhotoState State, PictureKind? Kind, string? Contributor, string? Caption, Instant? TakenAt,
    int? Width, int? Height, IReadOnlyDictionary<string, string>? Thumbs);

/// <summary>Whether words were put to a photo.</summary>
public enum CaptionOutcome
{
    /// <summary>They stand.</summary>
    Written,

    /// <summary>There is no such upload, it is gone, or it is somebody else's.</summary>
    Unknown,

    /// <summary>Its day is over, or the owner has already looked at it as it was.</summary>
    TooLate,
}

/// <summary>Whether something was taken back.</summary>
public enum RemoveOutcome
{
    /// <summary>It is gone.</summary>
    Removed,

    /// <summary>There is no such upload, or it is somebody else's.</summary>
    Unknown,

    /// <summary>Its day is over: the operator can be asked.</summary>
    TooLate,
}
