using Purser.Guests.Desk;
using Purser.Guests.Photos;
using Purser.Outside;

namespace Purser.Tests.Guests.Photos;

/// <summary>What the owner decides, and what senders take back.</summary>
public sealed class PhotoJudgingTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Approved_it_is_before_the_guests_and_unpublished_it_is_gone_from_its_address_for_good()
    {
        var world = await new PhotoWorld().Open();
        var (_, ids) = await world.Give(proof: PhotoWorld.Link);
        await world.Work();
        Assert.Equal(ids[0], Assert.Single(await world.Desk.Waiting(PhotoWorld.Charter, Stop)).Photo.Id);
        Assert.Equal(ids, (await Judge(world, PhotoVerdict.Approve, ids)).Changed);
        var first = Assert.Single(await world.Gallery()).Thumbs!;
        Assert.Equal((6, 0), (world.Shown.Count, world.Held.Count));
        Assert.Equal(ids, (await Judge(world, PhotoVerdict.Approve, ids)).Same);
        Assert.Equal(ids, (await Judge(world, PhotoVerdict.Unpublish, ids)).Changed);
        Assert.Empty(await world.Gallery());
        Assert.Equal((0, 6), (world.Shown.Count, world.Held.Count));
        Assert.Contains(first["view"], world.Edge.Invalidated);
        await Judge(world, PhotoVerdict.Approve, ids);
        var second = Assert.Single(await world.Gallery()).Thumbs!;
        Assert.Empty(second.Values.Intersect(first.Values));
        await world.Rest(2);
        Assert.Equal((6, 0), (world.Shown.Count, world.Held.Count));
        Assert.Null(world.Photo(ids[0]).Due);
    }

    [Fact]
    public async Task All_of_one_person_are_approved_at_once_and_nobody_elses()
    {
        var world = await new PhotoWorld().Open();
        var (batch, one) = await world.Give(2, PhotoWorld.Link);
        var (_, two) = await world.Give(1, PhotoWorld.Link);
        var (_, other) = await world.Give(1, PhotoWorld.Link, by: "Sam");
        await world.Work();
        var judged = await world.Desk.Judge(
            PhotoWorld.Charter, new PhotoChoice.OfPerson(batch), PhotoVerdict.Approve, "owner", Stop);
        Assert.Equal(one.Concat(two).Order(), judged.Changed.Order());
        Assert.Equal(PhotoState.Pending, world.State(other[0]));
        Assert.Equal("owner", world.Photo(one[0]).JudgedBy);
    }

    [Fact]
    public async Task What_cannot_be_judged_is_told()
    {
        var world = await new PhotoWorld().Open();
        var (batch, ids) = await world.Give();
        var judged = await Judge(world, PhotoVerdict.Approve, [.. ids, new string('b', 26), "x"]);
        Assert.Equal([ids[0], new string('b', 26)], judged.Refused);
        await world.Desk.Remove(PhotoWorld.Slug, ids[0], batch, Stop);
        Assert.Equal(ids, (await Judge(world, PhotoVerdict.Reject, ids)).Refused);
    }

    [Fact]
    public async Task The_office_sees_names_of_files_and_copies_that_wait()
    {
        var world = await new PhotoWorld().Open();
        var (_, ids) = await world.Give(proof: PhotoWorld.Link);
        await world.Work();
        Assert.Equal("IMG_0001.JPG", Assert.Single(await world.Desk.Gallery(PhotoWorld.Charter, Stop)).FileName);
        await using var copy = await world.Desk.Copy(PhotoWorld.Charter, ids[0], "360.webp", Stop);
        Assert.Equal("image/webp", copy!.ContentType);
        Assert.Null(await world.Desk.Copy(PhotoWorld.Charter, ids[0], "../grant", Stop));
        using var original = await world.Desk.Original(PhotoWorld.Charter, ids[0], Stop);
        Assert.Equal(PhotoWorld.Picture(1).Length, original!.Size);
    }

    [Theory]
    [InlineData(PhotoUse.Group, true, 0, 0)]
    [InlineData(PhotoUse.Operator, false, 1, 0)]
    [InlineData(PhotoUse.Operator, true, 1, 1)]
    public async Task The_operator_gets_only_what_was_agreed(PhotoUse use, bool minors, int all, int withMinors)
    {
        var world = await new PhotoWorld().Open();
        var request = PhotoWorld.Request(1, consent: new PhotoConsent(use, minors));
        var started = Assert.IsType<StartReply.Started>(
            await world.Desk.Start(await world.Proven(), request, null, Stop));
        await world.Send(started.Uploads[0].Id, PhotoWorld.Picture(1));
        await world.Desk.Done(PhotoWorld.Slug, started.Uploads[0].Id, null, Stop);
        await world.Work();
        Assert.Equal(all, (await world.Desk.Consented(PhotoWorld.Charter, minors: false, Stop)).Count);
        Assert.Equal(withMinors, (await world.Desk.Consented(PhotoWorld.Charter, minors: true, Stop)).Count);
        await world.Desk.Withdraw(PhotoWorld.Slug, started.Batch, Stop);
        Assert.Empty(await world.Desk.Consented(PhotoWorld.Charter, minors: false, Stop));
    }

    [Fact]
    public async Task A_sender_takes_back_his_own_for_a_day()
    {
        var world = await new PhotoWorld().Open();
        var (batch, ids) = await world.Give(2);
        var (other, _) = await world.Give();
        await world.Work();
        Assert.Equal(RemoveOutcome.Unknown, await world.Desk.Remove(PhotoWorld.Slug, ids[0], other, Stop));
        Assert.Equal(RemoveOutcome.Unknown, await world.Desk.Remove(PhotoWorld.Slug, ids[0], "", Stop));
        Assert.Equal(RemoveOutcome.Removed, await world.Desk.Remove(PhotoWorld.Slug, ids[0], batch, Stop));
        Assert.Equal(RemoveOutcome.Removed, await world.Desk.Remove(PhotoWorld.Slug, ids[0], batch, Stop));
        Assert.Equal((12, 2), (world.Shown.Count, world.Quarantine.All.Count));
        Assert.DoesNotContain(await world.Gallery(), item => item.Id == ids[0]);
        Assert.Equal(6, world.Edge.Invalidated.Count);
        world.Clock.AdvanceHours(24);
        Assert.Equal(RemoveOutcome.TooLate, await world.Desk.Remove(PhotoWorld.Slug, ids[1], batch, Stop));
    }

    [Fact]
    public async Task A_sender_puts_words_to_his_own_for_a_day()
    {
        var world = await new PhotoWorld().Open();
        var (batch, ids) = await world.Give(2);
        var (other, _) = await world.Give();
        await world.Work();
        Assert.Equal(CaptionOutcome.Unknown, await Write(ids[0], other, "Not mine"));
        Assert.Equal(CaptionOutcome.Written, await Write(ids[0], batch, "Dolphins at the bow"));
        Assert.Equal(CaptionOutcome.Written, await Write(ids[1], batch, null));
        var gallery = await world.Gallery();
        Assert.Equal("Dolphins at the bow", gallery.Single(item => item.Id == ids[0]).Caption);
        Assert.Null(gallery.Single(item => item.Id == ids[1]).Caption);
        await world.Desk.Remove(PhotoWorld.Slug, ids[1], batch, Stop);
        Assert.Equal(CaptionOutcome.Unknown, await Write(ids[1], batch, "Too late"));
        world.Clock.AdvanceHours(24);
        Assert.Equal(CaptionOutcome.TooLate, await Write(ids[0], batch, "Later"));
        var (watched, held) = await world.Give(proof: PhotoWorld.Link);
        await world.Work();
        Assert.Equal(PhotoState.Pending, world.State(held[0]));
        Assert.Equal(CaptionOutcome.Written, await Write(held[0], watched, "Before the owner looked"));
        await Judge(world, PhotoVerdict.Approve, held);
        Assert.Equal(CaptionOutcome.TooLate, await Write(held[0], watched, "After"));
        Assert.Equal("Before the owner looked", world.Photo(held[0]).Caption);

        Task<CaptionOutcome> Write(string id, string of, string? words) =>
            world.Desk.Caption(PhotoWorld.Slug, id, of, words, Stop);
    }

    [Fact]
    public async Task Withdrawn_consent_removes_everything_and_leaves_a_receipt()
    {
        var world = await new PhotoWorld().Open();
        var (batch, ids) = await world.Give(2);
        await world.Work();
        var hashes = world.Objects.All.Values.Select(stored => Sha(stored.Content.Body.Span))
            .Concat(world.Quarantine.All.Values.Select(bytes => Sha(bytes))).ToList();
        world.Clock.AdvanceDays(30);
        var receipt = (await world.Desk.Withdraw(PhotoWorld.Slug, batch, Stop))!;
        Assert.Equal(ids.Order(), receipt.Items.Select(item => item.Id).Order());
        Assert.Equal(
            hashes.Order(), receipt.Items.SelectMany(item => item.Copies.Append(item.Original!)).Order());
        Assert.Empty(world.Objects.All);
        Assert.Empty(world.Quarantine.All);
        Assert.Empty(await world.Gallery());
        var again = (await world.Desk.Withdraw(PhotoWorld.Slug, batch, Stop))!;
        Assert.Equal(receipt.Withdrawn, again.Withdrawn);
        Assert.Null(await world.Desk.Withdraw(PhotoWorld.Slug, new string('b', 26), Stop));
        Assert.Null(await world.Desk.Withdraw("no-such-page", batch, Stop));
    }

    [Fact]
    public async Task What_is_not_kept_any_longer_goes_first_the_originals_then_all()
    {
        var world = await new PhotoWorld().Open();
        var (_, seen) = await world.Give(2);
        var (_, held) = await world.Give(1, PhotoWorld.Link);
        await world.Work();
        Assert.Equal(3, await world.Desk.ForgetOriginals(PhotoWorld.Charter, Stop));
        Assert.Equal(0, await world.Desk.ForgetOriginals(PhotoWorld.Charter, Stop));
        Assert.Empty(world.Quarantine.All);
        Assert.Equal((12, 6), (world.Shown.Count, world.Held.Count));
        await Assert.ThrowsAsync<OutsideUnavailable>(() => world.Desk.Forget(PhotoWorld.Charter, Stop));
        Assert.Empty(world.Objects.All);
        world.Clock.AdvanceHours(1);
        Assert.Equal(0, await world.Desk.Forget(PhotoWorld.Charter, Stop));
        Assert.All(seen.Concat(held), id => Assert.Equal(PhotoState.Removed, world.State(id)));
        Assert.All(seen.Concat(held), id => Assert.Null(world.Photo(id).Due));
    }

    [Fact]
    public async Task What_is_taken_back_while_its_copies_are_made_leaves_nothing()
    {
        var pictures = new Interrupted();
        var world = await new PhotoWorld(pictures: pictures).Open();
        var (batch, ids) = await world.Give();
        pictures.Then = () => world.Desk.Remove(PhotoWorld.Slug, ids[0], batch, Stop);
        await world.Work();
        Assert.Equal(PhotoState.Removed, world.State(ids[0]));
        await world.Rest(2);
        Assert.Empty(world.Objects.All);
        Assert.Empty(world.Quarantine.All);
        Assert.Null(world.Photo(ids[0]).Due);
    }

    [Fact]
    public async Task Of_two_who_make_the_same_copies_the_later_goes_on()
    {
        var (first, second) = (new Interrupted(), new Interrupted());
        var world = await new PhotoWorld(pictures: first).Open();
        var colleague = new PhotoDesk(world.Windows with { Pictures = second });
        var (_, ids) = await world.Give();
        var (begun, over) = (new TaskCompletionSource(), new TaskCompletionSource());
        second.Then = () =>
        {
            begun.SetResult();
            return over.Task;
        };
        var theirs = Task.CompletedTask;
        first.Then = async () =>
        {
            first.Then = null;
            world.Clock.AdvanceSeconds(1);
            theirs = colleague.Perform(PhotoWorld.Charter, ids[0], Stop);
            await begun.Task;
        };
        await world.Work();
        Assert.Equal((PhotoState.Processing, 1), (world.State(ids[0]), first.Made));
        over.SetResult();
        await theirs;
        Assert.Equal((PhotoState.Published, 1), (world.State(ids[0]), second.Made));
    }

    private static string Sha(ReadOnlySpan<byte> bytes) =>
        Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(bytes));

    private static Task<Judged> Judge(PhotoWorld world, PhotoVerdict verdict, IReadOnlyList<string> ids) =>
        world.Desk.Judge(PhotoWorld.Charter, new PhotoChoice.Some(ids), verdict, "owner", Stop);

    /// <summary>Something happens while copies are being made.</summary>
    private sealed class Interrupted : IPictures
    {
        private readonly Purser.Contracts.Memory.MemoryPictures _inner = new();

        public Func<Task>? Then { get; set; }

        public int Made { get; private set; }

        public async Task<PictureReply> Make(string file, PictureLimits limits, CancellationToken stop)
        {
            var reply = await _inner.Make(file, limits, stop);
            Made++;
            if (Then is { } then) await then();
            return reply;
        }
    }
}
