using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Serialization;
using NodaTime;
using Purser.Bookings;
using Purser.Embedded.Mail;
using Purser.Host.Composition;
using Purser.Host.Intake;
using Purser.Outside.Outbox;
using Purser.Provisioning.Rehearsal;

namespace Purser.Host.Doors.Local;

/// <summary>The time machine at the doors: a booking at a moment, with the files that show it.</summary>
public sealed class Moments(House house)
{
    private static readonly Duration Reach = Duration.FromDays(10 * 366);

    /// <summary>Plays the booking to the moment that the text names, in its harbour's time.</summary>
    public async Task<(Rehearsed? Moment, Problem? Refusal)> At(string? id, string? time,
        CancellationToken stop)
    {
        if (!BookingId.TryParse(id, out var known) || await house.Shelf.Read(known, stop) is not { } file)
            return (null, Problem.NotFound("There is no such booking."));
        var (at, refusal) = MomentSaid.Read(time, file.Booking.Trip.Departure.Rules);
        if (refusal is not null) return (null, Wrong(refusal));
        var now = house.Clock.GetCurrentInstant();
        if (at < now - Reach || at > now + Reach) return (null,
            Wrong("Give a moment within ten years of today."));
        return (await RehearsedHouse.Open(house).PlayTo(known, at!.Value, stop), null);
    }

    /// <summary>The moment as a list, and the files that the list names.</summary>
    public MomentReply Reply(Rehearsed moment)
    {
        var files = new Dictionary<string, byte[]>(StringComparer.Ordinal);
        var messages = moment.Messages.Select(message => Of(message, files)).ToList();
        PageSeen? seen = null;
        if (moment.Page is { } page)
        {
            files["page.html"] = page.Body.ToArray();
            files["preview.html"] = PreviewClock.Set(page.Body.Span, moment.At);
            var sha = Convert.ToHexStringLower(SHA256.HashData(page.Body.Span));
            seen = new PageSeen("page.html", "preview.html", page.Revision, sha, page.Published);
        }

        return new MomentReply(moment.At, moment.Zone, moment.Phase, seen, messages, moment.Fragment, files);
    }

    /// <summary>A mail's file, as it will lie in the outbox.</summary>
    public byte[] File(RehearsedMessage message) =>
        message.Mail is { } mail ? MailFile.Bytes(mail, message.When) : Encoding.UTF8.GetBytes(message.Text!);

    private MessageSeen Of(RehearsedMessage message, Dictionary<string, byte[]> files)
    {
        var mail = message.Mail is not null;
        var file = mail ? $"mails/{message.Name}.eml" : $"drafts/{message.Name}.txt";
        files[file] = File(message);
        return new MessageSeen(
            message.Purpose.Word, message.Person, mail ? "mail" : "draft", message.When, message.Subject,
            file);
    }

    private static Problem Wrong(string remedy) =>
        Problem.Invalid(new ProblemError("/at", "The moment cannot be read.", remedy));
}

/// <summary>The time machine at the local door.</summary>
public static class MomentsDoor
{
    /// <summary>Adds the address.</summary>
    public static void MapMoments(this IEndpointRouteBuilder site, House house) =>
        site.Get("/local/moments/{id}", async context =>
        {
            var moments = new Moments(house);
            var time = context.Request.Query["at"].ToString();
            var (moment, refusal) = await moments.At(context.RouteText("id"), time, context.RequestAborted);
            return refusal is not null ? refusal
                : Reply.Json(moments.Reply(moment!), MomentJson.Default.MomentReply);
        });
}

/// <summary>A booking at a moment.</summary>
/// <param name="At">The moment.</param>
/// <param name="Zone">Of the harbour.</param>
/// <param name="Phase">Which face the page shows; null: there is no page.</param>
/// <param name="Page">The page; null: there is none.</param>
/// <param name="Messages">What will have gone out by then, and drafts that wait for a person.</param>
/// <param name="Fragment">The key of the page's sealed details.</param>
/// <param name="Files">Contents by name, as far as they travel with the reply.</param>
public sealed record MomentReply(
    Instant At, string Zone, string? Phase, PageSeen? Page, IReadOnlyList<MessageSeen> Messages,
    string? Fragment, IReadOnlyDictionary<string, byte[]>? Files);

/// <summary>The page of a moment.</summary>
/// <param name="File">The published bytes.</param>
/// <param name="Preview">The same with the reader's clock set.</param>
/// <param name="Revision">As printed in it.</param>
/// <param name="Sha256">Of the published bytes.</param>
/// <param name="Published">True: these bytes are published already.</param>
public sealed record PageSeen(string File, string Preview, long Revision, string Sha256, bool Published);

/// <summary>A message of a moment.</summary>
/// <param name="Purpose">What it is for.</param>
/// <param name="Person">Who reads it.</param>
/// <param name="Channel"><c>mail</c> or <c>draft</c>.</param>
/// <param name="When">When it leaves; of a draft, from when a person may send it.</param>
/// <param name="Subject">Of a draft, its beginning.</param>
/// <param name="File">Its content.</param>
public sealed record MessageSeen(
    string Purpose, string Person, string Channel, Instant When, string Subject, string File);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    Converters = [typeof(HouseJson.InstantConverter)])]
[JsonSerializable(typeof(MomentReply))]
internal sealed partial class MomentJson : JsonSerializerContext;
