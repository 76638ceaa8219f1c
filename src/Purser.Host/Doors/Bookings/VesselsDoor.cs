using System.Text.Json;
using Purser.Bookings;
using Purser.Fleet;
using Purser.Host.Composition;
using Purser.Host.Doors.Keys;
using Purser.Host.Intake.Json;

namespace Purser.Host.Doors.Bookings;

/// <summary><c>/api/vessels/{id}/rules</c>: turnaround and weekly holds.</summary>
public static class VesselsDoor
{
    private const int MostBuffer = 720;
    private const int MostHolds = 50;

    /// <summary>Adds the addresses.</summary>
    public static void MapVessels(this IEndpointRouteBuilder site, OfficeRooms house)
    {
        site.Get("/api/vessels/{id}/rules", context => Read(context, house)).RequireKey(KeyScope.Bookings);
        site.Put("/api/vessels/{id}/rules", context => Write(context, house)).RequireKey(KeyScope.Bookings);
    }

    private static async Task<IResult> Read(HttpContext context, OfficeRooms house)
    {
        if (Find(context, house) is not { } vessel) return Problem.NotFound("There is no such vessel.");
        var rules = await house.Vessels.Rules(vessel, context.RequestAborted);
        return Reply.Json(new RulesReply(rules.BufferMinutes, rules.Holds), BookingJson.Default.RulesReply);
    }

    private static async Task<IResult> Write(HttpContext context, OfficeRooms house)
    {
        if (Find(context, house) is not { } vessel) return Problem.NotFound("There is no such vessel.");
        var body = await Bodies.Json(context, context.RequestAborted);
        return await body.Match(
            bytes => Write(vessel, bytes, house, context.RequestAborted), problem => Task.FromResult<IResult>(problem));
    }

    private static async Task<IResult> Write(
        Vessel vessel, ReadOnlyMemory<byte> bytes, OfficeRooms house, CancellationToken stop)
    {
        var form = new DocumentErrors();
        if (DocumentNode.Parse(bytes, Bodies.MostJson, form) is null) return BookingTaking.Wrong(form.Found, 400);
        RulesReply? rules;
        try
        {
            rules = JsonSerializer.Deserialize(bytes.Span, BookingJson.Default.RulesReply);
        }
        catch (JsonException fault)
        {
            var pointer = (fault.Path ?? "$").Replace("$", "", StringComparison.Ordinal).Replace('.', '/');
            return Problem.Invalid(new ProblemError(pointer, "it does not fit.", "Read the rules with GET and send them in that form."));
        }

        var errors = rules is null ? [new ProblemError("", "there are no rules.")] : Check(rules);
        if (errors.Count > 0) return Problem.Invalid(errors);
        var met = await house.Vessels.SetRules(vessel, new VesselRules(rules!.BufferMinutes, rules.Holds), stop);
        var reply = new RulesReply(rules.BufferMinutes, rules.Holds) { Conflicts = [.. met.Select(id => id.Text)] };
        return Reply.Json(reply, BookingJson.Default.RulesReply);
    }

    private static List<ProblemError> Check(RulesReply rules)
    {
        var errors = new List<ProblemError>();
        if (rules.BufferMinutes is < 0 or > MostBuffer)
            errors.Add(new ProblemError("/bufferMinutes", "it is not a turnaround.", $"Give 0 to {MostBuffer} minutes."));
        if (rules.Holds.Count > MostHolds)
            errors.Add(new ProblemError("/holds", "there are too many.", $"Give at most {MostHolds}."));
        foreach (var (at, hold) in rules.Holds.Index())
        {
            if (hold.To <= hold.From)
                errors.Add(new ProblemError($"/holds/{at}/to", "it is not after from.", "Give an end on the same day."));
            if (hold.Reason.Trim().Length is 0 or > 200)
                errors.Add(new ProblemError($"/holds/{at}/reason", "it is missing or too long.", "Give 1 to 200 characters."));
            if (hold.Until < hold.Since)
                errors.Add(new ProblemError($"/holds/{at}/until", "it is before since.", "Give a last date not before the first."));
        }

        return errors;
    }

    private static Vessel? Find(HttpContext context, OfficeRooms house) =>
        VesselId.TryParse(context.RouteText("id"), out var id) ? house.Fleet.Find(id) : null;
}
