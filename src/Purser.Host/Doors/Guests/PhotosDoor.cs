using NodaTime;
using NodaTime.Text;
using Purser.Guests.Desk;
using Purser.Guests.Photos;
using Purser.Host.Composition;
using Purser.Host.Doors.Bookings;
using Purser.Host.Intake.Json;

namespace Purser.Host.Doors.Guests;

/// <summary>
/// <c>/api/g/{slug}/photos</c>: sending photos, seeing them, taking them back. Whatever is wrong with a proof
/// is answered as an address that does not exist, before anything else is looked at.
/// </summary>
internal static class PhotosDoor
{
    private const string Root = "/api/g/{slug}/photos";

    /// <summary>Adds the addresses.</summary>
    public static void MapPhotos(this IEndpointRouteBuilder site, GuestRooms house)
    {
        var door = new Handlers(house);
        site.Post(Root, door.Start);
        site.Get(Root, door.List);
        site.Post(Root + "/withdraw", door.Withdraw);
        site.Get(Root + "/{id}", door.Standing);
        site.Patch(Root + "/{id}", door.Caption);
        site.Delete(Root + "/{id}", door.Remove);
        site.Post(Root + "/{id}/done", door.Done);
        site.Post(Root + "/{id}/parts", door.Renew);
        site.MapKeeping(house);
    }

    /// <summary>What a request shows to prove that its sender belongs to the page.</summary>
    /// <param name="request">The request.</param>
    /// <param name="code">The code of the body, if there is one.</param>
    internal static PageProof Proof(HttpRequest request, string? code = null)
    {
        var given = request.Headers.Authorization.ToString();
        var bears = given.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase);
        var grant = bears ? given[7..].Trim() : null;
        var typed = code ?? request.Headers["X-Event-Code"].ToString();
        return new PageProof(grant, typed.Length > 0 ? typed : null);
    }

    /// <summary>The one reply to what is not there or not proved.</summary>
    internal static IResult Unknown(HttpContext context, GuestRooms house) =>
        house.Limits.Guess(context) ?? Problem.Unknown;

    private sealed class Handlers(GuestRooms house)
    {
        private static readonly Problem NoBatch = Problem.Invalid(new ProblemError(
            "X-Batch", "It is missing.", "Send X-Batch with the batch that the announcement gave."));

        private Instant Now => house.Clock.GetCurrentInstant();

        public async Task<IResult> Start(HttpContext context)
        {
            var (root, errors, wrong) = await Body(context);
            var code = root?["code"] is { IsText: true } text ? text.Text(100) : null;
            var proof = Proof(context.Request, code);
            var stop = context.RequestAborted;
            if (await house.Photos.Proofs.Judge(Slug(context), proof, stop) is not { } page)
                return Unknown(context, house);
            if (!page.IsOpen(Now)) return Closed(page.Grant.Opens, page.Grant.Closes, page.Grant.Live);
            if (wrong is not null) return wrong;
            if (new PhotoDocument(root!, errors).Batch() is not { } request)
                return BookingTaking.Wrong(errors.Found, 422);
            var (key, badKey) = Asked.IdempotencyKey(context.Request);
            if (badKey is not null) return badKey;
            return Say(await house.Photos.Start(page, request, key, stop), context);
        }

        public async Task<IResult> List(HttpContext context)
        {
            var stop = context.RequestAborted;
            if (await house.Photos.Proofs.Judge(Slug(context), Proof(context.Request), stop) is not { } page)
                return Unknown(context, house);
            var list = await house.Photos.List(page, Asked.Cursor(context.Request), stop);
            var counters = list.Version.ToString(System.Globalization.CultureInfo.InvariantCulture);
            var reply = new GalleryReply(list.Items, list.Next);
            return Reply.Json(reply, PhotoApiJson.Default.GalleryReply, counters: counters) with
            {
                Next = Asked.Next(context.Request, list.Next),
            };
        }

        public async Task<IResult> Standing(HttpContext context) =>
            await house.Photos.Standing(Slug(context), Id(context), context.RequestAborted) is { } at
                ? Json(new StandingReply(
                    at.Photo.Id, at.Photo.State, at.Have, at.Whole, StandingReply.Why(at.Photo)))
                : Unknown(context, house);

        public async Task<IResult> Renew(HttpContext context)
        {
            var reply = await house.Photos.Renew(Slug(context), Id(context), context.RequestAborted);
            return reply.Match(
                renewed => Reply.Json(UploadReply.Of(renewed.Ticket), PhotoApiJson.Default.UploadReply),
                () => Unknown(context, house),
                over => new Problem(
                    409, "already-here", "Nothing more is to be sent", "Read its state instead."),
                closed => Closed(closed.Opens, closed.Closes, closed.Live));
        }

        public async Task<IResult> Done(HttpContext context)
        {
            string? caption = null;
            if (!Bodies.None(context))
            {
                // The id alone is the proof: one that is unknown is told so whatever else was sent.
                if (await house.Photos.Standing(Slug(context), Id(context), context.RequestAborted) is null)
                    return Unknown(context, house);
                var (root, errors, wrong) = await Body(context);
                if (wrong is not null) return wrong;
                caption = new PhotoDocument(root!, errors).Caption();
                if (!errors.None) return BookingTaking.Wrong(errors.Found, 422);
            }

            var reply = await house.Photos.Done(Slug(context), Id(context), caption, context.RequestAborted);
            return reply.Match<IResult>(
                photo => Json(StandingReply.Of(photo)),
                () => Unknown(context, house),
                have => new Problem(
                    409, "not-arrived", "The file is not here yet",
                    have.Count == 0 ? "Send it first." : "Some of its parts are missing.")
                {
                    More = [("have", string.Join(' ', have))],
                },
                () => new Problem(
                    410, "removed", "The photo was taken back", "Announce it anew to send it."));
        }

        public async Task<IResult> Caption(HttpContext context)
        {
            var stop = context.RequestAborted;
            if (await house.Photos.Standing(Slug(context), Id(context), stop) is null)
                return Unknown(context, house);
            var (root, errors, wrong) = await Body(context);
            if (wrong is not null) return wrong;
            var caption = new PhotoDocument(root!, errors).Caption();
            if (!errors.None) return BookingTaking.Wrong(errors.Found, 422);
            var batch = context.Request.Headers["X-Batch"].ToString();
            return await house.Photos.Caption(Slug(context), Id(context), batch, caption, stop) switch
            {
                CaptionOutcome.Written => Results.NoContent(),
                CaptionOutcome.Unknown => Unknown(context, house),
                CaptionOutcome.TooLate => new Problem(
                    409, "too-late", "Its words can no longer be changed here",
                    "They can be changed for a day, and until the operator has let the photo be seen."),
                _ => throw new BugException("an unknown outcome"),
            };
        }

        public async Task<IResult> Remove(HttpContext context)
        {
            var batch = context.Request.Headers["X-Batch"].ToString();
            var outcome = await house.Photos.Remove(
                Slug(context), Id(context), batch, context.RequestAborted);
            return outcome switch
            {
                RemoveOutcome.Removed =>
                    Json(new StandingReply(Id(context), PhotoState.Removed, [], true, null)),
                RemoveOutcome.Unknown => Unknown(context, house),
                RemoveOutcome.TooLate => new Problem(
                    409, "too-late", "It can no longer be taken back here",
                    "A photo can be taken back for a day. Withdraw your consent, or ask the operator."),
                _ => throw new BugException("an unknown outcome"),
            };
        }

        public async Task<IResult> Withdraw(HttpContext context)
        {
            var batch = context.Request.Headers["X-Batch"].ToString();
            return await house.Photos.Withdraw(Slug(context), batch, context.RequestAborted) is { } receipt
                ? Reply.Json(receipt, PhotoApiJson.Default.PhotoReceipt)
                : Unknown(context, house);
        }

        private IResult Say(StartReply reply, HttpContext context) => reply.Match<IResult>(
            started => Reply.Json(
                new BatchReply(started.Batch, [.. started.Uploads.Select(UploadReply.Of)]),
                PhotoApiJson.Default.BatchReply, 201),
            () => Unknown(context, house),
            closed => Closed(closed.Opens, closed.Closes, closed.Live),
            refused => Problem.Invalid(
                [.. refused.Flaws.Select(flaw => new ProblemError(flaw.Pointer, flaw.Detail, flaw.Remedy))]),
            full => new Problem(
                422, "gallery-full", "There is no room for so many",
                $"This charter's gallery takes {full.Most} photos and videos in all."),
            often => new Problem(429, "too-many", "Too many requests", "Too many batches were announced.")
            {
                RetryAfter = (int)Math.Ceiling(often.Wait.TotalSeconds),
            },
            () => new Problem(
                422, "idempotency-mismatch", "This Idempotency-Key was used for another request",
                "Use a new key for a new request."));

        private static Problem Closed(Instant opens, Instant closes, bool live) => new(
            403, "uploads-closed", "Photos are not taken now",
            live ? "They are taken from the departure until some days after the return."
                : "The charter was cancelled.")
        {
            More =
            [
                ("opens", InstantPattern.ExtendedIso.Format(opens)),
                ("closes", InstantPattern.ExtendedIso.Format(closes)),
            ],
        };

        private static async Task<(DocumentNode? Root, DocumentErrors Errors, IResult? Wrong)> Body(
            HttpContext context)
        {
            var errors = new DocumentErrors();
            var body = await Bodies.Json(context, context.RequestAborted);
            return body.Match<(DocumentNode?, DocumentErrors, IResult?)>(
                bytes => DocumentNode.Parse(bytes, Bodies.MostJson, errors) is { } root
                    ? (root, errors, null)
                    : (null, errors, BookingTaking.Wrong(errors.Found, 400)),
                problem => (null, errors, problem));
        }

        private static Reply Json(StandingReply reply) =>
            Reply.Json(reply, PhotoApiJson.Default.StandingReply);

        private static string Slug(HttpContext context) => context.RouteText("slug");

        private static string Id(HttpContext context) => context.RouteText("id");
    }
}
