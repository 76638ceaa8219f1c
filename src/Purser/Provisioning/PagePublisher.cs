using System.Security.Cryptography;
using NodaTime;
using Purser.Bookings;
using Purser.Guests;
using Purser.Outside;
using Purser.Outside.Records;

namespace Purser.Provisioning;

/// <summary>
/// Publishes a booking's page and its aliases: render, pass the gate, raise the revision, put against the
/// recorded tag, invalidate exactly that path, fetch it back; the provisioner records what was put beside
/// the effects. A page that the gate holds back changes nothing outside: the old one stays.
/// Unchanged facts change no byte, no revision and no cache.
/// </summary>
internal sealed class PagePublisher(ProvisionerWindows windows)
{
    private const int ChecksBeforeAlarm = 9;
    private readonly GuestPapers _papers = windows.Papers;

    /// <summary>Publishes, as far as it is due.</summary>
    public async Task<Published> Publish(BookingFile file, CancellationToken stop)
    {
        var (page, check) = (file.Effects.Page, file.Effects.PageCheck);
        var wanted = Planner.PageCounters(file);
        var fingerprint = "";
        try
        {
            var (plan, grant) = (_papers.Page(file), await _papers.Grant(file, stop));
            fingerprint = GuestPage.Fingerprint(plan, grant, windows.Templates.Version);
            return await Current(file, new Making(plan, grant, fingerprint), stop)
                ?? new Published(Backoff.Failed(page, wanted, "somebody else publishes newer facts", Now), check);
        }
        catch (OutsideUnavailable fault)
        {
            return new Published(Backoff.Failed(page, wanted, fault.Message, Now), check);
        }
        catch (OutsideRefused fault)
        {
            return new Published(Backoff.Alarm(page, wanted, fault.Reason, Now), check);
        }
        catch (TemplateFault fault)
        {
            return Held(file, fingerprint, $"{fault.Message}.");
        }
        catch (PageHeld held)
        {
            return Held(file, fingerprint, held.Message);
        }
    }

    /// <summary>Nothing was put. The same page held back once more is no news to the owner.</summary>
    private Published Held(BookingFile file, string fingerprint, string why)
    {
        var (page, wanted) = (file.Effects.Page, Planner.PageCounters(file));
        var known = file.Effects.PageHeld == fingerprint && page is { State: EffectState.Failed, NextTry: null };
        var held = known ? page with { Counters = wanted } : Backoff.Alarm(page, wanted, why, Now);
        return new Published(held, file.Effects.PageCheck, Held: fingerprint);
    }

    private Instant Now => windows.Clock.GetCurrentInstant();

    /// <summary>Null: the facts loaded are no longer the newest.</summary>
    private async Task<Published?> Current(BookingFile file, Making making, CancellationToken stop)
    {
        var fingerprint = making.Fingerprint;
        var row = file.Page;
        var version = file.Version(OfficeRows.Page(file.Booking.Id));
        var whole = row?.Page is not null && row.Fingerprint == fingerprint && row.Aliases.Count == Aliases(file.Booking).Count();
        var recorded = file.Effects.Page.State == EffectState.Done && file.Effects.Page.Counters.Revision == row?.Revision;
        if (whole && recorded) return await Seen(file, new PutRow(row!, version), stop);
        if (row?.Inputs.Generation > file.Booking.Generation) return null;
        var epoch = OfficeRows.Read<EpochRow>(await windows.Office.Get(OfficeRows.Epoch, stop))?.Epoch ?? 0;
        var news = row is null || row.Fingerprint != fingerprint || row.Revision < Counters.First(epoch);
        var revision = news ? Counters.Next(row?.Revision ?? 0, epoch) : row!.Revision;
        var page = await Render(file, making.Plan, revision, stop);
        if (news)
        {
            var known = row is null ? [] : row.Aliases.Append(row.Page).OfType<PublishedObject>().ToList();
            row = new PageRow(fingerprint, revision, Planner.PageCounters(file), null, known);
            if (!await Write(file, row, version++, stop)) return null;
        }

        var alias = GuestPage.Alias(windows.Templates, making.Plan.Public);
        var granting = windows.Guests.Put(making.Grant with { Revision = revision }, stop);
        var putting = Place(row!);
        await Task.WhenAll(granting, putting);
        return await granting == PutOutcome.Stale ? null : await putting;

        async Task<Published?> Place(PageRow before)
        {
            if (await Put(file, (page, alias), before, stop) is not { } next) return null;
            await Invalidate(before, next, again: whole, stop);
            return await Seen(file, new PutRow(next, version), stop);
        }
    }

    /// <summary>What is put, and whether it is seen from outside.</summary>
    private async Task<Published> Seen(BookingFile file, PutRow put, CancellationToken stop)
    {
        var (page, row) = (file.Effects.Page, put.Row);
        var made = Planner.PageCounters(file) with { Revision = row.Revision };
        var done = Backoff.Done(page, made, $"{row.Page!.Key}, revision {row.Revision}", Now);
        if (page.State == EffectState.Done && page.Counters == made) done = page;
        return new Published(done, await Check(file, row, stop), put);
    }

    /// <summary>The page's bytes, if the gate lets them pass.</summary>
    private async Task<byte[]> Render(BookingFile file, PagePlan plan, long revision, CancellationToken stop)
    {
        var page = file.Booking.Erased is null
            ? GuestPage.Render(windows.Templates, plan, await _papers.Key(file, stop), revision)
            : GuestPage.Erased(windows.Templates, plan.Public, revision);
        var faults = windows.Gate.Check(page);
        return faults.Count == 0 ? page : throw new PageHeld(faults);
    }

    /// <summary>Puts the page and its aliases in parallel; null if a newer revision is there.</summary>
    private async Task<PageRow?> Put(
        BookingFile file, (byte[] Page, byte[] Alias) bodies, PageRow row, CancellationToken stop)
    {
        var slug = file.Booking.Slug ?? throw new BugException("a page without a slug");
        var puts = Aliases(file.Booking).Select(place => PutOne(place, bodies.Alias, row, stop)).ToList();
        var all = await Task.WhenAll(puts.Prepend(PutOne(PagePlace.Object(slug), bodies.Page, row, stop)));
        if (all.Any(put => put is null)) return null;
        return row with { Page = all[0], Aliases = [.. all.Skip(1).Select(put => put!)] };
    }

    private static IEnumerable<ObjectKey> Aliases(Booking booking) =>
        booking.Aliases.Where(alias => alias != booking.Slug).Select(PagePlace.Object).Prepend(PagePlace.Object(booking.Id));

    private async Task<PublishedObject?> PutOne(ObjectKey key, byte[] body, PageRow row, CancellationToken stop)
    {
        var sha = Convert.ToHexStringLower(SHA256.HashData(body));
        var content = new ObjectContent(body, PagePlace.ContentType, PagePlace.CacheControl, row.Revision);
        var tag = row.Aliases.Append(row.Page).FirstOrDefault(known => known?.Key == key.Text)?.Tag;
        for (var i = 0; i < 5; i++)
        {
            if (await windows.Objects.Put(key, content, tag, stop) is { } put) return new PublishedObject(key.Text, sha, put);
            if (await windows.Objects.Get(key, stop) is not { } there)
            {
                tag = null;
                continue;
            }

            if (there.Content.Revision > row.Revision) return null;
            if (there.Content.Body.Span.SequenceEqual(body)) return new PublishedObject(key.Text, sha, there.Tag);
            tag = there.Tag;
        }

        throw new OutsideUnavailable($"put {key}");
    }

    private async Task<bool> Write(BookingFile file, PageRow row, long version, CancellationToken stop) =>
        await windows.Office.Commit(
            [RecordChange.Put(OfficeRows.Page(file.Booking.Id), version, OfficeRows.Body(row))], stop) is null;

    private async Task Invalidate(PageRow before, PageRow after, bool again, CancellationToken stop)
    {
        var known = before.Aliases.Append(before.Page).OfType<PublishedObject>().ToDictionary(put => put.Key, put => put.Sha256);
        var moved = after.Aliases.Append(after.Page!)
            .Where(put => again || (known.TryGetValue(put.Key, out var sha) && sha != put.Sha256));
        var paths = moved.SelectMany(put => PagePlace.EdgePaths(ObjectKey.Of(put.Key))).ToList();
        if (paths.Count > 0) await windows.Edge.Invalidate(paths, stop);
    }

    private async Task<Effect> Check(BookingFile file, PageRow row, CancellationToken stop)
    {
        var check = file.Effects.PageCheck;
        var wanted = new EffectCounters(file.Booking.Generation, Revision: row.Revision);
        var seen = check.Counters.Revision == row.Revision;
        if (seen && check.State == EffectState.Done) return check with { Counters = wanted };
        if (seen && check.State == EffectState.Failed && !(check.NextTry <= Now)) return check;
        try
        {
            var reply = await windows.Public.Fetch(PagePlace.Address(windows.GuestSite, file.Booking.Slug!.Value), stop);
            var sha = Convert.ToHexStringLower(SHA256.HashData(reply.Body.Span));
            if (reply.Status == 200 && sha == row.Page!.Sha256) return Backoff.Done(check, wanted, sha, Now);
            if (reply.Status == 200) await windows.Edge.Invalidate(PagePlace.EdgePaths(ObjectKey.Of(row.Page!.Key)), stop);
            var cause = reply.Status == 200 ? "the public address shows other bytes" : $"the public address answers {reply.Status}";
            return Missed(check, wanted, cause);
        }
        catch (OutsideUnavailable fault)
        {
            return Missed(check, wanted, fault.Message);
        }
        catch (OutsideRefused fault)
        {
            return Backoff.Alarm(check, wanted, fault.Reason, Now);
        }
    }

    /// <summary>The tries double from 2 seconds: the ninth is past a quarter of an hour.</summary>
    private Effect Missed(Effect check, EffectCounters wanted, string cause)
    {
        var tries = check.Counters == wanted ? check.Attempts : 0;
        return tries >= ChecksBeforeAlarm
            ? Backoff.Alarm(check, wanted, cause, Now)
            : Backoff.Failed(check, wanted, cause, Now);
    }
}

/// <summary>What became of a try to publish.</summary>
/// <param name="Page">The page itself.</param>
/// <param name="Check">That it is seen from outside.</param>
/// <param name="Put">What is to be recorded as put; null: nothing.</param>
/// <param name="Held">The fingerprint of a page that was held back; null: none was.</param>
internal sealed record Published(Effect Page, Effect Check, PutRow? Put = null, string? Held = null);

/// <summary>A page to be made, and what the guest desk is told with it.</summary>
internal sealed record Making(PagePlan Plan, PageGrant Grant, string Fingerprint);

/// <summary>The gate found faults; the message names them all.</summary>
internal sealed class PageHeld(IReadOnlyList<PageFault> faults) : Exception(Sentences(faults))
{
    private const int MostNamed = 12;

    private static string Sentences(IReadOnlyList<PageFault> faults)
    {
        var named = string.Join(' ', faults.Take(MostNamed).Select(fault => fault.Sentence));
        var rest = faults.Count > MostNamed ? $" And {faults.Count - MostNamed} more." : "";
        return $"The page was held back, and the old one stays. {named}{rest}";
    }
}

/// <summary>A page's row with everything put, and the version of the record that it is to replace.</summary>
internal sealed record PutRow(PageRow Row, long Version)
{
    /// <summary>True if the record says so already.</summary>
    public bool Recorded(PageRow? stored) => stored?.Revision == Row.Revision
        && stored.Page == Row.Page && stored.Aliases.SequenceEqual(Row.Aliases);
}
