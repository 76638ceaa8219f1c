using NodaTime;
using NodaTime.Text;
using Purser.Bookings;
using Purser.Fleet;
using Purser.Host.Intake.Json;

namespace Purser.Host.Composition;

/// <summary>The vessels of the fleet file.</summary>
public static partial class FleetFile
{
    private static readonly LocalTimePattern Clock = LocalTimePattern.CreateWithInvariantCulture("HH:mm");

    private static Vessel? ReadVessel(DocumentNode node)
    {
        if (!node.IsObject(
            "id", "name", "harbour", "brand", "dock", "meetingArea", "directions", "mapLink", "gateCode",
                "mostGuests",
            "bufferMinutes", "boardingMinutes", "roles", "holds", "bring")) return null;
        var id = node["id"].Name<VesselId>(NameRule(40));
        var name = node["name"].Text(60);
        var harbour = node["harbour"].Text(40);
        var brand = node["brand"].Text(40);
        var dock = CrewText(node["dock"]);
        var area = node["meetingArea"].Text(200);
        var directions = node["directions"].Text(1000, lines: true);
        var map = MapLink(node["mapLink"]);
        var gate = node["gateCode"].OptionalText(20);
        var most = node["mostGuests"].Whole(1, 500);
        var buffer = node["bufferMinutes"].Whole(0, 720);
        var boarding = node["boardingMinutes"].Whole(0, 240);
        var roles = node["roles"].Items(1, 12).Select(ReadRole).OfType<VesselRole>().ToList();
        if (roles.Count > 0 && roles[0].Role != CrewRole.Captain)
            node["roles"].Refuse("The first role is not the captain.", "Put captain first.");
        OnlyOnce(node["roles"], "role");
        var holds = node["holds"].Items(0, 50).Select(ReadHold).OfType<RecurringHold>().ToList();
        var bring = node["bring"].Items(0, 20).Select(item => item.Text(120)).OfType<string>().ToList();
        if (id is null || name is null || harbour is null || brand is null || dock is null || area is null
            || directions is null
            || map is null || most is null || buffer is null || boarding is null) return null;
        return new Vessel(
            id.Value, name, harbour, brand, dock, area, directions, map, gate, most.Value, buffer.Value,
                boarding.Value, roles,
            holds, bring);
    }

    private static string? MapLink(DocumentNode node)
    {
        var text = node.Text(500);
        if (text is null || (Uri.TryCreate(text, UriKind.Absolute, out var link)
            && link.Scheme == Uri.UriSchemeHttps
            && link.Host.Length > 0 && link.UserInfo.Length == 0)) return text;
        node.Refuse($"{node.Said()} is no https address.", "Give the https address of a map.");
        return null;
    }

    /// <summary>What crew read names no amount: no desk would take it.</summary>
    private static string? CrewText(DocumentNode node)
    {
        var text = node.Text(200);
        if (text is not null && AmountDetector.Finds(text))
            node.Refuse("It names an amount, and crew read it.", "Take the amount out.");
        return text;
    }

    private static VesselRole? ReadRole(DocumentNode node)
    {
        if (!node.IsObject("role", "beforeMinutes", "afterMinutes", "tasks")) return null;
        var role = node["role"].Name<CrewRole>(
            "Give a role in lower case, words apart by a space, for example first mate.");
        var before = node["beforeMinutes"].Whole(0, 1440);
        var after = node["afterMinutes"].Whole(0, 1440);
        var tasks = node["tasks"].Items(0, 40).Select(CrewText).OfType<string>().ToList();
        return role is null || before is null || after is null
            ? null
            : new VesselRole(role.Value, before.Value, after.Value, tasks);
    }

    private static RecurringHold? ReadHold(DocumentNode node)
    {
        if (!node.IsObject("weekday", "from", "to", "reason", "since", "until")) return null;
        var weekday = Weekday(node["weekday"]);
        var from = Time(node["from"]);
        var to = Time(node["to"]);
        var reason = node["reason"].Text(200);
        var since = Date(node["since"]);
        var until = Date(node["until"]);
        if (from is not null && to is not null && to <= from)
            node["to"].Refuse($"{node["to"].Said()} is not after {node["from"].Said()}.",
                "Give an end on the same day.");
        if (since is not null && until is not null && until < since)
            node["until"].Refuse($"{node["until"].Said()} is before {node["since"].Said()}.",
                "Give a last date not before the first.");
        return weekday is null || from is null || to is null || reason is null
            ? null
            : new RecurringHold(weekday.Value, from.Value, to.Value, reason, since, until);
    }

    private static IsoDayOfWeek? Weekday(DocumentNode node)
    {
        var text = node.Text(20);
        for (var day = IsoDayOfWeek.Monday; day <= IsoDayOfWeek.Sunday; day++)
            if (day.ToString() == text) return day;
        if (text is not null) node.Refuse($"{node.Said()} is no weekday.", "Give Monday to Sunday.");
        return null;
    }

    private static LocalTime? Time(DocumentNode node)
    {
        var text = node.Text(5);
        if (text is null) return null;
        if (Clock.Parse(text).TryGetValue(default, out var time)) return time;
        node.Refuse($"{node.Said()} is no time.", "Give HH:mm, for example 16:00.");
        return null;
    }

    private static LocalDate? Date(DocumentNode node)
    {
        var text = node.OptionalText(10);
        if (text is null) return null;
        if (LocalDatePattern.Iso.Parse(text).TryGetValue(default, out var date)) return date;
        node.Refuse($"{node.Said()} is no date.", "Give yyyy-MM-dd.");
        return null;
    }
}
