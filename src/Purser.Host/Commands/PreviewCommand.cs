using System.CommandLine;
using System.Security.Cryptography;
using NodaTime;
using Purser.Bookings;
using Purser.Fleet;
using Purser.Guests;
using Purser.Host.Composition;
using Purser.Host.Doors.Local;
using Purser.Host.Pages.Gate;
using Purser.Host.Pages.Templates;

namespace Purser.Host.Commands;

/// <summary>
/// <c>purser preview ID|--sample -o FILE</c>: a guest page that opens in a browser from the disk;
/// <c>purser preview ID --at TIME -o DIR</c>: the time machine. A page that the publish gate would hold back is
/// written all the same; its faults are named, and the exit code is <see cref="ExitCodes.NotWell"/>.
/// </summary>
public static class PreviewCommand
{
    private static readonly Argument<string?> Id =
        new("ID") { Description = "The booking's id.", Arity = ArgumentArity.ZeroOrOne };

    private static readonly Option<bool> Sample =
        new("--sample") { Description = "An invented booking; needs no data folder." };

    private static readonly Option<string?> Spoken =
        new("--language") { Description = "With --sample: a language file, for example es." };

    private static readonly Option<string> Target = new("--output", "-o")
    {
        Description = "The file to write; with --at, the folder.",
        Required = true,
    };

    private static readonly Option<string?> At = new("--at")
    {
        Description = "A moment in harbour time, 2027-05-30T10:30: the page as it shows itself then, and every "
            + "mail and draft that goes out until then.",
    };

    /// <summary>The command.</summary>
    public static Command Make(Terminal terminal)
    {
        var command = new Command("preview", "Write a guest page as a file, or a booking at any moment as a folder.")
        {
            Id, Sample, Spoken, At, Target,
        };
        command.SetAction((line, stop) => terminal.Run(() => terminal.WithSettings(
            new Flags(line.GetValue(Terminal.Data) ?? "./data"),
            settings => (line.GetValue(Sample), line.GetValue(Id)) switch
            {
                (true, null) when line.GetValue(At) is not null =>
                    Task.FromResult(terminal.Say(ExitCodes.Usage, "--at needs a booking's id")),
                (true, null) => Invented(settings, line, terminal, stop),
                (false, { } id) => Booked(settings, id, line, terminal, stop),
                _ => Task.FromResult(terminal.Say(ExitCodes.Usage, "give a booking's id or --sample, not both")),
            })));
        return command;
    }

    private static async Task<int> Booked(
        Settings settings, string id, ParseResult line, Terminal terminal, CancellationToken stop)
    {
        await using var door = await OwnDoor.Open(settings, TextWriter.Null, stop);
        if (line.GetValue(At) is { } at)
            return await MomentFolder.Write(door, id, at, line.GetRequiredValue(Target), line, terminal,
                stop);
        var reply = await door.Get($"local/preview/{Uri.EscapeDataString(id)}", stop);
        return reply.Right
            ? await Write(line, reply.Body, reply.Fragment, terminal, stop)
            : terminal.Print(line, reply, _ => { });
    }

    private static async Task<int> Invented(
        Settings settings, ParseResult line, Terminal terminal, CancellationToken stop)
    {
        var fleet = FleetFile.ReadOrFault(SampleOperator.Read(FleetFile.Name));
        var folder = settings.Templates ?? Path.Combine(AppContext.BaseDirectory, "templates");
        var templates = new ScribanTemplates(TemplateFolder.Read(folder));
        var booking = Booking(fleet, SystemClock.Instance.GetCurrentInstant());
        var (root, salt) = (RandomNumberGenerator.GetBytes(32), RandomNumberGenerator.GetBytes(GuestKey.SaltBytes));
        var key = GuestKey.Derive(root, salt, booking.Id);
        var language = line.GetValue(Spoken) ?? fleet.Brands[0].Language;
        fleet = fleet with { Brands = [.. fleet.Brands.Select(brand => brand with { Language = language })] };
        var plan = GuestPage.Plan(booking, fleet, Whole(booking));
        return await Write(line, GuestPage.Render(templates, plan, key, 1), key.Fragment, terminal, stop);
    }

    /// <summary>Everything that a page can show.</summary>
    private static PageInputs Whole(Booking booking)
    {
        var departure = booking.Trip.Departure.Instant;
        return new PageInputs("Ines Calloway", PaymentWord.PaidInFull, booking.Requests, null)
        {
            DayNote = "Sun all day, 17 °C on the water. A gentle north-west wind: a jacket is enough.",
            Waivers = true,
            WaiverCount = new WaiverCount(4, 6),
            Photos = new PhotoWindow(departure, departure + Duration.FromDays(7)),
            Origins = new PageOrigins("http://localhost:8080"),
        };
    }

    private static Booking Booking(FleetFacts fleet, Instant now)
    {
        var vessel = fleet.Vessels[0];
        var zone = fleet.HarbourOf(vessel).Zone;
        var start = HarbourTime.At(now, zone).Date.PlusDays(2) + new LocalTime(10, 0);
        return new Booking(
            Texts.Parse<BookingId>("samplesamplesamplesample22"), 1, BookingStatus.Confirmed, fleet.Channels[0].Id,
            Texts.Parse<ChannelReference>("XHQGMDH"), new Trip(vessel.Id, start, 180, zone),
            new Guest("Robin Alvarez", "robin@example.com", null, 6), "Birthday; two children",
            Texts.Parse<Slug>("sample-charter"), [], now, now);
    }

    private static async Task<int> Write(
        ParseResult line, byte[] page, string? fragment, Terminal terminal, CancellationToken stop)
    {
        var path = Path.GetFullPath(line.GetRequiredValue(Target));
        await File.WriteAllBytesAsync(path, page, stop);
        var address = fragment is null ? new Uri(path).ToString() : $"{new Uri(path)}#{fragment}";
        var faults = new PageGate().Check(page).Select(fault => fault.Sentence).ToList();
        var reply = OwnReply.Of(new PreviewReply(path, address, faults), LocalJson.Default.PreviewReply);
        var printed = terminal.Print(line, reply, _ => terminal.Out.WriteLine(address));
        if (faults.Count == 0) return printed;
        return terminal.Say(ExitCodes.NotWell, $"it would not be published. {string.Join(' ', faults)}");
    }
}
