using Purser.Outside;

namespace Purser.Embedded;

/// <summary>
/// Takes the bytes of guests' files on this machine: what the host's door hands over. What is answered with
/// <see cref="ReceiveReply.Received"/> or <see cref="ReceiveReply.Already"/> survives a crash and a cut of
/// power; whatever else happens leaves nothing that counts as arrived.
/// </summary>
public interface IUploadReceiver
{
    /// <summary>
    /// Streams a file, or one part of it, into the quarantine. Faults of reading <paramref name="body"/> are
    /// passed on as they are; nothing is kept then.
    /// </summary>
    /// <param name="order">The order under which it is sent.</param>
    /// <param name="part">From 1; 0: the whole file.</param>
    /// <param name="body">Read to its end, or to the first byte too many; not at all if the file is here
    /// already.</param>
    /// <param name="stop">Gives up.</param>
    Task<ReceiveReply> Receive(UploadOrder order, int part, Stream body, CancellationToken stop);
}

/// <summary>What became of bytes that were sent.</summary>
public abstract record ReceiveReply
{
    private ReceiveReply()
    {
    }

    /// <summary>They are here, durably.</summary>
    public sealed record Received : ReceiveReply;

    /// <summary>The whole file, or this part, was here before; these bytes were not looked at.</summary>
    public sealed record Already : ReceiveReply;

    /// <summary>They ended too early.</summary>
    /// <param name="Declared">Bytes that were to come.</param>
    /// <param name="Came">Bytes that came.</param>
    public sealed record TooShort(long Declared, long Came) : ReceiveReply;

    /// <summary>More came than the bytes declared; the rest was not read.</summary>
    public sealed record TooLong(long Declared) : ReceiveReply;

    /// <summary>The order had ended before the first byte came.</summary>
    public sealed record Expired : ReceiveReply;

    /// <summary>This file has so many parts (0: it is sent whole), and this is none of them.</summary>
    public sealed record NoSuchPart(int Parts) : ReceiveReply;

    /// <summary>The disk is as full as it may become.</summary>
    public sealed record NoSpace : ReceiveReply;

    /// <summary>The file was removed while it was being sent.</summary>
    public sealed record Removed : ReceiveReply;

    /// <summary>Calls the one case that this is.</summary>
    public T Match<T>(
        Func<T> received, Func<T> already, Func<TooShort, T> tooShort, Func<TooLong, T> tooLong,
        Func<T> expired, Func<NoSuchPart, T> noSuchPart, Func<T> noSpace, Func<T> removed) => this switch
        {
            Received => received(),
            Already => already(),
            TooShort reply => tooShort(reply),
            TooLong reply => tooLong(reply),
            Expired => expired(),
            NoSuchPart reply => noSuchPart(reply),
            NoSpace => noSpace(),
            Removed => removed(),
            _ => throw new BugException("an unknown reply"),
        };
}
