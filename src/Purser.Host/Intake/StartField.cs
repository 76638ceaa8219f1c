using System.Text.RegularExpressions;
using NodaTime;
using NodaTime.Text;
using NodaTime.TimeZones;
using Purser.Fleet;
using Purser.Host.Intake.Json;

namespace Purser.Host.Intake;

/// <summary>
/// When a charter starts. Without an offset it is what the harbour's clock shows; an offset must be the
/// harbour's at that
/// time, for a <c>Z</c> behind a local time is the commonest slip of all.
/// </summary>
internal static partial class StartField
{
    private static readonly LocalDateTimePattern Minute =
        LocalDateTimePattern.CreateWithInvariantCulture("uuuu-MM-dd'T'HH:mm");

    private static readonly OffsetPattern Shown = OffsetPattern.CreateWithInvariantCulture("+HH:mm");

    public static LocalDateTime? Read(DocumentNode node, Harbour? harbour, Instant now, List<string> notes)
    {
        if (node.Text(40) is not { } text) return null;
        var form = Form().Match(text);
        if (!form.Success || !Minute.Parse(form.Groups[1].Value).TryGetValue(default, out var local))
        {
            node.Refuse($"{node.Said()} is no time.",
                "Give the harbour's time as yyyy-MM-ddTHH:mm, for example 2027-05-30T10:00.");
            return null;
        }

        if (harbour is null) return null;
        var mapping = harbour.Rules.MapLocal(local);
        if (mapping.Count == 0)
        {
            RefuseSkipped(node, local, mapping, harbour);
            return null;
        }

        var offset = form.Groups[2].Value;
        if (offset.Length > 0 && !Agrees(node, local, Parse(offset), mapping, harbour)) return null;
        if (mapping.Count == 2)
            notes.Add($"{Minute.Format(local)} occurs twice in {harbour.Name} ({harbour.Zone}). "
                + "The earlier is meant: "
                + $"{Minute.Format(local)}{Shown.Format(mapping.EarlyInterval.WallOffset)}.");
        return InReach(node, mapping.First().ToInstant(), local, now) ? local : null;
    }

    private static void RefuseSkipped(DocumentNode node, LocalDateTime local, ZoneLocalMapping mapping,
        Harbour harbour)
    {
        var gap = mapping.LateInterval.WallOffset - mapping.EarlyInterval.WallOffset;
        var step = Period.FromSeconds(gap.Seconds);
        node.Refuse(
            $"{Minute.Format(local)} does not occur in {harbour.Name} ({harbour.Zone}): "
            + "the clock is put forward over it.",
            $"Give {Minute.Format(local - step)} or {Minute.Format(local + step)}.");
    }

    private static bool Agrees(
        DocumentNode node, LocalDateTime local, Offset? offset, ZoneLocalMapping mapping, Harbour harbour)
    {
        if (offset is not { } said)
        {
            node.Refuse($"{node.Said()} has no offset that exists.",
                $"Give {Minute.Format(local)}, the harbour's time.");
            return false;
        }

        var right = mapping.EarlyInterval.WallOffset;
        if (said == right) return true;
        if (mapping.Count == 2 && said == mapping.LateInterval.WallOffset)
        {
            node.Refuse(
                $"{Minute.Format(local)} occurs twice in {harbour.Name}, and only the earlier can be booked.",
                $"Give {Minute.Format(local)}{Shown.Format(right)}, or another time.");
            return false;
        }

        var there = local.WithOffset(said).ToInstant().InZone(harbour.Rules).LocalDateTime;
        node.Refuse(
            $"{node.Said()} is {Minute.Format(there)} in {harbour.Name} ({harbour.Zone}), "
            + $"where {Minute.Format(local)} is {Minute.Format(local)}{Shown.Format(right)}.",
            $"Give {Minute.Format(local)} or {Minute.Format(there)}, whichever is meant, without an offset.");
        return false;
    }

    private static bool InReach(DocumentNode node, Instant start, LocalDateTime local, Instant now)
    {
        if (local.Year < 2000 || start < now - Duration.FromDays(1))
            node.Refuse($"{Minute.Format(local)} is in the past.", "Give a start not more than a day ago.");
        else if (start > now + Duration.FromDays(5 * 365 + 1))
            node.Refuse($"{Minute.Format(local)} is more than five years ahead.",
                "Give a start within five years.");
        else return true;
        return false;
    }

    private static Offset? Parse(string text) =>
        text is "Z" or "-00:00" ? Offset.Zero : Shown.Parse(text).TryGetValue(default, out var offset)
            ? offset : null;

    [GeneratedRegex(
        @"^(\d{4}-\d{2}-\d{2}T\d{2}:\d{2})(?::00(?:\.0{1,9})?)?(Z|[+-]\d{2}:\d{2})?$",
        RegexOptions.CultureInvariant | RegexOptions.ECMAScript)]
    private static partial Regex Form();
}
