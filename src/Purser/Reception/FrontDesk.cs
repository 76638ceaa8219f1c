using NodaTime;
using Purser.Bookings;
using Purser.Fleet;
using Purser.Guests;
using Purser.Outside;
using Purser.Outside.Records;

namespace Purser.Reception;

/// <summary>
/// The corridor in, and the only writer of bookings: load, decide, commit once, leave a hint. A commit that
/// finds other versions than were loaded changes nothing; then all is loaded and decided again, a bounded
/// number of times.
/// </summary>
public sealed class FrontDesk(FrontDeskWindows windows)
{
    private const int Tries = 40;

    private readonly BookingCommit _commit = new(windows);

    private IRecords Office => windows.Office;

    /// <summary>Takes a booking that a source tells: new, same again, or changed.</summary>
    /// <param name="request">Parsed at the door.</param>
    /// <param name="rider">What the annex sends along; it rides only if the message is news.</param>
    /// <param name="idempotencyKey">The caller's key, valid for 24 hours, or null.</param>
    /// <param name="stop">Gives up; what was committed stays.</param>
    public async Task<FrontDeskReply> Accept(
        BookingRequest request, IRider rider, string? idempotencyKey, CancellationToken stop)
    {
        var id = Texts.Parse<BookingId>(windows.Tokens.Id());
        var salt = windows.Tokens.Bytes(16);
        return await UntilCommitted($"book {request.Channel} {request.Reference}", async () =>
        {
            var ahead = await ReadAhead.Of(Office, Asked(request, idempotencyKey), stop);
            var seen = await Seen.Load(ahead, request, idempotencyKey, stop);
            if (seen.Claim is { } claim) return await Replay(claim, request, stop);
            var (desk, intake) = (new FrontDesk(windows with { Office = ahead }), new Intake(request, rider, seen, idempotencyKey));
            if (seen.Booking is { } known) return await desk.SaidAgain(intake, known, stop);
            return await desk.Book(intake, id, salt, stop);
        });
    }

    /// <summary>All that a new booking is decided from.</summary>
    private IEnumerable<RecordKey> Asked(BookingRequest request, string? idempotencyKey) =>
    [
        OfficeRows.Epoch,
        .. Seen.Keys(request, idempotencyKey),
        .. DayBooks.Likely(windows.Fleet(), request.Trip),
        .. Slugs.Candidates(request.Channel, request.Trip.Start.Date).Take(ReadAhead.Slugs).Select(OfficeRows.Slug),
    ];

    /// <summary>
    /// The operator edits a booking. An edit of a booking in conflict also asks whether its time is free by
    /// now.
    /// </summary>
    /// <param name="id">Which.</param>
    /// <param name="edit">The facts that shall be, from those that are; null refuses with
    /// <see cref="RefusalReason.EditRefused"/>.</param>
    /// <param name="expectedGeneration">What the operator saw; null = whatever it is.</param>
    /// <param name="rider">What the annex sends along.</param>
    /// <param name="stop">Gives up.</param>
    public Task<FrontDeskReply> Change(
        BookingId id, Func<Booking, BookingEdit?> edit, long? expectedGeneration, IRider rider, CancellationToken stop) =>
        UntilCommitted($"change {id}", async () =>
        {
            if (await BookingFile.Load(Office, id, stop) is not { } file)
                return Refused(RefusalReason.NotFound);
            var now = file.Booking;
            if (expectedGeneration is { } expected && expected != now.Generation)
                return Refused(RefusalReason.NotCurrent, file);
            if (now.Erased is not null) return Refused(RefusalReason.Erased, file);
            if (now.Status == BookingStatus.Cancelled) return Refused(RefusalReason.AlreadyCancelled, file);
            if (edit(now) is not { } wanted) return Refused(RefusalReason.EditRefused, file);
            var (days, inTheWay) = await Look(wanted.Trip, now, stop);
            if (inTheWay is { } taken && wanted.Trip != now.Trip) return Taken(taken, wanted.Trip, file);
            var after = Decide.Edited(now, wanted, inTheWay, await Epoch(stop), windows.Clock.GetCurrentInstant());
            return await Commit(new BookingStep(file, new Decision(now, after, []), days, rider, []), stop);
        });

    /// <summary>
    /// The operator says that a booking in conflict can sail: it does if nothing is in its way by now.
    /// </summary>
    public Task<FrontDeskReply> Confirm(BookingId id, long? expectedGeneration, CancellationToken stop) =>
        UntilCommitted($"confirm {id}", async () =>
        {
            if (await BookingFile.Load(Office, id, stop) is not { } file)
                return Refused(RefusalReason.NotFound);
            var now = file.Booking;
            if (now.Erased is not null) return Refused(RefusalReason.Erased, file);
            if (now.Status == BookingStatus.Cancelled) return Refused(RefusalReason.AlreadyCancelled, file);
            if (expectedGeneration is { } expected && expected != now.Generation)
                return Refused(RefusalReason.NotCurrent, file);
            if (now.Status != BookingStatus.Conflict) return Refused(RefusalReason.NotInConflict, file);
            var (days, inTheWay) = await Look(now.Trip, now, stop);
            if (inTheWay is { } taken) return Taken(taken, now.Trip, file);
            var at = windows.Clock.GetCurrentInstant();
            var after = Decide.Edited(now, BookingEdit.Of(now), null, await Epoch(stop), at);
            var decision = new Decision(now, after, []);
            return await Commit(new BookingStep(file, decision, days, NoRider.Instance, []), stop);
        });

    /// <summary>Cancels a booking. Everything made for it follows.</summary>
    public Task<FrontDeskReply> Cancel(BookingId id, string reason, long? expectedGeneration, CancellationToken stop) =>
        UntilCommitted($"cancel {id}", async () =>
        {
            if (await BookingFile.Load(Office, id, stop) is not { } file)
                return Refused(RefusalReason.NotFound);
            if (file.Booking.Erased is not null) return Refused(RefusalReason.Erased, file);
            if (file.Booking.Status == BookingStatus.Cancelled)
                return Refused(RefusalReason.AlreadyCancelled, file);
            if (expectedGeneration is { } expected && expected != file.Booking.Generation)
                return Refused(RefusalReason.NotCurrent, file);
            return await CancelNow(file, reason, windows.Clock.GetCurrentInstant(), [], stop);
        });

    /// <summary>A source cancels its own booking.</summary>
    /// <param name="channel">The source.</param>
    /// <param name="reference">Its name for the booking.</param>
    /// <param name="stamp">When it said so; older than what it last said: nothing changes.</param>
    /// <param name="stop">Gives up.</param>
    public Task<FrontDeskReply> CancelSaid(
        ChannelId channel, ChannelReference reference, Instant stamp, CancellationToken stop) =>
        UntilCommitted($"cancel {channel} {reference}", async () =>
        {
            var claim = OfficeRows.Read<Claimed>(await Office.Get(OfficeRows.Reference(channel, reference), stop));
            if (claim is null || await BookingFile.Load(Office, claim.Booking, stop) is not { } file)
                return Refused(RefusalReason.NotFound);
            if (file.Booking.Status == BookingStatus.Cancelled || file.Booking.Erased is not null)
                return new FrontDeskReply.Same(file, Review: false);
            var key = OfficeRows.Sighting(channel, reference);
            var row = await Office.Get(key, stop);
            if (OfficeRows.Read<Sighting>(row) is { } last)
            {
                if (stamp < last.Stamp) return new FrontDeskReply.Same(file, Review: false);
                var said = RecordChange.Put(key, row!.Version, OfficeRows.Body(last with { Stamp = stamp }));
                return await CancelNow(file, $"cancelled by {Named(channel)}", stamp, [said], stop);
            }

            return await CancelNow(file, $"cancelled by {Named(channel)}", stamp, [], stop);
        });

    /// <summary>
    /// After a restore: raises a live booking's generation into the new epoch, above any that the desks may
    /// have seen since the copy was made, so that everything follows. The facts stay, and nobody is told of
    /// what has not changed.
    /// </summary>
    public Task<FrontDeskReply> Renew(BookingId id, CancellationToken stop) =>
        UntilCommitted($"renew {id}", async () =>
        {
            if (await BookingFile.Load(Office, id, stop) is not { } file)
                return Refused(RefusalReason.NotFound);
            var epoch = await Epoch(stop);
            if (!file.Booking.Live || file.Booking.Generation > Counters.First(epoch))
                return new FrontDeskReply.Same(file, false);
            var after = file.Booking with { Generation = Counters.Next(file.Booking.Generation, epoch) };
            var step = new BookingStep(
                file, new Decision(file.Booking, after, []), DayBook.Empty, NoRider.Instance, []);
            return await Commit(step, stop);
        });

    /// <summary>
    /// Forgets the guest of a charter that has returned, or does not sail: name, address, number, wishes, salt
    /// and notes go in one commit, and its surfaces follow. What lies elsewhere is the
    /// <see cref="Eraser"/>'s.
    /// </summary>
    internal Task<FrontDeskReply> Forget(BookingId id, CancellationToken stop) =>
        UntilCommitted($"erase {id}", async () =>
        {
            if (await BookingFile.Load(Office, id, stop) is not { } file)
                return Refused(RefusalReason.NotFound);
            var (now, at) = (file.Booking, windows.Clock.GetCurrentInstant());
            if (now.Erased is not null) return new FrontDeskReply.Same(file, Review: false);
            if (now.Status != BookingStatus.Cancelled && now.Trip.Span.End > at)
                return Refused(RefusalReason.StillToSail, file);
            var after = Decide.Forgotten(now, await Epoch(stop), at);
            var sighting = await Office.Get(OfficeRows.Sighting(now.Channel, now.Reference), stop);
            var changes = Erasing.Of(file, sighting, at);
            var decision = new Decision(now, after, []);
            return await Commit(new BookingStep(file, decision, DayBook.Empty, NoRider.Instance, changes),
                stop);
        });

    private async Task<FrontDeskReply?> CancelNow(
        BookingFile file, string reason, Instant said, IReadOnlyList<RecordChange> extra, CancellationToken stop)
    {
        var at = windows.Clock.GetCurrentInstant();
        var after = Decide.Cancelled(file.Booking, reason, said, await Epoch(stop), at);
        var decision = new Decision(file.Booking, after, []);
        var step = new BookingStep(file, decision, DayBook.Empty, windows.Cancelling, extra);
        return await Commit(step, stop);
    }

    private async Task<FrontDeskReply?> Book(Intake intake, BookingId id, byte[] salt, CancellationToken stop)
    {
        var request = intake.Request;
        var (days, inTheWay) = await Look(request.Trip, null, stop);
        if (inTheWay is { } taken && !Marketplace(request)) return Taken(taken, request.Trip, null);
        var at = windows.Clock.GetCurrentInstant();
        var decision = Decide.New(id, request, Named(request.Channel), inTheWay, await Epoch(stop), at);
        RecordChange[] claims =
        [
            RecordChange.Put(OfficeRows.Reference(request.Channel, request.Reference), 0, OfficeRows.Body(new Claimed(id))),
            RecordChange.Put(OfficeRows.Private(id), 0, OfficeRows.Body(new PrivateRow(salt))),
        ];
        return await Commit(new BookingStep(null, decision, days, intake.Rider, [.. claims, .. Said(intake, id)]), stop);
    }

    private async Task<FrontDeskReply?> SaidAgain(Intake intake, BookingId id, CancellationToken stop)
    {
        var request = intake.Request;
        var file = await BookingFile.Load(Office, id, stop) ?? throw new BugException($"a claim without its booking {id}");
        // Whatever a source says of somebody who was forgotten is forgotten with him.
        if (file.Booking.Erased is not null) return new FrontDeskReply.Same(file, Review: false);
        var last = intake.Seen.Sighting ?? throw new BugException($"a claim without its sighting {id}");
        var wanted = SaidChanges.Apply(file.Booking, last, request).Edit;
        var (days, inTheWay) = await Look(wanted.Trip, file.Booking, stop);
        var at = windows.Clock.GetCurrentInstant();
        var channel = Named(request.Channel);
        var decision = Decide.Said(file.Booking, last, request, channel, inTheWay, await Epoch(stop), at);
        var news = last.Judge(request) == SightingVerdict.News && file.Booking.Status != BookingStatus.Cancelled;
        if (inTheWay is { } taken && news && wanted.Trip != file.Booking.Trip && !Marketplace(request))
            return Taken(taken, wanted.Trip, file);
        var rider = news ? intake.Rider : NoRider.Instance;
        var extra = news ? Said(intake, id) : Claim(intake, id);
        return await Commit(new BookingStep(file, decision, days, rider, [.. extra]), stop);
    }

    private async Task<FrontDeskReply?> Commit(BookingStep step, CancellationToken stop)
    {
        if (await _commit.Perform(step, stop) is not { } done) return null;
        if (done.Raised) await windows.Hints.Leave(new Hint.Booking(done.File.Booking.Id), stop);
        if (done.File.Notices.Any(notice => notice.After is null))
            await windows.Hints.Leave(new Hint.Outbox(Compartment.Office, OfficeRows.Partition(done.File.Booking.Id)), stop);
        if (step.File is null) return new FrontDeskReply.Created(done.File);
        return done.Raised
            ? new FrontDeskReply.Changed(done.File)
            : new FrontDeskReply.Same(done.File, Review: step.Decision.Reviews.Count > 0);
    }

    /// <summary>What the source said, which only news moves, and the idempotency key.</summary>
    private IEnumerable<RecordChange> Said(Intake intake, BookingId id)
    {
        var sighting = Sighting.After(intake.Seen.Sighting, intake.Request, windows.Clock.GetCurrentInstant());
        var key = OfficeRows.Sighting(intake.Request.Channel, intake.Request.Reference);
        return Claim(intake, id).Prepend(RecordChange.Put(key, intake.Seen.SightingVersion, OfficeRows.Body(sighting)));
    }

    private IEnumerable<RecordChange> Claim(Intake intake, BookingId id)
    {
        if (intake.IdempotencyKey is not { } named) yield break;
        var now = windows.Clock.GetCurrentInstant();
        var claim = new IdempotencyClaim(id, intake.Request.BodyHash, Created: intake.Seen.Booking is null);
        yield return RecordChange.Put(
            OfficeRows.Idempotency(named), intake.Seen.ClaimVersion, OfficeRows.Body(claim), expires: now + Duration.FromHours(24));
    }

    private async Task<FrontDeskReply?> Replay(IdempotencyClaim claim, BookingRequest request, CancellationToken stop)
    {
        if (claim.BodyHash != request.BodyHash) return Refused(RefusalReason.IdempotencyMismatch);
        var file = await BookingFile.Load(Office, claim.Booking, stop) ?? throw new BugException("a claim without its booking");
        return claim.Created ? new FrontDeskReply.Created(file) : new FrontDeskReply.Same(file, Review: false);
    }

    private async Task<(DayBook Days, Interval? InTheWay)> Look(Trip trip, Booking? booking, CancellationToken stop)
    {
        var days = await DayBooks.Load(Office, windows.Fleet(), trip, stop);
        var owner = booking?.Id.Text ?? "";
        return (days, Overlap.InTheWay(trip.Span, owner, days.Rules, days.Days, trip.Departure.Rules));
    }

    /// <summary>A channel as it is printed.</summary>
    private string Named(ChannelId channel) => windows.Fleet().Find(channel)?.Name ?? channel.Text;

    private bool Marketplace(BookingRequest request) => windows.Fleet().Find(request.Channel) is { Marketplace: true };

    private async Task<long> Epoch(CancellationToken stop) =>
        OfficeRows.Read<EpochRow>(await Office.Get(OfficeRows.Epoch, stop))?.Epoch ?? 0;

    private static async Task<FrontDeskReply> UntilCommitted(string what, Func<Task<FrontDeskReply?>> attempt)
    {
        for (var i = 0; i < Tries; i++)
        {
            if (await attempt() is { } reply) return reply;
        }

        throw new OutsideUnavailable($"{what}: others kept changing the same records; it");
    }

    private static FrontDeskReply.Refused Refused(RefusalReason reason, BookingFile? current = null) =>
        new(reason, Current: current);

    private static FrontDeskReply.Refused Taken(Interval taken, Trip trip, BookingFile? current) => new(
        RefusalReason.Taken,
        new TakenTime(HarbourTime.At(taken.Start, trip.Zone), HarbourTime.At(taken.End, trip.Zone)), current);

    private sealed record Intake(BookingRequest Request, IRider Rider, Seen Seen, string? IdempotencyKey);
}
