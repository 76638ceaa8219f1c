using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Purser.Tidy;

/// <summary>Who may know whom inside the house, and what the house may not know at all.</summary>
public sealed class HouseRules
{
    private const string Shared = "";

    /// <summary>Rooms, and the rooms below them. A room may always use itself and what all share.</summary>
    private static readonly Dictionary<string, string[]> MayUse = new()
    {
        [Shared] = [],
        ["Outside.Records"] = [],
        ["Outside.Outbox"] = ["Outside.Records"],
        ["Fleet"] = ["Outside.Records"],
        ["Bookings"] = ["Fleet", "Outside.Records", "Outside.Outbox", "Outside"],
        ["Outside"] = ["Fleet", "Bookings", "Links", "Outside.Records", "Outside.Outbox"],
        ["Links"] = ["Fleet", "Bookings", "Outside.Records"],
        ["Calendar"] = ["Fleet", "Bookings", "Links", "Outside", "Outside.Records", "Outside.Outbox"],
        ["Crew"] = ["Fleet", "Bookings", "Links", "Outside", "Outside.Records", "Outside.Outbox"],
        ["Guests"] = ["Fleet", "Bookings", "Links", "Outside", "Outside.Records", "Outside.Outbox"],
        ["Notices"] = ["Fleet", "Bookings", "Links", "Outside", "Outside.Records", "Outside.Outbox"],
        ["Reception"] = ["*"],
        ["Provisioning"] = ["*"],
    };

    /// <summary>Who may call a port: the corridors, the desks, and the ports among themselves.</summary>
    private static readonly string[] MayCallPorts = ["Reception", "Provisioning", "Outside", "Outside.Records", "Outside.Outbox"];

    /// <summary>Types through which a program reaches the outside, or loses the power to be replayed.</summary>
    private static readonly string[] OutsideTypes =
    [
        "System.Console", "System.Environment", "System.IO.File", "System.IO.Directory", "System.IO.FileStream",
        "System.Net.Http.HttpClient", "System.Net.Sockets.Socket", "System.Diagnostics.Process", "System.Random",
        "System.Diagnostics.Stopwatch", "System.Threading.Timer", "System.Threading.PeriodicTimer", "System.TimeProvider",
        "System.Security.Cryptography.RandomNumberGenerator", "NodaTime.SystemClock", "System.Activator", "System.Threading.Thread",
        "System.Reflection.Assembly", "System.Reflection.MethodInfo", "System.Reflection.PropertyInfo",
    ];

    /// <summary>Parts of the crew desk, and the one reader of a booking's whole partition, which both corridors share.</summary>
    private static readonly string[] PartsOfDesks =
    [
        "src/Purser/Bookings/BookingFile.cs", "src/Purser/Crew/CrewRows.cs", "src/Purser/Crew/EventCommits.cs",
        "src/Purser/Crew/OwnLinks.cs", "src/Purser/Crew/Roster.cs",
    ];

    private static readonly Lazy<IReadOnlyList<Use>> Uses = new(ReadUses);

    [Fact]
    public void Rooms_know_only_the_rooms_below_them() => Rule.Holds(
        from use in Uses.Value
        where Room(use.Type.ContainingNamespace) is { } used && used != use.Room && used != Shared
            && !MayUse[use.Room].Contains(used) && !MayUse[use.Room].Contains("*")
        select use.Found($"{Called(use.Room)} uses {use.Type.Name} of {Room(use.Type.ContainingNamespace)}"),
        "corridors -> leaf rooms -> Links -> Bookings -> Fleet -> record types; pass the value in from a corridor");

    [Fact]
    public void Only_corridors_and_desks_call_ports() => Rule.Holds(
        from use in Uses.Value
        where use.Type is { TypeKind: TypeKind.Interface }
            && Room(use.Type.ContainingNamespace) is "Outside" or "Outside.Records"
            && use.Type.Name != "ITemplates"
        where !MayCallPorts.Contains(use.Room) && !IsDesk(use.File.Path)
        select use.Found($"{Called(use.Room)} calls the port {use.Type.Name}"),
        "return what should happen, and let a corridor or a desk do it");

    [Fact]
    public void The_house_has_no_clock_dice_disk_or_wire() => Rule.Holds(
        from use in Uses.Value
        where OutsideTypes.Contains(use.Type.ToDisplayString())
        select use.Found($"uses {use.Type.ToDisplayString()}"),
        "take an IClock, an ITokens or a port as a parameter");

    [Fact]
    public void Only_the_edge_knows_the_time_and_rolls_dice() => Rule.Holds(
        from file in Repository.CodeUnder("src/Purser.Finance", "src/Purser.Embedded", "src/Purser.Aws", "src/Purser.Host")
        let edge = file.Path.StartsWith("src/Purser.Embedded/", StringComparison.Ordinal)
            || file.Path.StartsWith("src/Purser.Aws/", StringComparison.Ordinal)
            || file.Path.StartsWith("src/Purser.Host/Composition/", StringComparison.Ordinal)
            || file.Path.StartsWith("src/Purser.Host/Commands/", StringComparison.Ordinal)
        from access in file.Syntax.DescendantNodes().OfType<MemberAccessExpressionSyntax>()
        where access.ToString() is "Guid.NewGuid" or "DateTime.UtcNow" or "DateTime.Now" or "DateTimeOffset.UtcNow"
            or "DateTimeOffset.Now" or "Random.Shared"
            || (!edge && access.ToString() is "SystemClock.Instance" or "TimeProvider.System" or "RandomNumberGenerator.Fill"
                or "RandomNumberGenerator.GetBytes")
        select file.At(access, $"calls {access}"),
        "take an IClock or an ITokens; only adapters and the composition root make them");

    [Fact]
    public void Incident_03_Crew_and_guest_doors_cannot_name_the_annex() => Rule.Holds(
        from file in Repository.CodeUnder("src/Purser.Host/Doors/Crew", "src/Purser.Host/Doors/Guests",
            "src/Purser.Host/Doors/Guest", "src/Purser.Host/Pages/Crew", "src/Purser.Host/Pages/Guests")
        from name in file.Syntax.DescendantNodes().OfType<NameSyntax>()
        where name.ToString().StartsWith("Purser.Finance", StringComparison.Ordinal)
        select file.At(name, $"names {name}"),
        "crew and guests have reply types of their own; money has its own door");

    [Fact]
    public void Only_moving_asks_for_everything() => Rule.Holds(
        from file in Repository.CodeUnder("src")
        let moving = file.Path.StartsWith("src/Purser.Host/Moving/", StringComparison.Ordinal)
            || file.Path.StartsWith("src/Purser/Outside/Moving/", StringComparison.Ordinal)
            || file.Path.EndsWith("Transfer.cs", StringComparison.Ordinal)
            || file.Path.EndsWith("Parts.cs", StringComparison.Ordinal)
        where !moving
        from name in file.Syntax.DescendantNodes().OfType<SimpleNameSyntax>()
        where name.Identifier.Text is "IStoreTransfer" or "IObjectTransfer" or "IQuarantineTransfer"
            or "ScanRequest" or "ScanAsync" or "BatchWriteItemAsync"
        select file.At(name, $"names {name.Identifier.Text}"),
        "ask for a partition or the index; everything at once is for moving only (docs/decisions/021)");

    private static bool IsDesk(string path) =>
        Path.GetFileName(path).Contains("Desk", StringComparison.Ordinal) || path.Contains("/Desk/", StringComparison.Ordinal)
        || PartsOfDesks.Contains(path);

    private static string Called(string room) => room.Length == 0 ? "what all share" : room;

    /// <summary>The room of a namespace of the house; null for every other namespace.</summary>
    private static string? Room(INamespaceSymbol? space)
    {
        var name = space?.ToDisplayString() ?? "";
        if (name == "Purser") return Shared;
        if (!name.StartsWith("Purser.", StringComparison.Ordinal)) return null;
        var room = name["Purser.".Length..];
        while (!MayUse.ContainsKey(room) && room.Contains('.', StringComparison.Ordinal)) room = room[..room.LastIndexOf('.')];
        return MayUse.ContainsKey(room) ? room : null;
    }

    private static List<Use> ReadUses()
    {
        var options = new CSharpParseOptions(LanguageVersion.Preview);
        var implicitUsings = CSharpSyntaxTree.ParseText(
            """
            global using System; global using System.IO; global using System.Linq; global using System.Net.Http;
            global using System.Threading; global using System.Threading.Tasks; global using System.Collections.Generic;
            """, options);
        var libraries = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(path => !Path.GetFileName(path).StartsWith("Purser", StringComparison.OrdinalIgnoreCase))
            .Select(path => MetadataReference.CreateFromFile(path));
        var files = Repository.CodeUnder("src/Purser").ToList();
        var house = CSharpCompilation.Create(
            "house", [.. files.Select(file => file.Tree), implicitUsings], libraries,
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary));
        return
        [
            .. from file in files
               let model = house.GetSemanticModel(file.Tree)
               from name in file.Syntax.DescendantNodes().OfType<SimpleNameSyntax>()
               where name.Ancestors().All(above => above is not UsingDirectiveSyntax)
               let symbol = model.GetSymbolInfo(name).Symbol
               let type = symbol as INamedTypeSymbol ?? (symbol is { IsStatic: true } or IMethodSymbol ? symbol.ContainingType : null)
               where type is not null
               let space = file.Syntax.DescendantNodes().OfType<BaseNamespaceDeclarationSyntax>().First().Name.ToString()
               select new Use(file, name, RoomOf(space), type),
        ];
    }

    private static string RoomOf(string space)
    {
        var room = space == "Purser" ? Shared : space["Purser.".Length..];
        while (!MayUse.ContainsKey(room) && room.Contains('.', StringComparison.Ordinal)) room = room[..room.LastIndexOf('.')];
        Assert.True(MayUse.ContainsKey(room), $"{space} is not in the plan of the house: ARCHITECTURE.md");
        return room;
    }

    private sealed record Use(CodeFile File, SimpleNameSyntax Name, string Room, INamedTypeSymbol Type)
    {
        public Finding Found(string what) => File.At(Name, what);
    }
}
