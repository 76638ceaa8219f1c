using NodaTime;
using Purser.Bookings;
using Purser.Embedded.Disk;
using Purser.Host.Composition;
using Purser.Outside.Records;

namespace Purser.Host.Moving;

/// <summary>
/// What follows when records were put back or moved: an epoch that outranks all that was made before, and
/// every live booking planned again.
/// </summary>
internal static class InStep
{
    /// <summary>Bookings are taken up to five years ahead.</summary>
    private const int YearsAhead = 6;

    private static readonly Instant Beginning = Instant.FromUtc(2026, 1, 1, 0, 0);

    /// <summary>
    /// Whole minutes since 2026-01-01, and higher than any seen, in every compartment alike.
    /// </summary>
    /// <param name="store">Nobody else writes to it.</param>
    /// <param name="now">The true time.</param>
    /// <param name="stop">Gives up; may be repeated.</param>
    public static async Task<long> RaiseEpochs(IStore store, Instant now, CancellationToken stop)
    {
        var compartments = Enum.GetValues<Compartment>();
        var rows = new List<StoredRecord?>();
        foreach (var one in compartments) rows.Add(await store.Open(one).Get(OfficeRows.Epoch, stop));
        var seen = rows.Max(row => OfficeRows.Read<EpochRow>(row)?.Epoch ?? 0);
        var epoch = Math.Max((long)(now - Beginning).TotalMinutes, seen + 1);
        foreach (var (one, row) in compartments.Zip(rows))
        {
            var body = OfficeRows.Body(new EpochRow(epoch));
            var change = RecordChange.Put(OfficeRows.Epoch, row?.Version ?? 0, body);
            Require.That(await store.Open(one).Commit([change], stop) is null);
        }

        return epoch;
    }

    /// <summary>The epoch as it stands.</summary>
    public static async Task<long> Epoch(IStore store, CancellationToken stop)
    {
        var row = await store.Open(Compartment.Office).Get(OfficeRows.Epoch, stop);
        return OfficeRows.Read<EpochRow>(row)?.Epoch ?? 0;
    }

    /// <summary>Plans every live booking again, and gives how many there are.</summary>
    public static async Task<int> Replan(Settings settings, DataFolder folder, CancellationToken stop)
    {
        await using var server = await Server.Start(settings, folder, sites: false, TextWriter.Null, stop);
        var count = await Replan(server.House, stop);
        await server.Stop();
        return count;
    }

    private static async Task<int> Replan(House house, CancellationToken stop)
    {
        var today = house.Clock.GetCurrentInstant().InZone(house.Fleet.Harbours[0].Rules).Date;
        var count = 0;
        for (var from = today.PlusDays(-30); from < today.PlusYears(YearsAhead); from = from.PlusDays(400))
        {
            string? cursor = null;
            do
            {
                var page = await house.Shelf.List(from, from.PlusDays(400), cursor, stop);
                foreach (var booking in page.Items.Where(booking => booking.Live))
                {
                    await house.FrontDesk.Renew(booking.Id, stop);
                    if (await house.Provisioner.Replan(booking.Id, stop)) count++;
                }

                cursor = page.Next;
            }
            while (cursor is not null);
        }

        return count;
    }
}
