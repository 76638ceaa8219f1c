using System.Text.RegularExpressions;
using NodaTime;
using NodaTime.Text;

namespace Purser.Host.Intake;

/// <summary>
/// A moment as a person writes it: the harbour's clock without an offset, <c>Z</c> for UTC, or the offset that
/// the harbour has then. Any other offset contradicts the harbour, and is refused rather than guessed at.
/// </summary>
public static partial class MomentSaid
{
    private static readonly LocalDateTimePattern Minute =
        LocalDateTimePattern.CreateWithInvariantCulture("uuuu-MM-dd'T'HH:mm");

    private static readonly OffsetPattern Shown = OffsetPattern.CreateWithInvariantCulture("+HH:mm");

    /// <summary>The instant, or why the text is none. A time that occurs twice is the earlier.</summary>
    /// <param name="text">For example <c>2027-05-30T10:30</c>; at most 40 characters.</param>
    /// <param name="zone">The harbour's.</param>
    public static (Instant? At, string? Refusal) Read(string? text, DateTimeZone zone)
    {
        var form = Form().Match(text is { Length: <= 40 } ? text : "");
        var seconds = form.Groups[2].Success ? Period.FromSeconds(int.Parse(form.Groups[2].Value[1..]))
            : Period.Zero;
        if (!form.Success || !Minute.Parse(form.Groups[1].Value).TryGetValue(default, out var local))
            return (null, "Give the harbour's time as yyyy-MM-ddTHH:mm, for example 2027-05-30T10:30.");
        var offset = form.Groups[3].Value;
        local += seconds;
        if (offset == "Z") return (local.InUtc().ToInstant(), null);
        var mapping = zone.MapLocal(local);
        if (mapping.Count == 0)
        {
            var gap = mapping.LateInterval.WallOffset - mapping.EarlyInterval.WallOffset;
            var step = Period.FromSeconds(gap.Seconds);
            return (null, $"{Minute.Format(local)} does not occur in {zone.Id}: "
                + "the clock is put forward over it. "
                + $"Give {Minute.Format(local - step)} or {Minute.Format(local + step)}.");
        }

        if (offset.Length == 0) return (mapping.First().ToInstant(), null);
        if (!Shown.Parse(offset).TryGetValue(default, out var said))
            return (null, $"{offset} is no offset. Give {Minute.Format(local)}, the harbour's time.");
        if (said == mapping.EarlyInterval.WallOffset) return (mapping.First().ToInstant(), null);
        if (said == mapping.LateInterval.WallOffset) return (mapping.Last().ToInstant(), null);
        var there = local.WithOffset(said).ToInstant().InZone(zone).LocalDateTime;
        return (null, $"{text} is {Minute.Format(there)} in {zone.Id}, where {Minute.Format(local)} is "
            + $"{Minute.Format(local)}{Shown.Format(mapping.EarlyInterval.WallOffset)}. "
            + "Give the one that is meant, without an offset.");
    }

    [GeneratedRegex(
        @"^(\d{4}-\d{2}-\d{2}T\d{2}:\d{2})(:[0-5]\d)?(Z|[+-]\d{2}:\d{2})?$",
        RegexOptions.CultureInvariant | RegexOptions.ECMAScript)]
    private static partial Regex Form();
}
