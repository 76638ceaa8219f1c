using NodaTime.Text;
using Purser.Fleet;
using Purser.Host.Intake.Json;
using Purser.Outside;

namespace Purser.Host.Composition;

/// <content>What the file says of photos, waivers, and how long things are kept.</content>
public static partial class FleetFile
{
    private const int Megabyte = 1024 * 1024;

    private static readonly string[] PhotoMembers =
    [
        "opensMinutesBefore", "closeDays", "mostMegabytes", "mostVideoMegabytes", "mostOfCharter",
        "mostBatchesAnHour", "readyHours",
    ];

    private static readonly string[] RetentionMembers =
        ["photosDays", "originalsDays", "waiversDays", "mailsDays", "visitsDays"];

    private static PhotoRules ReadPhotos(DocumentNode node)
    {
        var usual = PhotoRules.Usual;
        if (node.Absent || !node.IsObject(PhotoMembers)) return usual;
        return new PhotoRules(
            Whole(node["opensMinutesBefore"], 0, 14 * 24 * 60, usual.OpensMinutesBefore),
            Whole(node["closeDays"], 0, 365, usual.CloseDays),
            (long)Whole(node["mostMegabytes"], 1, 200, (int)(usual.MostBytes / Megabyte)) * Megabyte,
            (long)Whole(
                node["mostVideoMegabytes"], 1, (int)(UploadLimits.FileBytes / Megabyte),
                (int)(usual.MostVideoBytes / Megabyte)) * Megabyte,
            Whole(node["mostOfCharter"], 1, 2000, usual.MostOfCharter),
            Whole(node["mostBatchesAnHour"], 1, 1000, usual.MostBatchesAnHour),
            Whole(node["readyHours"], 1, 168, usual.ReadyHours));
    }

    private static WaiverRules? ReadWaivers(DocumentNode node)
    {
        if (!node.Given || !node.IsObject("version", "date", "validDays", "adultAge", "text")) return null;
        var version = node["version"].Whole(1, 100_000);
        var date = LocalDatePattern.Iso.Parse(node["date"].Text(10) ?? "");
        if (!date.Success && node["date"].IsText)
            node["date"].Refuse($"{node["date"].Said()} is no date.", "Give for example 2027-03-12.");
        var days = Whole(node["validDays"], 1, 3650, 365);
        var age = Whole(node["adultAge"], 14, 25, 18);
        var texts = new Dictionary<string, IReadOnlyList<WaiverClause>>(StringComparer.Ordinal);
        foreach (var language in node["text"].Names())
        {
            var clauses = node["text"][language];
            if (!Language().IsMatch(language))
                clauses.Refuse($"{language} is no language.", "Give for example en or pt-BR.");
            texts[language] = [.. clauses.Items(1, 60).Select(ReadClause).OfType<WaiverClause>()];
        }

        if (texts.Count == 0)
            node["text"].Refuse("There is no text.", "Give the clauses in at least one language.");
        return version is null || !date.Success || texts.Count == 0 ? null
            : new WaiverRules(version.Value, date.Value, days, age, texts);
    }

    private static WaiverClause? ReadClause(DocumentNode node)
    {
        if (!node.IsObject("heading", "text")) return null;
        var (heading, text) = (node["heading"].Text(120), node["text"].Text(4000, lines: true));
        return heading is null || text is null ? null : new WaiverClause(heading, text);
    }

    private static RetentionRules ReadRetention(DocumentNode node)
    {
        var usual = RetentionRules.Usual;
        if (node.Absent || !node.IsObject(RetentionMembers)) return usual;
        return new RetentionRules(
            Whole(node["photosDays"], 1, 36_500, usual.Photos),
            Whole(node["originalsDays"], 1, 36_500, usual.Originals),
            Whole(node["waiversDays"], 1, 36_500, usual.Waivers),
            Whole(node["mailsDays"], 1, 36_500, usual.Mails),
            Whole(node["visitsDays"], 1, 36_500, usual.Visits));
    }

    private static int Whole(DocumentNode node, int least, int most, int otherwise) =>
        node.Absent ? otherwise : node.Whole(least, most) ?? otherwise;
}
