using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Purser.Bookings;
using Purser.Guests;
using Purser.Outside.Records;

namespace Purser.Tests.Simulation;

/// <summary>What must hold once faults have stopped and everything has come to rest.</summary>
internal static partial class Invariants
{
    /// <summary>Amounts that stand nowhere but in the annex: if one is seen elsewhere, money has leaked.</summary>
    public const string Canary = "739158";

    public static async Task Hold(SimulatedHouse house, IReadOnlyDictionary<BookingId, long> highest)
    {
        var files = new List<BookingFile>();
        foreach (var row in house.Store.Of(Compartment.Office).All.Where(row => row.Key.Sort == "booking"))
        {
            var id = OfficeRows.Read<Booking>(row)!.Id;
            files.Add((await BookingFile.Load(house.Office, id, default))!);
        }

        foreach (var file in files)
        {
            Assert.True(file.Booking.Generation >= highest.GetValueOrDefault(file.Booking.Id), "no counter falls");
            Assert.Equal(file.Work.Wanted, file.Work.Done);
            await Surfaces(house, file);
        }

        NoOverlap(house, files);
        NobodyToldTwice(house);
        NoMoneyOutsideTheAnnex(house);
    }

    private static async Task Surfaces(SimulatedHouse house, BookingFile file)
    {
        var booking = file.Booking;
        var entry = await house.Entries.Read(booking.Id.Text, default);
        var crew = await house.Crew.Read(booking.Id, default);
        if (booking.Slug is not { } slug)
        {
            Assert.Null(entry);
            Assert.Null(crew);
            Assert.DoesNotContain(house.Objects.All.Keys, key => key.Text.Contains(booking.Id.Text, StringComparison.Ordinal));
            return;
        }

        Assert.Equal((booking.Generation, booking.Live), (entry!.Trip!.Generation, entry.Live));
        Assert.Equal((booking.Generation, booking.Live), (crew!.Generation, crew.Live));
        Assert.Equal(crew.Captain, entry.Crew?.Captain);
        var page = house.Objects.All[PagePlace.Object(slug)];
        Assert.Equal(file.Page!.Page!.Sha256, Convert.ToHexStringLower(SHA256.HashData(page.Content.Body.Span)));
        Assert.Equal(file.Page.Revision, page.Content.Revision);
        var current = house.Papers.Page(file);
        var grant = await house.Papers.Grant(file, default);
        Assert.Equal(GuestPage.Fingerprint(current, grant, house.Templates.Version), file.Page.Fingerprint);
        var given = GuestRows.ReadGrant(await house.Store.Open(Compartment.Guest).Get(GuestRows.Grant(booking.Id), default));
        Assert.Equal((booking.Live, file.Page.Revision, grant.GrantHash), (given!.Live, given.Revision, given.GrantHash));
        foreach (var alias in booking.Aliases.Where(alias => alias != slug))
            Assert.Contains(slug.Text, Encoding.UTF8.GetString(house.Objects.All[PagePlace.Object(alias)].Content.Body.Span));
        Assert.All(
            new[] { file.Effects.Calendar, file.Effects.Crew, file.Effects.Page, file.Effects.PageCheck },
            effect => Assert.Equal((EffectState.Done, booking.Generation), (effect.State, effect.Counters.Generation)));
        if (booking.Live && booking.Guest.Email is not null)
            Assert.Equal(ToldFacts.Of(booking, house.Fleet).Fingerprint, file.Told?.Fingerprint);
    }

    private static void NoOverlap(SimulatedHouse house, IEnumerable<BookingFile> files)
    {
        var live = files.Select(file => file.Booking).Where(booking => booking.Live).OrderBy(booking => booking.Trip.Span.Start);
        foreach (var (one, next) in live.Zip(live.Skip(1)))
        {
            var gap = next.Trip.Span.Start - one.Trip.Span.End;
            Assert.True(gap.TotalMinutes >= house.Fleet.Vessel(one.Trip.Vessel).BufferMinutes, $"{one.Id} meets {next.Id}");
        }
    }

    private static void NobodyToldTwice(SimulatedHouse house)
    {
        Assert.Equal(house.Mail.Messages.Count, house.Mail.Messages.Select(mail => mail.Name).Distinct().Count());
        foreach (var person in house.Mail.Messages.Where(mail => mail.Name.Contains(".guest.", StringComparison.Ordinal))
                     .GroupBy(mail => mail.Name.Split('.')[0]))
        {
            var told = person.Select(mail => mail.Text).ToList();
            Assert.All(told.Zip(told.Skip(1)), pair => Assert.NotEqual(pair.First, pair.Second));
        }
    }

    private static void NoMoneyOutsideTheAnnex(SimulatedHouse house)
    {
        var canary = Encoding.UTF8.GetBytes(Canary);
        void Clean(string what, ReadOnlySpan<byte> bytes) => Assert.True(bytes.IndexOf(canary) < 0, $"money in {what}");

        foreach (var row in house.Store.Of(Compartment.Crew).All) Clean(row.Key.ToString(), row.Body.Span);
        foreach (var row in house.Store.Of(Compartment.Office).All.Where(row => !OfTheAnnex(row.Key.Sort)))
            Clean(row.Key.ToString(), row.Body.Span);
        foreach (var row in house.Store.Of(Compartment.Guest).All) Clean(row.Key.ToString(), WithoutHashes(row.Body.Span));
        foreach (var page in house.Objects.All.Values) Clean(page.Key.Text, page.Content.Body.Span);
        foreach (var mail in house.Mail.Deliveries) Clean(mail.Name, Encoding.UTF8.GetBytes(mail.Subject + mail.Text + mail.Html));
    }

    /// <summary>A hash has any six digits once in a while.</summary>
    private static byte[] WithoutHashes(ReadOnlySpan<byte> body) =>
        Encoding.UTF8.GetBytes(Hash().Replace(Encoding.UTF8.GetString(body), ""));

    [GeneratedRegex("[0-9a-f]{64}")]
    private static partial Regex Hash();

    private static bool OfTheAnnex(string sort) => sort == "price" || sort.StartsWith("posting#", StringComparison.Ordinal);
}
