using System.Globalization;
using Purser.Crew;
using Purser.Host.Composition;
using Purser.Host.Doors.Bookings;
using Purser.Host.Doors.Keys;
using Purser.Host.Intake.Json;

namespace Purser.Host.Doors;

/// <summary><c>/api/crew</c>: the roster, one person at a time or as a CSV file.</summary>
public static class CrewRosterDoor
{
    private static readonly Problem None = Problem.NotFound("There is no such person.");
    private static readonly string[] Fields = [.. RosterCsv.Columns, "away", "active"];

    /// <summary>Adds the addresses.</summary>
    public static void MapCrewRoster(this IEndpointRouteBuilder site, CrewRooms crew) =>
        site.MapCrewRoster(new RosterDoorParts(crew.Roster, crew.Settings.Crew.Base));

    /// <summary>Adds the addresses.</summary>
    public static void MapCrewRoster(this IEndpointRouteBuilder site, RosterDoorParts parts)
    {
        var door = new Handlers(parts);
        site.Get("/api/crew", door.List).RequireKey(KeyScope.Crew, KeyScope.CrewOffice);
        site.Post("/api/crew", door.Take).RequireKey(KeyScope.Crew);
        site.Get("/api/crew/{id}", door.Read).RequireKey(KeyScope.Crew);
        site.Put("/api/crew/{id}", door.Write).RequireKey(KeyScope.Crew);
        site.Delete("/api/crew/{id}", door.Retire).RequireKey(KeyScope.Crew);
    }

    private sealed class Handlers(RosterDoorParts house)
    {
        public async Task<IResult> List(HttpContext context) => Whole(await house.Roster.List(context.RequestAborted));

        public async Task<IResult> Read(HttpContext context) =>
            MemberId.TryParse(context.RouteText("id"), out var id)
            && await house.Roster.Find(id, context.RequestAborted) is { } member
                ? Reply.Json(CrewMemberReply.Of(member), CrewApiJson.Default.CrewMemberReply)
                : None;

        public async Task<IResult> Take(HttpContext context)
        {
            var csv = context.Request.ContentType?.StartsWith("text/csv", StringComparison.OrdinalIgnoreCase) == true;
            if (!csv) return await One(context, null);
            var body = await Bodies.Read(context, "text/csv", Bodies.MostJson, context.RequestAborted);
            return await body.Match(bytes => Import(bytes, context.RequestAborted), problem => Task.FromResult<IResult>(problem));
        }

        public Task<IResult> Write(HttpContext context) => MemberId.TryParse(context.RouteText("id"), out var id)
            ? One(context, id)
            : Task.FromResult<IResult>(None);

        public async Task<IResult> Retire(HttpContext context)
        {
            if (!MemberId.TryParse(context.RouteText("id"), out var id)) return None;
            var gone = await house.Roster.Put(
                id, member => member is null || !member.Active ? null : member with { Active = false, LinkEpoch = member.LinkEpoch + 1 },
                context.RequestAborted);
            return gone is null ? None : Results.NoContent();
        }

        private async Task<IResult> Import(ReadOnlyMemory<byte> bytes, CancellationToken stop)
        {
            var (_, wrong) = await RosterImport.Take(bytes, house.Roster, stop);
            return wrong is null ? Whole(await house.Roster.List(stop)) : wrong;
        }

        private async Task<IResult> One(HttpContext context, MemberId? id)
        {
            var body = await Bodies.Json(context, context.RequestAborted);
            return await body.Match(bytes => One(bytes, id, context.RequestAborted), problem => Task.FromResult<IResult>(problem));
        }

        private async Task<IResult> One(ReadOnlyMemory<byte> bytes, MemberId? id, CancellationToken stop)
        {
            var errors = new DocumentErrors();
            if (DocumentNode.Parse(bytes, Bodies.MostJson, errors) is not { } root) return BookingTaking.Wrong(errors.Found, 400);
            root.IsObject(Fields);
            var person = RosterCsv.Parse(
                name => name == "id" && id is { } known ? known.Text : Cell(root, name),
                (name, remedy) => root[name].Refuse("It is not right.", remedy));
            var away = Away(root);
            if (person is null || !errors.None) return BookingTaking.Wrong(errors.Found, 422);
            var made = false;
            var member = await house.Roster.Put(
                person.Id,
                before =>
                {
                    made = before is null;
                    return person with
                    {
                        Away = away ?? before?.Away ?? [],
                        LinkEpoch = before?.LinkEpoch ?? 1,
                        Active = root["active"].Flag(before?.Active ?? true),
                    };
                },
                stop);
            var address = new Uri(house.CrewSite, $"api/crew/{person.Id}").ToString();
            return Reply.Json(
                CrewMemberReply.Of(member!), CrewApiJson.Default.CrewMemberReply, made ? 201 : 200, null, made ? address : null);
        }

        private static string? Cell(DocumentNode root, string name) => name switch
        {
            "ranks" => string.Join(';', root["ranks"].Items(1, 10).Select(item => item.Text(30))),
            "order" => root["order"].Given ? root["order"].Whole(0, 9999)?.ToString(CultureInfo.InvariantCulture) : null,
            _ => root[name].OptionalText(254),
        };

        private static List<NodaTime.LocalDate>? Away(DocumentNode root)
        {
            if (root["away"].Absent) return null;
            var dates = new List<NodaTime.LocalDate>();
            foreach (var item in root["away"].Items(0, 400))
            {
                var date = NodaTime.Text.LocalDatePattern.Iso.Parse(item.Text(10) ?? "");
                if (date.Success) dates.Add(date.Value);
                else item.Refuse("It is not a date.", "Write for example 2027-05-30.");
            }

            return dates;
        }

        private static Reply Whole(IReadOnlyList<CrewMember> people) => Reply.Json(
            new CrewMemberListReply([.. people.Select(CrewMemberReply.Of)], null), CrewApiJson.Default.CrewMemberListReply);
    }
}

/// <summary>What the roster's doors need.</summary>
/// <param name="Roster">The people.</param>
/// <param name="CrewSite">The public base address of the crew site.</param>
public sealed record RosterDoorParts(Roster Roster, Uri CrewSite);
