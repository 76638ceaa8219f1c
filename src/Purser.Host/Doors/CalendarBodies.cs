using Purser.Finance.Entries;
using Purser.Finance.Feeds;
using Purser.Fleet;
using Purser.Host.Intake.Json;

namespace Purser.Host.Doors;

/// <summary>Reads the bodies of the calendar API: strictly, every error at once.</summary>
public static class CalendarBodies
{
    private const int MostBytes = 16 * 1024;
    private const int MostText = 200;

    private static readonly string[] Fields = ["type", "vessel", "start", "end", "title", "location"];

    /// <summary>A new entry: its id, if the caller chose one, and its fields.</summary>
    public static (string? Id, DeskEntryRequest? Request, Problem? Wrong) Create(ReadOnlyMemory<byte> body)
    {
        var errors = new DocumentErrors();
        if (DocumentNode.Parse(body, MostBytes, errors) is not { } root) return (null, null, Malformed(errors));
        if (!root.IsObject([.. Fields, "id"])) return (null, null, Invalid(errors));
        var id = root["id"].OptionalText(MostText);
        var request = new DeskEntryRequest(
            Text(root, "type"), Text(root, "vessel"), Text(root, "start"), Text(root, "end"), Text(root, "title"),
            Text(root, "location"));
        return errors.None ? (id, request, null) : (null, null, Invalid(errors));
    }

    /// <summary>A merge patch (RFC 7396): fields named are set, or removed by null; others stay.</summary>
    public static (Func<DeskEntryRequest, DeskEntryRequest>? Patch, Problem? Wrong) Patch(ReadOnlyMemory<byte> body)
    {
        var errors = new DocumentErrors();
        if (DocumentNode.Parse(body, MostBytes, errors) is not { } root) return (null, Malformed(errors));
        if (!root.IsObject(Fields)) return (null, Invalid(errors));
        var given = Fields.Where(name => !root[name].Absent).ToDictionary(name => name, name => Text(root, name));
        if (!errors.None) return (null, Invalid(errors));
        string? Over(string name, string? stored) => given.TryGetValue(name, out var text) ? text : stored;
        return (
            stored => new DeskEntryRequest(
                Over("type", stored.Type), Over("vessel", stored.Vessel), Over("start", stored.Start), Over("end", stored.End),
                Over("title", stored.Title), Over("location", stored.Location)),
            null);
    }

    /// <summary>
    /// A new feed: <c>{ "kind": "vessel", "vessel": "jada" }</c> or <c>{ "kind": "owner" }</c>.
    /// </summary>
    public static (FeedKind Kind, VesselId? Vessel, Problem? Wrong) Feed(ReadOnlyMemory<byte> body, FleetFacts fleet)
    {
        var errors = new DocumentErrors();
        if (DocumentNode.Parse(body, MostBytes, errors) is not { } root) return (default, null, Malformed(errors));
        if (!root.IsObject("kind", "vessel")) return (default, null, Invalid(errors));
        var kind = root["kind"].OptionalText(MostText) switch
        {
            "vessel" => FeedKind.Vessel,
            "owner" => FeedKind.Owner,
            _ => (FeedKind?)null,
        };
        if (kind is null) root["kind"].Refuse("It is not a kind of feed.", "Give \"vessel\" or \"owner\".");
        var named = root["vessel"].OptionalText(MostText);
        VesselId? vessel = VesselId.TryParse(named, out var id) && fleet.Find(id) is not null ? id : null;
        if (vessel is null && (named is not null || kind == FeedKind.Vessel))
            root["vessel"].Refuse("It is not a vessel of the fleet.", $"Give one of {string.Join(", ", fleet.Vessels.Select(one => one.Id))}.");
        return errors.None ? (kind!.Value, vessel, null) : (default, null, Invalid(errors));
    }

    /// <summary>The refusal of fields.</summary>
    public static Problem Invalid(IReadOnlyList<EntryFlaw> flaws) =>
        Problem.Invalid([.. flaws.Select(flaw => new ProblemError(flaw.Pointer, flaw.Reason, flaw.Remedy))]);

    private static string? Text(DocumentNode root, string name) => root[name].OptionalText(MostText);

    private static Problem Malformed(DocumentErrors errors) =>
        Problem.Malformed($"{errors.Found[0].Detail} {errors.Found[0].Remedy}");

    private static Problem Invalid(DocumentErrors errors) =>
        Problem.Invalid([.. errors.Found.Select(error => new ProblemError(error.Pointer, error.Detail, error.Remedy))]);
}
