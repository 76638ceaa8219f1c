using System.Text.RegularExpressions;
using Purser.Fleet;
using Purser.Host.Intake;
using Purser.Host.Intake.Json;

namespace Purser.Host.Composition;

/// <summary>
/// The operator's <c>fleet.json</c>, read strictly: unknown members, unknown zones and names that nothing
/// carries are refused,
/// all of them at once. Its members are described in <c>fleet.schema.json</c>.
/// </summary>
public static partial class FleetFile
{
    /// <summary>The file's name in the data folder.</summary>
    public const string Name = "fleet.json";

    /// <summary>Larger files are refused.</summary>
    public const int MostBytes = 1_000_000;

    /// <summary>Reads the file's bytes.</summary>
    public static FleetReading Read(ReadOnlyMemory<byte> utf8)
    {
        var errors = new DocumentErrors();
        var root = DocumentNode.Parse(utf8, MostBytes, errors);
        if (root is null
            || !root.IsObject("$schema", "sample", "operator", "brands", "harbours", "vessels", "channels",
                "crew", "pages", "photos", "waivers", "retention"))
            return new FleetReading(null, errors.Found);

        var people = ReadOperator(root["operator"]);
        var brands = root["brands"].Items(1, 50).Select(ReadBrand).OfType<Brand>().ToList();
        var harbours = root["harbours"].Items(1, 50).Select(ReadHarbour).OfType<Harbour>().ToList();
        var vessels = root["vessels"].Items(1, 100).Select(ReadVessel).OfType<Vessel>().ToList();
        var channels = root["channels"].Items(1, 100).Select(ReadChannel).OfType<Channel>().ToList();
        var crew = ReadCrewRules(root["crew"]);
        var pages = ReadPageRules(root["pages"]);
        var guests = (Photos: ReadPhotos(root["photos"]), Waivers: ReadWaivers(root["waivers"]),
            Kept: ReadRetention(root["retention"]));
        var sample = root["sample"].Flag();
        _ = root["$schema"].OptionalText(400);
        OnlyOnce(root["brands"], "id");
        OnlyOnce(root["harbours"], "id");
        OnlyOnce(root["vessels"], "id");
        OnlyOnce(root["channels"], "id");
        if (errors.None) CheckNames(root, brands, harbours);
        if (!errors.None) return new FleetReading(null, errors.Found);
        Require.That(people is not null && crew is not null && pages is not null);
        return new FleetReading(
            new FleetFacts(people!, brands, harbours, vessels, channels, crew!, pages!)
            {
                Sample = sample,
                Photos = guests.Photos,
                Waivers = guests.Waivers,
                Retention = guests.Kept,
            },
            []);
    }

    /// <summary>Reads the file's bytes; a file with errors is a <see cref="FleetFault"/> that lists them
    /// all.</summary>
    public static FleetFacts ReadOrFault(ReadOnlyMemory<byte> utf8)
    {
        var reading = Read(utf8);
        return reading.Facts ?? throw new FleetFault(
            $"{Name} cannot be used:\n{string.Join('\n', reading.Errors.Select(error => $"  {error}"))}");
    }

    private static void CheckNames(DocumentNode root, List<Brand> brands, List<Harbour> harbours)
    {
        foreach (var vessel in root["vessels"].Items(1, 100))
        {
            Known(vessel["harbour"], harbours.Select(harbour => harbour.Id), "harbour");
            Known(vessel["brand"], brands.Select(brand => brand.Id), "brand");
        }

        foreach (var channel in root["channels"].Items(1, 100))
            if (channel["brand"].Given) Known(channel["brand"], brands.Select(brand => brand.Id), "brand");
    }

    private static void Known(DocumentNode node, IEnumerable<string> names, string kind)
    {
        if (names.Contains(node.Text(40), StringComparer.Ordinal)) return;
        node.Refuse($"There is no {kind} {node.Said()}.", $"Known: {string.Join(", ", names)}.");
    }

    private static void OnlyOnce(DocumentNode list, string member)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var item in list.Elements())
        {
            var said = item[member].Said();
            if (item[member].Given && !seen.Add(said))
                item[member].Refuse($"{said} is given twice.", "Give each a name of its own.");
        }
    }

    private static Operator? ReadOperator(DocumentNode node)
    {
        if (!node.IsObject("name", "ownerEmail", "mailFrom", "phone")) return null;
        var name = node["name"].Text(100);
        var owner = Email(node["ownerEmail"]);
        var from = node["mailFrom"].Text(254);
        if (from is not null && !Contact.IsMailbox(from))
            node["mailFrom"].Refuse($"{node["mailFrom"].Said()} is no sender.", "Give it as Name <address>.");
        var phone = node["phone"].OptionalText(20);
        if (phone is not null && !Contact.IsPhone(phone))
            node["phone"].Refuse($"{node["phone"].Said()} is no phone number.",
                "Give it in E.164, for example +16195550100.");
        return name is null || owner is null || from is null ? null : new Operator(name, owner, from, phone);
    }

    private static string? Email(DocumentNode node)
    {
        var text = node.Text(254);
        if (text is null || Contact.IsEmail(text)) return text;
        node.Refuse($"{node.Said()} is no mail address.",
            "Give one bare address, for example office@example.com.");
        return null;
    }

    private static Brand? ReadBrand(DocumentNode node)
    {
        if (!node.IsObject(BrandMembers)) return null;
        var id = Id(node["id"]);
        var name = node["name"].Text(60);
        var line = node["tagLine"].Text(120);
        var language = node["language"].OptionalText(10) ?? "en";
        if (!Language().IsMatch(language))
            node["language"].Refuse($"{node["language"].Said()} is no language.",
                "Give for example en or pt-BR.");
        var colours = node["colours"].Given ? ReadColours(node["colours"]) : null;
        var dark = node["darkColours"].Given ? ReadColours(node["darkColours"]) : null;
        var again = Web(node["bookAgain"]);
        return id is null || name is null || line is null ? null
            : new Brand(id, name, line, language, colours)
            {
                DarkColours = dark,
                BookAgain = again,
                Review = Web(node["review"]),
                ReviewHours = Whole(node["reviewHours"], 1, 24 * 30, 24),
            };
    }

    private static string? Web(DocumentNode node)
    {
        var text = node.OptionalText(300);
        var right = text is null
            || (text.StartsWith("https://", StringComparison.Ordinal) && !text.Any(char.IsWhiteSpace)
                && Uri.TryCreate(text, UriKind.Absolute, out var address) && address.UserInfo.Length == 0);
        if (!right)
            node.Refuse($"{node.Said()} is no address that guests can be sent to.",
                "Give it with https, for example https://example.com/book.");
        return text;
    }

    private static Dictionary<string, string>? ReadColours(DocumentNode node)
    {
        if (!node.IsObject(BrandColours)) return null;
        var colours = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var name in node.Names())
        {
            var colour = node[name].Text(7);
            if (colour is not null && !Colour().IsMatch(colour))
                node[name].Refuse($"{node[name].Said()} is no colour.", "Give #rgb or #rrggbb.");
            else if (colour is not null) colours[name] = colour;
        }

        return colours;
    }

    private static Harbour? ReadHarbour(DocumentNode node)
    {
        if (!node.IsObject("id", "name", "zone")) return null;
        var id = Id(node["id"]);
        var name = node["name"].Text(60);
        var zone = node["zone"].Text(60);
        if (zone is null || NodaTime.DateTimeZoneProviders.Tzdb.GetZoneOrNull(zone) is not null)
            return id is null || name is null || zone is null ? null : new Harbour(id, name, zone);
        node["zone"].Refuse($"There is no time zone {node["zone"].Said()}.",
            "Give an IANA zone, for example America/Los_Angeles.");
        return null;
    }

    private static Channel? ReadChannel(DocumentNode node)
    {
        if (!node.IsObject("id", "name", "marketplace", "brand", "referencePattern")) return null;
        var id = node["id"].Name<ChannelId>(NameRule(30));
        var name = node["name"].Text(60);
        var brand = node["brand"].OptionalText(40);
        var pattern = node["referencePattern"].OptionalText(6);
        if (pattern is not null && !ReferenceShape.TryParse(pattern, out _))
            node["referencePattern"].Refuse(
                $"{node["referencePattern"].Said()} is no pattern.",
                "Give A, N or X and a length, for example A7 or X1-40.");
        return id is null || name is null ? null
            : new Channel(id.Value, name, node["marketplace"].Flag(), brand, pattern);
    }

    private static CrewRules? ReadCrewRules(DocumentNode node)
    {
        if (node.Absent) return new CrewRules(CaptainFirst: true);
        if (!node.IsObject("ask")) return null;
        var ask = node["ask"].Text(20);
        if (ask is "captain-first" or "together") return new CrewRules(ask == "captain-first");
        if (ask is not null) node["ask"].Refuse($"{node["ask"].Said()} does not fit.",
            "Give captain-first or together.");
        return null;
    }

    private static PageRules? ReadPageRules(DocumentNode node)
    {
        if (node.Absent) return new PageRules(DefaultArchiveDays);
        if (!node.IsObject("archiveDays")) return null;
        return node["archiveDays"].Whole(1, 365) is { } days ? new PageRules(days) : null;
    }

    private static string? Id(DocumentNode node)
    {
        var text = node.Text(40);
        if (text is null || Texts.IsName(text, 40)) return text;
        node.Refuse($"{node.Said()} does not fit.", NameRule(40));
        return null;
    }

    private static string NameRule(int most) =>
        $"Give 1 to {most} of a-z, 0-9 and hyphens, none at the ends.";

    private const int DefaultArchiveDays = 14;

    private static readonly string[] BrandMembers =
        ["id", "name", "tagLine", "language", "colours", "darkColours", "bookAgain", "review", "reviewHours"];

    private static readonly string[] BrandColours =
    [
        "--brand", "--brand-deep", "--brand-wash", "--on-brand", "--chart-deep", "--chart-1", "--chart-2",
        "--chart-3", "--chart-land", "--chart-shore",
    ];

    [GeneratedRegex("^#([0-9a-fA-F]{3}|[0-9a-fA-F]{6})$", RegexOptions.CultureInvariant)]
    private static partial Regex Colour();

    [GeneratedRegex("^[a-z]{2,3}(-[A-Z]{2})?$", RegexOptions.CultureInvariant)]
    private static partial Regex Language();
}

/// <summary>What a fleet file says, or why it cannot be used.</summary>
/// <param name="Facts">Null if there is any error.</param>
/// <param name="Errors">All of them.</param>
public sealed record FleetReading(FleetFacts? Facts, IReadOnlyList<DocumentError> Errors);
