using Purser.Bookings;
using Purser.Outside;
using Purser.Outside.Records;

namespace Purser.Provisioning;

/// <summary>What became of the owner's wish to try something again.</summary>
public enum RetryOutcome
{
    /// <summary>It is tried again at once.</summary>
    Asked,

    /// <summary>There is no such booking.</summary>
    NoBooking,

    /// <summary>There is no surface of that name.</summary>
    NoSurface,

    /// <summary>It has not failed: it is done, or under way.</summary>
    NotFailed,
}

/// <summary>
/// The owner asks for another try of what has failed for a booking, in whichever compartment.
/// </summary>
/// <param name="office">The office's records.</param>
/// <param name="provisioner">Does the surfaces.</param>
/// <param name="post">The office's postman.</param>
/// <param name="crew">The crew desk's letters.</param>
/// <param name="hints">Where the work is announced.</param>
public sealed class Retries(
    IRecords office, Provisioner provisioner, Postman post, ICrewOffice crew, IHints hints)
{
    private const string Messages = "messages";

    /// <summary>What can be tried again, as in replies.</summary>
    public static IReadOnlyList<string> Surfaces { get; } = [.. Provisioner.Names, Messages];

    /// <summary>
    /// Tries a surface again if it has failed, whether or not it would have been tried later by itself; the
    /// others keep their own times.
    /// </summary>
    /// <param name="id">The booking.</param>
    /// <param name="surface">Of <see cref="Surfaces"/>; null for all.</param>
    /// <param name="stop">Gives up.</param>
    public async Task<RetryOutcome> Retry(BookingId id, string? surface, CancellationToken stop)
    {
        if (surface is not null && !Surfaces.Contains(surface, StringComparer.Ordinal))
            return RetryOutcome.NoSurface;
        if (await office.Get(OfficeRows.Booking(id), stop) is null) return RetryOutcome.NoBooking;
        var asked = surface != Messages && await provisioner.Retry(id, surface, stop);
        if (surface is null or Messages)
        {
            asked |= await Post(OfficeRows.Partition(id), stop);
            asked |= await crew.Retry(id, stop);
        }

        return asked ? RetryOutcome.Asked : RetryOutcome.NotFailed;
    }

    private async Task<bool> Post(string partition, CancellationToken stop)
    {
        if (!await post.Retry(partition, stop)) return false;
        await hints.Leave(new Hint.Outbox(Compartment.Office, partition), stop);
        return true;
    }
}
