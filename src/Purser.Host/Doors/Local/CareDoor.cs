using System.Text.Json;
using System.Text.Json.Serialization;
using NodaTime;
using Purser.Bookings;
using Purser.Host.Composition;
using Purser.Host.Doors.Bookings;

namespace Purser.Host.Doors.Local;

/// <summary>Care for what is known of guests, for this program's own commands.</summary>
public static class CareDoor
{
    /// <summary>Adds the addresses.</summary>
    public static void MapCare(this IEndpointRouteBuilder site, House house)
    {
        site.Post("/local/erase/{id}", context => Erase(context, house));
        site.Post("/local/export/{id}", context => Export(context, house));
    }

    private static async Task<IResult> Erase(HttpContext context, House house)
    {
        if (!BookingId.TryParse(context.RouteText("id"), out var id)) return NoBooking;
        var reply = await house.Eraser.Erase(id, context.RequestAborted);
        return reply.Match<IResult>(
            receipt => Reply.Json(
                new ErasureReplyBody(receipt.Booking.Text, receipt.Begun, receipt.Finished, receipt.Removed),
                CareJson.Default.ErasureReplyBody),
            refused => BookingTaking.Refusal(refused));
    }

    private static async Task<IResult> Export(HttpContext context, House house)
    {
        if (!BookingId.TryParse(context.RouteText("id"), out var id)) return NoBooking;
        var stop = context.RequestAborted;
        var body = await Bodies.Json(context, stop);
        return await body.Match(
            async bytes =>
            {
                var asked = JsonSerializer.Deserialize(bytes.Span, CareJson.Default.ExportBody);
                if (asked?.Path is not { Length: > 0 } path || !Path.IsPathFullyQualified(path))
                    return Problem.Malformed("An absolute path is needed.");
                if (await house.Shelf.Read(id, stop) is not { } file) return NoBooking;
                var count = await new ExportFile(house, file).Write(path, asked.ForOperator, stop);
                return Reply.Json(new DoneReply(path, count), LocalJson.Default.DoneReply, 201);
            },
            problem => Task.FromResult<IResult>(problem));
    }

    private static Problem NoBooking { get; } = Problem.NotFound("There is no such booking.");
}

/// <summary>What was erased.</summary>
/// <param name="Booking">Which booking.</param>
/// <param name="Begun">When it was asked for first.</param>
/// <param name="Finished">When everything was gone.</param>
/// <param name="Removed">How many of each kind.</param>
public sealed record ErasureReplyBody(
    string Booking, Instant Begun, Instant? Finished, IReadOnlyDictionary<string, int> Removed);

/// <summary>Where an export is written, and for whom.</summary>
/// <param name="Path">Absolute.</param>
/// <param name="ForOperator">True: only pictures that the operator may use.</param>
public sealed record ExportBody(string Path, bool ForOperator);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    WriteIndented = true, Converters = [typeof(HouseJson.InstantConverter)])]
[JsonSerializable(typeof(ErasureReplyBody))]
[JsonSerializable(typeof(ExportBody))]
internal sealed partial class CareJson : JsonSerializerContext;
