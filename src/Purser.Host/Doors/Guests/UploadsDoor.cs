using System.Globalization;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;
using Purser.Bookings;
using Purser.Embedded;
using Purser.Host.Doors.Clients;
using Purser.Outside;
using BadHttpRequestException = Microsoft.AspNetCore.Http.BadHttpRequestException;

namespace Purser.Host.Doors.Guests;

/// <summary>Says which order an address belongs to.</summary>
public interface IUploadOrders
{
    /// <summary>
    /// The order that this id is the right to; null if there is none, also if it was taken back. An order
    /// whose time is over is still told, so that its sender learns what to do.
    /// </summary>
    Task<UploadOrder?> Find(Slug slug, string id, CancellationToken stop);
}

/// <summary>What the door works with.</summary>
/// <param name="Orders">Who may send what.</param>
/// <param name="Receiver">Where it goes.</param>
/// <param name="Turns">How much one client may send at the same time.</param>
/// <param name="Origin">Of the guest site, as its browsers name it.</param>
public sealed record UploadParts(
    IUploadOrders Orders, IUploadReceiver Receiver, UploadTurns Turns, string Origin);

/// <summary>
/// Takes the bytes of guests' files, streamed. The id in the address is the right to send: whoever has none
/// learns nothing but that there is no such page.
/// </summary>
public static class UploadsDoor
{
    /// <summary>Where a file is sent, whole.</summary>
    public const string Path = "/api/g/{slug}/photos/{id}/file";

    /// <summary>Bytes of a form beside its file: fields, names, boundaries.</summary>
    public const int FormExtraBytes = 64 * 1024;

    /// <summary>Bytes of the largest request that is taken: a form; a part of a larger file is smaller.</summary>
    public const long MostForm = UploadLimits.FormBytes + FormExtraBytes;

    /// <summary>
    /// A phone on a pier is slow, and for a while silent; one that is slower than this never ends in time.
    /// </summary>
    public static readonly MinDataRate Slowest = new(
        bytesPerSecond: 1024, gracePeriod: TimeSpan.FromSeconds(60));

    private static readonly TimeLimit Longest = new(TimeSpan.FromMinutes(30));

    /// <summary>Adds the addresses.</summary>
    public static void MapUploads(this IEndpointRouteBuilder site, UploadParts parts)
    {
        site.Post(Path, context => Form(context, parts)).WithMetadata(Longest);
        site.Put(Path + "/{number}", context => Part(context, parts)).WithMetadata(Longest);
        RequestDelegate form = context => OwnOrigin.Answer(context, parts.Origin, "POST");
        RequestDelegate part = context => OwnOrigin.Answer(context, parts.Origin, "PUT");
        site.MapMethods(Path, ["OPTIONS"], form);
        site.MapMethods(Path + "/{number}", ["OPTIONS"], part);
    }

    private static Task<IResult> Form(HttpContext context, UploadParts parts) =>
        Take(context, parts, async order =>
    {
        if (UploadLimits.PartsOf(order.Size) is not 0 and var count) return UploadReplies.NoSuchPart(count);
        if (UploadForm.Boundary(context.Request) is not { } boundary) return Bodies.WrongType(
            "multipart/form-data");
        var length = context.Request.ContentLength;
        if (length > order.Size + FormExtraBytes) return UploadReplies.TooLong(order.Size);
        if (length < order.Size) return UploadReplies.Size(order.Size,
            $"the whole form has only {length:N0}");
        var form = await UploadForm.Read(context.Request.Body, boundary, context.RequestAborted);
        return await form.Match(
            file => Receive(context, parts, order, 0, file), problem => Task.FromResult<IResult>(problem));
    });

    private static Task<IResult> Part(HttpContext context, UploadParts parts) =>
        Take(context, parts, async order =>
    {
        var count = UploadLimits.PartsOf(order.Size);
        var plain = CultureInfo.InvariantCulture;
        var known = int.TryParse(context.RouteText("number"), NumberStyles.None, plain, out var number);
        if (!known || number < 1 || number > count) return UploadReplies.NoSuchPart(count);
        if (!IsPlain(context.Request.ContentType, order)) return Bodies.WrongType("application/octet-stream");
        var size = UploadLimits.PartSize(order.Size, number);
        var length = context.Request.ContentLength;
        if (length > size) return UploadReplies.TooLong(size);
        if (length < size) return UploadReplies.Size(size, $"the request has only {length:N0}");
        return await Receive(context, parts, order, number, context.Request.Body);
    });

    /// <summary>The proof first, so that nothing else can be learnt without it.</summary>
    private static async Task<IResult> Take(
        HttpContext context, UploadParts parts, Func<UploadOrder, Task<IResult>> work)
    {
        if (OwnOrigin.Foreign(context.Request, parts.Origin) is { } foreign) return foreign;
        if (!Slug.TryParse(context.RouteText("slug"), out var slug)) return Problem.Unknown;
        var order = await parts.Orders.Find(slug, context.RouteText("id"), context.RequestAborted);
        if (order is null) return Problem.Unknown;
        using var turn = parts.Turns.Take(context);
        if (turn is null) return UploadReplies.TooMany;
        Allow(context, order.Size + FormExtraBytes);
        try
        {
            return await work(order);
        }
        catch (BadHttpRequestException fault) when (fault.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            // Without a length in its head a request is found too long on the way.
            var whole = context.Request.RouteValues["number"] is null;
            return UploadReplies.TooLong(whole ? order.Size : UploadLimits.PartBytes);
        }
        catch (BadHttpRequestException fault) when (fault.StatusCode == StatusCodes.Status408RequestTimeout)
        {
            return UploadReplies.TooSlow;
        }
        catch (Exception fault) when (fault is InvalidDataException || fault.GetType() == typeof(IOException))
        {
            // What the reader of forms throws; a connection that broke has a fault of its own.
            return Problem.Malformed("The form ends in the middle, or is no form.");
        }
    }

    private static async Task<IResult> Receive(
        HttpContext context, UploadParts parts, UploadOrder order, int part, Stream bytes)
    {
        var reply = await parts.Receiver.Receive(order, part, bytes, context.RequestAborted);
        // A browser reads the reply once it has sent everything; who asks first has sent nothing yet.
        var waits = context.Request.Headers.Expect.Count > 0;
        if (reply is ReceiveReply.Already or ReceiveReply.Expired or ReceiveReply.NoSpace && !waits)
            await context.Request.Body.CopyToAsync(Stream.Null, context.RequestAborted);
        return UploadReplies.Of(reply, order);
    }

    /// <summary>The server's own limits are for small bodies that come at once; this one's are other.</summary>
    private static void Allow(HttpContext context, long most)
    {
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
            size.MaxRequestBodySize = most;
        // Of several requests on one HTTP/2 connection none has a rate of its own.
        var single = HttpProtocol.IsHttp11(context.Request.Protocol);
        if (single && context.Features.Get<IHttpMinRequestBodyDataRateFeature>() is { } rate)
            rate.MinDataRate = Slowest;
    }

    private static bool IsPlain(string? contentType, UploadOrder order)
    {
        var given = contentType?.Split(';')[0].Trim();
        return string.IsNullOrEmpty(given)
            || given.Equals("application/octet-stream", StringComparison.OrdinalIgnoreCase)
            || given.Equals(order.ContentType, StringComparison.OrdinalIgnoreCase);
    }
}
