using NodaTime;
using Purser.Bookings;
using Purser.Fleet;
using Purser.Host.Intake.Json;

namespace Purser.Host.Intake;

/// <summary>
/// The merge patch (RFC 7396) of <c>PATCH /api/bookings/{id}</c>: what is absent stays, null clears what may
/// be absent.
/// </summary>
public sealed class BookingPatch
{
    private static readonly string[] Clearable = ["email", "phone"];

    private readonly ReadOnlyMemory<byte> body;

    private BookingPatch(ReadOnlyMemory<byte> body, PriceText? price, bool notesGiven, string? officeNotes)
    {
        this.body = body;
        Price = price;
        NotesGiven = notesGiven;
        OfficeNotes = officeNotes;
    }

    /// <summary>The new price as written, for the annex; null if it stays.</summary>
    public PriceText? Price { get; }

    /// <summary>True if the office's notes are to be set or cleared.</summary>
    public bool NotesGiven { get; }

    /// <summary>The office's notes; null clears them. Meaningful if <see cref="NotesGiven"/>.</summary>
    public string? OfficeNotes { get; }

    /// <summary>Reads a patch: its form and everything that can be judged without the booking.</summary>
    public static BookingPatchReading Read(ReadOnlyMemory<byte> utf8)
    {
        var errors = new DocumentErrors();
        var root = DocumentNode.Parse(utf8, BookingDocument.MostBytes, errors);
        if (root is null) return new BookingPatchReading(null, errors.Found, 400);
        if (!root.IsObject("vessel", "start", "hours", "guest", "requests", "price", "officeNotes"))
            return new BookingPatchReading(null, errors.Found, 422);

        foreach (var name in new[] { "vessel", "start", "hours", "guest", "price" }) Required(root[name]);
        if (root["guest"].Given && root["guest"].IsObject("name", "email", "phone", "party"))
            foreach (var name in root["guest"].Names().Except(Clearable)) Required(root["guest"][name]);
        var price = BookingFields.Price(root["price"]);
        var notes = root["officeNotes"];
        var patch = new BookingPatch(utf8, price, !notes.Absent, notes.OptionalText(4000, lines: true));
        return errors.None
            ? new BookingPatchReading(patch, [], 200)
            : new BookingPatchReading(null, errors.Found, 422);
    }

    /// <summary>
    /// The facts that shall be, from those that are. A start that is not touched is not judged by the clock,
    /// so that an old
    /// booking can still be corrected.
    /// </summary>
    public BookingEditReading Apply(Booking booking, FleetFacts fleet, Instant now)
    {
        var errors = new DocumentErrors();
        var notes = new List<string>();
        var root = DocumentNode.Parse(body, BookingDocument.MostBytes, errors);
        Require.That(root is not null);
        var guest = root!["guest"];
        var vessel = root["vessel"].Given ? BookingFields.Vessel(root["vessel"], fleet)
            : fleet.Vessel(booking.Trip.Vessel);
        var harbour = vessel is null ? null : fleet.HarbourOf(vessel);
        var start = root["start"].Given
            ? StartField.Read(root["start"], harbour, now, notes)
            : Kept(root["start"], booking.Trip.Start, harbour);
        var minutes = root["hours"].Given ? BookingFields.Minutes(root["hours"]) : booking.Trip.Minutes;
        var name = guest["name"].Given ? BookingFields.Name(guest["name"]) : booking.Guest.Name;
        var email = guest["email"].Absent ? booking.Guest.Email : BookingFields.Email(guest["email"]);
        var phone = guest["phone"].Absent ? booking.Guest.Phone : BookingFields.Phone(guest["phone"]);
        var party = guest["party"].Given ? BookingFields.Party(guest["party"], vessel)
            : Fitting(guest["party"], booking, vessel);
        var requests = root["requests"].Absent ? booking.Requests : BookingFields.Requests(root["requests"]);
        if (!errors.None) return new BookingEditReading(null, errors.Found, []);

        var trip = new Trip(vessel!.Id, start!.Value, minutes!.Value, harbour!.Zone);
        return new BookingEditReading(
            new BookingEdit(trip, new Guest(name!, email, phone, party!.Value), requests), [], notes);
    }

    private static void Required(DocumentNode node)
    {
        if (node.IsNull) node.Refuse("It cannot be removed.", "Give a value, or leave it out to keep it.");
    }

    private static LocalDateTime? Kept(DocumentNode node, LocalDateTime start, Harbour? harbour)
    {
        if (harbour is null || harbour.Rules.MapLocal(start).Count > 0) return start;
        node.Refuse($"{HouseJson.Text(start)} does not occur in {harbour.Name} ({harbour.Zone}).",
            "Give a start there as well.");
        return null;
    }

    private static int? Fitting(DocumentNode node, Booking booking, Vessel? vessel)
    {
        if (vessel is null || vessel.Id == booking.Trip.Vessel || booking.Guest.Party <= vessel.MostGuests)
            return booking.Guest.Party;
        node.Refuse(
            $"{vessel.Name} carries at most {vessel.MostGuests} guests, and {booking.Guest.Party} are booked.",
            "Give another vessel, or the party as it will be.");
        return null;
    }
}

/// <summary>A patch that was read, or why not.</summary>
/// <param name="Patch">Null if there is any error.</param>
/// <param name="Errors">All of them.</param>
/// <param name="Status">400 if it is not JSON at all, else 422; 200 if it was read.</param>
public sealed record BookingPatchReading(BookingPatch? Patch, IReadOnlyList<DocumentError> Errors,
    int Status);

/// <summary>An edit of one booking, or why it cannot be made (422).</summary>
/// <param name="Edit">Null if there is any error.</param>
/// <param name="Errors">All of them.</param>
/// <param name="Notes">What the editor should know.</param>
public sealed record BookingEditReading(
    BookingEdit? Edit, IReadOnlyList<DocumentError> Errors, IReadOnlyList<string> Notes);
