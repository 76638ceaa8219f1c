using Purser.Finance.Entries;
using Purser.Host.Doors.Bookings;

namespace Purser.Host.Pages.Office;

/// <summary>What stands around every page of the office.</summary>
/// <param name="Title">Of the page.</param>
/// <param name="Here">The current part, as in its address.</param>
/// <param name="Style">The address of the style sheet, with its hash.</param>
/// <param name="Script">The address of the script, with its hash.</param>
/// <param name="Token">What forms must carry; empty where nobody is signed in.</param>
/// <param name="Sample">True for the invented operator.</param>
public sealed record OfficeFrame(
    string Title, string Here, string Style, string Script, string Token, bool Sample)
{
    /// <summary>
    /// True where the office is a program of its own: no mail lies there, and no time is tried.
    /// </summary>
    public bool Alone { get; init; }
}

/// <summary>The page with one button that signs in, or says how to.</summary>
public sealed record SignInPage(OfficeFrame Frame, bool Live, string Words);

/// <summary>A word of the status vocabulary, with its mark.</summary>
/// <param name="Mark">The class: done, part, asked, call, late, no, gone, none.</param>
/// <param name="Word">In words.</param>
public sealed record Status(string Mark, string Word);

/// <summary>The board: what is not yet right, then the charters.</summary>
public sealed record BoardPage(
    OfficeFrame Frame, string Today, string Clock, string Summary, IReadOnlyList<NeedLine> Needs, IReadOnlyList<BoardDay> Days);

/// <summary>One thing that needs a person, and its one remedy.</summary>
public sealed record NeedLine(Status Status, string What, string Remedy, string Address);

/// <summary>A day of the board.</summary>
public sealed record BoardDay(string Date, string Weekday, IReadOnlyList<BoardRow> Rows);

/// <summary>A charter on the board.</summary>
public sealed record BoardRow(
    string Id, string Times, string Guest, string Vessel, string Line, string Reference, Status Booking, Status Crew,
    Status Payment, Status Page);

/// <summary>One booking.</summary>
public sealed record BookingPage(
    OfficeFrame Frame, BookingReply Booking, string Vessel, string When, string Channel, Status State, Status Crew, Status Payment,
    Status Page, IReadOnlyList<EffectLine> Effects, string Progress, string Zone, IReadOnlyList<PersonLine> People,
    MoneyReply? Amounts, IReadOnlyList<NoticeLine> Notices)
{
    /// <summary>What the guests' page says about the day; null if nothing.</summary>
    public string? DayNote { get; init; }

    /// <summary>How often the guests' pages were opened, a line a kind.</summary>
    public IReadOnlyList<(string What, string Opened)> Visits { get; init; } = [];

    /// <summary>How many photos there are and wait, in words; null: none were given.</summary>
    public Status? Photos { get; init; }

    /// <summary>When the guest was forgotten; null: not at all.</summary>
    public string? Forgotten { get; init; }

    /// <summary>Who has signed a waiver, and who comes aboard; null: no waiver is asked for.</summary>
    public WaiversPanel? Waivers { get; init; }
}

/// <summary>The waivers of a charter.</summary>
/// <param name="Status">How many have signed.</param>
/// <param name="Signed">Those who have.</param>
/// <param name="Missing">Those who have not, the booker first.</param>
/// <param name="More">"and 2 more whose names are not known", or null.</param>
/// <param name="Passengers">Names that were given, each to be taken off again.</param>
/// <param name="Open">True while names can be given.</param>
public sealed record WaiversPanel(
    Status Status, IReadOnlyList<WaiverLine> Signed, IReadOnlyList<string> Missing, string? More,
    IReadOnlyList<string> Passengers, bool Open);

/// <summary>A signed waiver.</summary>
/// <param name="Passenger">As written.</param>
/// <param name="When">When it was signed, and until when it holds.</param>
/// <param name="Status">Signed, or out of date.</param>
/// <param name="Address">Of the paper.</param>
public sealed record WaiverLine(string Passenger, string When, Status Status, string Address);

/// <summary>An effect on the course line.</summary>
public sealed record EffectLine(
    string Surface, string Mark, string Name, string Time, string State, string Detail, string? Error);

/// <summary>A role and who has it.</summary>
public sealed record PersonLine(string Name, string Role, Status Status);

/// <summary>A message about a booking; its address is where it can be read.</summary>
public sealed record NoticeLine(string To, string What, string Time, Status Status, string? Error, string? Address);

/// <summary>Texts that a person sends.</summary>
public sealed record DraftsPage(OfficeFrame Frame, IReadOnlyList<DraftCard> Drafts);

/// <summary>One of them.</summary>
/// <param name="Key">Its place in the page.</param>
/// <param name="Compartment">Whose outbox.</param>
/// <param name="Partition">Where it lies.</param>
/// <param name="Name">The notice's name.</param>
/// <param name="To">The person.</param>
/// <param name="What">What it is for.</param>
/// <param name="Text">The whole text.</param>
/// <param name="Sms">An <c>sms:</c> address, or null.</param>
/// <param name="WhatsApp">A <c>wa.me</c> address, or null.</param>
/// <param name="Held">Until when it must not be sent, or null.</param>
/// <param name="About">The charter or event.</param>
/// <param name="Booking">The address of the charter's page, or null for an event of the desk's own.</param>
public sealed record DraftCard(
    string Key, string Compartment, string Partition, string Name, string To, string What, string Text, string? Sms,
    string? WhatsApp, string? Held, string About, string? Booking);

/// <summary>What a person must look at.</summary>
public sealed record ReviewsPage(OfficeFrame Frame, IReadOnlyList<ReviewCard> Items);

/// <summary>One of them.</summary>
/// <param name="Id">Of the item.</param>
/// <param name="Kind">Why it is here.</param>
/// <param name="Since">When it came.</param>
/// <param name="What">One sentence.</param>
/// <param name="Booking">The booking's id, or null.</param>
/// <param name="Known">The heading of what was understood.</param>
/// <param name="Understood">It, by field.</param>
/// <param name="Unclear">The heading of the rest.</param>
/// <param name="Open">It, by field.</param>
/// <param name="Conflict">Of a booking in conflict, the generation that is shown; else null.</param>
public sealed record ReviewCard(
    string Id, string Kind, string Since, string What, string? Booking, string Known,
    IReadOnlyList<(string Field, string Text)> Understood, string Unclear,
    IReadOnlyList<(string Field, string Text)> Open, long? Conflict);

/// <summary>The roster, with each person's link to his own trips.</summary>
public sealed record CrewPage(OfficeFrame Frame, IReadOnlyList<RosterLine> People);

/// <summary>A person of the roster.</summary>
/// <param name="Id">Of the person.</param>
/// <param name="Name">As printed.</param>
/// <param name="Ranks">What he can serve as.</param>
/// <param name="Mail">His address, or null.</param>
/// <param name="Phone">E.164, or null.</param>
/// <param name="Active">False: he is asked no more.</param>
/// <param name="Link">What became of the last link that he was sent; null if none was.</param>
/// <param name="When">When that was.</param>
public sealed record RosterLine(
    string Id, string Name, string Ranks, string? Mail, string? Phone, bool Active, Status? Link, string? When);

/// <summary>A refusal as a person reads it.</summary>
/// <param name="Frame">Around it.</param>
/// <param name="Heading">In a few words.</param>
/// <param name="What">The cause and the next step.</param>
/// <param name="Back">Where to go on.</param>
public sealed record RefusedPage(OfficeFrame Frame, string Heading, string What, string Back);

/// <summary>The mails in the outbox folder.</summary>
public sealed record MailsPage(OfficeFrame Frame, IReadOnlyList<MailLine> Mails, bool Handed, string Zone);

/// <summary>One of them.</summary>
public sealed record MailLine(string File, string To, string Subject, string Time);

/// <summary>One mail, to be read.</summary>
public sealed record MailPage(OfficeFrame Frame, MailLine Mail, string Zone, string Text, IReadOnlyList<string> Attachments);

/// <summary>A booking at a moment.</summary>
/// <param name="Frame">Around it.</param>
/// <param name="Id">Of the booking.</param>
/// <param name="Charter">In words.</param>
/// <param name="Time">The moment in harbour time, for the form.</param>
/// <param name="When">The same in words.</param>
/// <param name="Zone">"San Diego time".</param>
/// <param name="Face">What the page shows; null without a page.</param>
/// <param name="Page">The address of the framed page; null without one.</param>
/// <param name="Published">True: these bytes are published already.</param>
/// <param name="Messages">By time.</param>
public sealed record MomentPage(
    OfficeFrame Frame, string Id, string Charter, string Time, string When, string Zone, Status? Face,
    string? Page,
    bool Published, IReadOnlyList<MomentLine> Messages);

/// <summary>A message of a moment.</summary>
/// <param name="Key">Its place in the page.</param>
/// <param name="What">What it is for.</param>
/// <param name="To">The person.</param>
/// <param name="When">With its zone.</param>
/// <param name="Subject">One line.</param>
/// <param name="Mail">The address of the framed mail; null: it is a draft.</param>
/// <param name="File">The address of the mail's file; null: it is a draft.</param>
/// <param name="Text">Of a draft.</param>
public sealed record MomentLine(
    string Key, string What, string To, string When, string Subject, string? Mail, string? File,
    string? Text);

/// <summary>A charter's photos, for the owner's word.</summary>
/// <param name="Frame">Around it.</param>
/// <param name="Booking">The booking's id.</param>
/// <param name="Charter">In words.</param>
/// <param name="Office">True: signed in; false: by the mail's link.</param>
/// <param name="Token">What forms must carry.</param>
/// <param name="Zone">"San Diego time".</param>
/// <param name="Waiting">For the owner's eye.</param>
/// <param name="Published">Seen by the guests.</param>
/// <param name="Others">Rejected, kept, refused, or not ready.</param>
public sealed record PhotosPage(
    OfficeFrame Frame, string Booking, string Charter, bool Office, string Token, string Zone,
    IReadOnlyList<PhotoCard> Waiting, IReadOnlyList<PhotoCard> Published, IReadOnlyList<PhotoCard> Others);

/// <summary>Some of them.</summary>
public sealed record PhotoCardsPart(string Booking, string Token, IReadOnlyList<PhotoCard> Cards);

/// <summary>One of them.</summary>
/// <param name="Id">Of the upload.</param>
/// <param name="Batch">With what it was sent.</param>
/// <param name="What">"Photo 3 by Ada": its name for who does not see it.</param>
/// <param name="Caption">Words of its sender, or null.</param>
/// <param name="Thumb">The address of a small copy; null: there is none.</param>
/// <param name="Who">Who sent it.</param>
/// <param name="When">When it was taken.</param>
/// <param name="Use">Who may use it, in words.</param>
/// <param name="Proof">How its sender proved to belong here.</param>
/// <param name="State">Where it stands.</param>
/// <param name="Why">Why it is refused or kept; null: no reason.</param>
/// <param name="Original">The address of the file as it came; null: it is not kept.</param>
/// <param name="File">What it was called where it came from.</param>
public sealed record PhotoCard(
    string Id, string Batch, string What, string? Caption, string? Thumb, string Who, string When, string Use,
    string Proof, Status State, string? Why, string? Original, string File)
{
    /// <summary>What can be said of it now.</summary>
    public IReadOnlyList<PhotoWord> Acts => State.Word switch
    {
        "Waits for you" =>
        [
            new PhotoWord("approve", "Approve", "", false), new PhotoWord("reject", "Reject", "quiet", false),
            new PhotoWord("approve", $"Approve all from {Who}", "quiet", true),
        ],
        "Published" => [new PhotoWord("unpublish", "Unpublish", "quiet", false)],
        "Not shown" => [new PhotoWord("approve", "Approve", "quiet", false)],
        _ => [],
    };
}

/// <summary>A button.</summary>
/// <param name="Verdict">What it says.</param>
/// <param name="Word">In words.</param>
/// <param name="Look">Its class.</param>
/// <param name="All">True: of all that wait and come from this person.</param>
public sealed record PhotoWord(string Verdict, string Word, string Look, bool All);
