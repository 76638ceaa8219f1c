using System.Globalization;
using Purser.Embedded;
using Purser.Host.Doors.Clients;
using Purser.Outside;

namespace Purser.Host.Doors.Guests;

/// <summary>What senders of files are told.</summary>
public static class UploadReplies
{
    private const string WrongSize = "The file has another size than was declared";

    /// <summary>This client sends as much as it may already.</summary>
    public static Problem TooMany { get; } = new(
        429, "too-many", "Too many requests",
        $"This address may send {UploadTurns.MostOfOne} files at the same time. Send this one again in a moment.")
    {
        RetryAfter = 2,
    };

    /// <summary>It would not have ended.</summary>
    public static Problem TooSlow { get; } = new(
        408, "too-slow", "The file came too slowly",
        "Nothing of it was kept. Send it again where the connection is better.");

    /// <summary>The reply to what became of the bytes.</summary>
    public static IResult Of(ReceiveReply reply, UploadOrder order) => reply.Match<IResult>(
        received: Results.NoContent,
        already: () => new Problem(
            409, "already-received", "This is here already", "Nothing needs to be sent again."),
        tooShort: wrong => Size(wrong.Declared, $"only {Number(wrong.Came)} came"),
        tooLong: wrong => TooLong(wrong.Declared),
        expired: () => Expired(order),
        noSuchPart: wrong => NoSuchPart(wrong.Parts),
        noSpace: () => new Problem(
            507, "no-space", "There is no room for the file now",
            "The operator's disk is full. Keep the file, and send it again later.")
        {
            RetryAfter = 300,
        },
        removed: () => Problem.Unknown);

    /// <summary>More was sent than declared.</summary>
    public static Problem TooLong(long declared) => Size(declared, "more came");

    /// <summary>Another size than declared: <paramref name="came"/> says which.</summary>
    public static Problem Size(long declared, string came) => new(
        422, "size", WrongSize,
        $"{Number(declared)} bytes were declared, {came}. Nothing was kept: choose the file again.");

    /// <summary>The address is of no part of this file.</summary>
    public static Problem NoSuchPart(int parts) => new(
        422, "no-such-part", "The file has no such part",
        parts == 0
            ? "It is sent whole: post it as a form."
            : $"It is sent in {Number(parts)} parts, numbered from 1.");

    private static Problem Expired(UploadOrder order) => new(
        403, "upload-expired", "The time to send this file is over",
        "Renew it (POST to .../parts of this upload, or ask for a new batch), then send the file again.")
    {
        More = [("expired", order.Expires.ToString())],
    };

    private static string Number(long number) => number.ToString("N0", CultureInfo.InvariantCulture);
}
