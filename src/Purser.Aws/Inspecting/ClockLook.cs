using System.Globalization;
using NodaTime;

namespace Purser.Aws.Inspecting;

/// <summary>
/// Compares this machine's clock with AWS's, by the Date of a reply. AWS takes a signature whose time is at
/// most five minutes off (S3: fifteen); rights that guests get end by this clock too.
/// </summary>
internal sealed class ClockLook(HttpClient http, IClock clock)
{
    private const string Name = "clock against AWS";
    private static readonly Duration Refused = Duration.FromMinutes(5);
    private static readonly Duration Doubtful = Duration.FromMinutes(1);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    public async Task<AwsFinding> Look(AwsOptions options, CancellationToken stop)
    {
        var address = options.Endpoint ?? new Uri($"https://s3.{options.Region}.amazonaws.com/");
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(stop);
        limit.CancelAfter(Patience);
        try
        {
            var before = clock.GetCurrentInstant();
            using var request = new HttpRequestMessage(HttpMethod.Get, address);
            using var reply = await http.SendAsync(
                request, HttpCompletionOption.ResponseHeadersRead, limit.Token);
            if (reply.Headers.Date is not { } date)
                return new AwsFinding(Name, true, $"{address.Host} does not say its time");
            return Judge(Instant.FromDateTimeOffset(date), before, clock.GetCurrentInstant());
        }
        catch (Exception fault) when (!stop.IsCancellationRequested)
        {
            return new AwsFinding(
                Name, false, $"{address.Host} does not answer ({fault.GetType().Name})",
                "See AWS_REGION and the way to AWS, and look again.");
        }
    }

    /// <summary>Judges a time that was read between two others.</summary>
    internal static AwsFinding Judge(Instant theirs, Instant before, Instant after)
    {
        // A Date has whole seconds; what the way took is nobody's fault.
        var behind = theirs - after;
        var ahead = before - theirs - Duration.FromSeconds(1);
        var off = Duration.Max(Duration.Max(behind, ahead), Duration.Zero);
        var seconds = off.TotalSeconds.ToString("0", CultureInfo.InvariantCulture);
        const string remedy = "Set the machine's clock, and keep it by NTP.";
        if (off >= Refused)
            return new AwsFinding(
                Name, false, $"{seconds} s off: AWS refuses what this machine signs", remedy);
        return off >= Doubtful
            ? new AwsFinding(Name, false, $"{seconds} s off: at five minutes AWS refuses everything", remedy)
            : new AwsFinding(Name, true, $"{seconds} s off");
    }
}
