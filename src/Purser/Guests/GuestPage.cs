using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using NodaTime;
using Purser.Bookings;
using Purser.Fleet;
using Purser.Outside;

namespace Purser.Guests;

/// <summary>What goes into a page besides the booking.</summary>
/// <param name="Captain">The captain who has said yes, or null.</param>
/// <param name="Payment">The annex's word, or null.</param>
/// <param name="Requests">The guest's wishes with every passage about money withheld, or null.</param>
/// <param name="CalendarFile">A ready iCalendar text of public facts, or null: then the page offers
/// none.</param>
public sealed record PageInputs(string? Captain, PaymentWord? Payment, string? Requests, string? CalendarFile)
{
    /// <summary>What the office says about the day, wind and sea above all; null if nothing.</summary>
    public string? DayNote { get; init; }

    /// <summary>True if guests of this charter sign a waiver.</summary>
    public bool Waivers { get; init; }

    /// <summary>How many have signed; null while nobody counts.</summary>
    public WaiverCount? WaiverCount { get; init; }

    /// <summary>When guests may add photos; null: never.</summary>
    public PhotoWindow? Photos { get; init; }

    /// <summary>Where the page's scripts may come from and send to; null: it has no photos.</summary>
    public PageOrigins? Origins { get; init; }
}

/// <summary>Who has signed a waiver.</summary>
/// <param name="Signed">So many have.</param>
/// <param name="Of">So many must.</param>
public sealed record WaiverCount(int Signed, int Of);

/// <summary>When guests may add photos. Looking at them is not bound to it.</summary>
/// <param name="Opens">From this instant on.</param>
/// <param name="Closes">Until just before this one.</param>
public sealed record PhotoWindow(Instant Opens, Instant Closes);

/// <summary>The origins that a page with photos speaks to, as browsers write them.</summary>
/// <param name="Site">The guest site's own.</param>
/// <param name="Uploads">Where photos are sent, if it is another host.</param>
public sealed record PageOrigins(string Site, string? Uploads = null);

/// <summary>The guest's page as a pure function of facts: same facts, same bytes.</summary>
public static partial class GuestPage
{
    private const int LongestChartLabel = 14;

    /// <summary>Plans the page of a booking that has a slug.</summary>
    public static PagePlan Plan(Booking booking, FleetFacts fleet, PageInputs inputs)
    {
        var slug = booking.Slug ?? throw new BugException("a page is planned for a booking that was never confirmed");
        var vessel = fleet.Vessel(booking.Trip.Vessel);
        var harbour = fleet.HarbourOf(vessel);
        var brand = fleet.BrandFor(booking.Channel, vessel.Id);
        var area = vessel.MeetingArea.Split(',')[^1].Trim();
        var publicFacts = new PageFacts(
            booking.Id.Text, slug.Text, brand.Language, brand.Id, brand.Name, brand.TagLine,
            Colours(brand.Colours), fleet.Sample,
            booking.Status != BookingStatus.Cancelled, vessel.Name, WhenFacts.Of(booking.Trip, vessel, harbour),
            PagePhases.Of(booking.Trip, vessel, fleet.Pages), vessel.MeetingArea,
            area.Length is > 0 and <= LongestChartLabel ? area : null, Lines(vessel.Directions),
            vessel.MapLink.StartsWith("https://", StringComparison.Ordinal) ? vessel.MapLink : null, vessel.Bring,
            inputs.CalendarFile)
        {
            DarkColours = Colours(brand.DarkColours),
            DayNote = inputs.DayNote,
            BookAgain = brand.BookAgain,
            Waivers = inputs.Waivers,
            Offsets = PagePhases.Clock(booking.Trip),
            Photos = inputs is { Photos: { } window, Origins: { } origins }
                ? PhotoFacts.Of(window, origins, booking.Trip.Zone)
                : null,
        };
        return new PagePlan(publicFacts, Sealed(booking, fleet, vessel, inputs));
    }

    /// <summary>
    /// The details as canonical JSON: fixed order, NFC, UTF-8. Unpadded; without counters and times of
    /// rendering.
    /// </summary>
    public static byte[] PlainText(SealedFacts facts) =>
        JsonSerializer.SerializeToUtf8Bytes(Composed(facts), PageJson.Default.SealedFacts);

    /// <summary>
    /// Lower-case hex: differs whenever the bytes of a page, or the grant that goes with it, would differ in
    /// anything but the revision.
    /// </summary>
    public static string Fingerprint(PagePlan plan, PageGrant grant, string templateVersion)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes($"purser/page/1|{templateVersion}|"));
        hash.AppendData(JsonSerializer.SerializeToUtf8Bytes(plan.Public, PageJson.Default.PageFacts));
        hash.AppendData(PlainText(plan.Sealed));
        hash.AppendData(GuestRows.Body(grant).Span);
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <summary>Seals and renders the page: the object's body.</summary>
    public static byte[] Render(ITemplates templates, PagePlan plan, GuestKey key, long revision)
    {
        var booking = Texts.Parse<BookingId>(plan.Public.Booking);
        return Render(templates, plan.Public, Seal.Close(key, booking, PlainText(plan.Sealed)), revision);
    }

    /// <summary>Renders the page around details that are sealed already.</summary>
    public static byte[] Render(ITemplates templates, PageFacts facts, string sealedDetails, long revision)
    {
        var model = new PageModel(facts.Language, facts, sealedDetails, revision);
        var name = facts.Live ? "guest/page.html" : "guest/cancelled.html";
        var json = JsonSerializer.SerializeToUtf8Bytes(model, PageJson.Default.PageModel);
        return Encoding.UTF8.GetBytes(templates.Render(name, facts.BrandId, json));
    }

    /// <summary>
    /// What stands for ever at the address of a charter whose guest was forgotten: nothing of it.
    /// </summary>
    public static byte[] Erased(ITemplates templates, PageFacts facts, long revision)
    {
        var model = new ErasedModel(facts.Language, facts.Brand, facts.Sample, revision);
        var json = JsonSerializer.SerializeToUtf8Bytes(model, PageJson.Default.ErasedModel);
        return Encoding.UTF8.GetBytes(templates.Render("guest/erased.html", facts.BrandId, json));
    }

    /// <summary>
    /// A page to look at in a browser before anything is published: opened from a file with the key's
    /// fragment behind a <c>#</c>, it shows the details too. Its revision is 0, so that any published page
    /// outranks it.
    /// </summary>
    public static byte[] Preview(ITemplates templates, Booking booking, FleetFacts fleet, PageInputs inputs, GuestKey key) =>
        Render(templates, Plan(booking, fleet, inputs), key, 0);

    /// <summary>
    /// The tiny page at an earlier address, or at the booking's id, which forwards to the page and keeps the
    /// fragment.
    /// </summary>
    public static byte[] Alias(ITemplates templates, PageFacts facts)
    {
        var model = new AliasModel(facts.Language, facts.Brand, PagePlace.Path(Texts.Parse<Slug>(facts.Slug)));
        var json = JsonSerializer.SerializeToUtf8Bytes(model, PageJson.Default.AliasModel);
        return Encoding.UTF8.GetBytes(templates.Render("guest/alias.html", facts.BrandId, json));
    }

    private static SealedFacts Sealed(Booking booking, FleetFacts fleet, Vessel vessel, PageInputs inputs) => new(
        booking.Guest.Name, FirstName(booking.Guest.Name), booking.Guest.Party, vessel.Dock, vessel.GateCode, inputs.Requests,
        inputs.Captain, inputs.Payment?.Text, fleet.Operator.Phone, Grouped(fleet.Operator.Phone),
        Mailbox(fleet.Operator.MailFrom), booking.Reference.Text,
        fleet.Find(booking.Channel)?.Name ?? booking.Channel.Text,
        DateFacts.Of(HarbourTime.At(booking.Booked, booking.Trip.Zone).Date))
    {
        Signed = inputs.WaiverCount?.Signed,
        Of = inputs.WaiverCount?.Of,
    };

    /// <summary>
    /// How a person is spoken to: the first word of the name, or all of it where that would be an initial.
    /// </summary>
    public static string FirstName(string name)
    {
        var first = name.Split(' ', StringSplitOptions.RemoveEmptyEntries).FirstOrDefault() ?? name;
        return first.Length > 2 || !first.EndsWith('.') ? first : name;
    }

    /// <summary>The bare address of <c>Name &lt;address&gt;</c>.</summary>
    internal static string? Mailbox(string from)
    {
        var address = from.Contains('<') ? from[(from.LastIndexOf('<') + 1)..].TrimEnd('>', ' ') : from.Trim();
        return address.Contains('@') && !address.Any(char.IsWhiteSpace) ? address : null;
    }

    /// <summary>
    /// A number in groups kept together: North American ones as is the custom there, others in threes.
    /// </summary>
    internal static string? Grouped(string? phone)
    {
        if (phone is null || phone.Length < 8 || phone[0] != '+' || !phone.AsSpan(1).ContainsAnyInRange('0', '9')) return phone;
        const char Space = '\u00A0';
        if (phone.StartsWith("+1", StringComparison.Ordinal) && phone.Length == 12)
            return $"+1{Space}{phone[2..5]}{Space}{phone[5..8]}{Space}{phone[8..]}";
        var groups = phone[3..].Chunk(3).Select(group => new string(group));
        return $"{phone[..3]}{Space}{string.Join(Space, groups)}";
    }

    internal static IReadOnlyList<string> Lines(string text) =>
        text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    internal static IReadOnlyList<BrandColour> Colours(IReadOnlyDictionary<string, string>? given) =>
        [.. (given ?? new Dictionary<string, string>())
            .Where(colour => ColourName().IsMatch(colour.Key) && ColourValue().IsMatch(colour.Value))
            .OrderBy(colour => colour.Key, StringComparer.Ordinal)
            .Select(colour => new BrandColour(colour.Key, colour.Value))];

    private static SealedFacts Composed(SealedFacts facts) => facts with
    {
        Name = Nfc.Compose(facts.Name),
        FirstName = Nfc.Compose(facts.FirstName),
        Dock = Nfc.Compose(facts.Dock),
        GateCode = facts.GateCode is null ? null : Nfc.Compose(facts.GateCode),
        Requests = facts.Requests is null ? null : Nfc.Compose(facts.Requests),
        Captain = facts.Captain is null ? null : Nfc.Compose(facts.Captain),
    };

    [GeneratedRegex(@"\A--(brand(-deep|-wash)?|on-brand|chart-(deep|1|2|3|land|shore))\z")]
    private static partial Regex ColourName();

    [GeneratedRegex(@"\A#([0-9a-fA-F]{3}|[0-9a-fA-F]{6})\z")]
    private static partial Regex ColourValue();
}
