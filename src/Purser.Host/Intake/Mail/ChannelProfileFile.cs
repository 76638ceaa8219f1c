using Purser.Fleet;
using Purser.Host.Intake.Json;

namespace Purser.Host.Intake.Mail;

/// <summary>Reads channel profiles strictly, as <see cref="Composition.FleetFile"/> reads the
/// fleet.</summary>
public static class ChannelProfileFile
{
    /// <summary>The folder of profiles in the data folder.</summary>
    public const string Folder = "channels";

    private const int MostBytes = 100_000;

    private static readonly string[] FieldNames = [.. Enum.GetValues<MailField>().Select(Name)];

    /// <summary>Reads all profiles of a data folder; none if it has no such folder.</summary>
    /// <exception cref="FleetFault">A profile cannot be used; the message lists every error.</exception>
    public static IReadOnlyList<ChannelProfile> ReadFolder(string data, FleetFacts fleet)
    {
        var folder = Path.Combine(data, Folder);
        if (!Directory.Exists(folder)) return [];
        var profiles = new List<ChannelProfile>();
        foreach (var path in Directory.EnumerateFiles(folder, "*.json").Order(StringComparer.Ordinal))
        {
            if (path.EndsWith(".schema.json", StringComparison.Ordinal)) continue;
            var reading = Read(File.ReadAllBytes(path), fleet);
            profiles.Add(reading.Profile ?? throw new FleetFault(
                $"{Folder}/{Path.GetFileName(path)} cannot be used:\n"
                + string.Join('\n', reading.Errors.Select(error => $"  {error}"))));
        }

        var twice = profiles.GroupBy(profile => profile.Channel).FirstOrDefault(group => group.Count() > 1);
        return twice is null ? profiles
            : throw new FleetFault($"{Folder}/ has two profiles of the channel \"{twice.Key}\"");
    }

    /// <summary>Reads one profile's bytes.</summary>
    public static ProfileReading Read(ReadOnlyMemory<byte> utf8, FleetFacts fleet)
    {
        var errors = new DocumentErrors();
        var root = DocumentNode.Parse(utf8, MostBytes, errors);
        if (root is null || !root.IsObject(
            "$schema", "channel", "senders", "subjects", "labels", "dateOrder", "decimalMark", "currency",
                "region", "kinds",
            "vessels")) return new ProfileReading(null, errors.Found);

        _ = root["$schema"].OptionalText(400);
        var channel = BookingFields.Channel(root["channel"], fleet);
        var senders = Words(root["senders"], 0);
        var subjects = Words(root["subjects"], 0);
        if (senders.Count + subjects.Count == 0)
            root["senders"].Refuse("Nothing tells this channel's mails.",
                "Give domains of senders, or words of subjects.");
        var labels = Labels(root["labels"]);
        var order = Choice(root["dateOrder"], "month-first", "day-first");
        var mark = Choice(root["decimalMark"], ".", ",");
        var currency = Code(root["currency"], 3, "USD");
        var region = Code(root["region"], 2, "US");
        var kinds = Kinds(root["kinds"]);
        var vessels = Vessels(root["vessels"], fleet);
        if (!errors.None) return new ProfileReading(null, errors.Found);
        return new ProfileReading(
            new ChannelProfile(
                channel!.Id, senders, subjects, labels, order is null ? null : order == "day-first",
                    mark == ",", currency,
                region, kinds!, vessels),
            []);
    }

    private static string Name(MailField field) => field.ToString().ToLowerInvariant();

    private static List<string> Words(DocumentNode node, int least) =>
        [.. node.Items(least, 40).Select(item => item.Text(80)).OfType<string>()];

    private static Dictionary<MailField, IReadOnlyList<string>> Labels(DocumentNode node)
    {
        var labels = new Dictionary<MailField, IReadOnlyList<string>>();
        if (!node.IsObject(FieldNames)) return labels;
        var owners = new Dictionary<string, MailField>(StringComparer.OrdinalIgnoreCase);
        foreach (var field in Enum.GetValues<MailField>())
        {
            var words = Words(node[Name(field)], 0);
            labels[field] = words;
            foreach (var word in words)
                if (!owners.TryAdd(word, field))
                    node[Name(field)].Refuse($"\"{word}\" is given twice.", "Give each label to one field.");
        }

        return labels;
    }

    private static KindWords? Kinds(DocumentNode node)
    {
        if (!node.IsObject("confirmed", "changed", "cancelled", "open")) return null;
        return new KindWords(
            Words(node["confirmed"], 1), Words(node["changed"], 0), Words(node["cancelled"], 1),
                Words(node["open"], 0));
    }

    private static Dictionary<string, VesselId> Vessels(DocumentNode node, FleetFacts fleet)
    {
        var vessels = new Dictionary<string, VesselId>(StringComparer.OrdinalIgnoreCase);
        if (node.Absent || !node.IsObject([.. node.Names()])) return vessels;
        foreach (var name in node.Names())
            if (BookingFields.Vessel(node[name], fleet) is { } vessel && !vessels.TryAdd(name, vessel.Id))
                node[name].Refuse("The name is given twice.", "Give it once.");
        return vessels;
    }

    private static string? Choice(DocumentNode node, string one, string other)
    {
        var text = node.OptionalText(20);
        if (text is null || text == one || text == other) return text;
        node.Refuse($"{node.Said()} does not fit.", $"Give {one} or {other}.");
        return null;
    }

    private static string? Code(DocumentNode node, int length, string example)
    {
        var text = node.OptionalText(length);
        if (text is null || (text.Length == length && text.All(char.IsAsciiLetterUpper))) return text;
        node.Refuse($"{node.Said()} does not fit.", $"Give {length} capitals, for example {example}.");
        return null;
    }
}
