using NodaTime;

namespace Purser.Fleet;

/// <summary>When guests may add photos, and how many.</summary>
/// <param name="OpensMinutesBefore">Before departure; 0: at departure.</param>
/// <param name="CloseDays">Harbour days after the return, at the same time of day.</param>
/// <param name="MostBytes">Of one picture.</param>
/// <param name="MostVideoBytes">Of one video.</param>
/// <param name="MostOfCharter">Photos and videos of one charter, refused ones not counted.</param>
/// <param name="MostBatchesAnHour">Of one charter.</param>
/// <param name="ReadyHours">Hours without a new photo after which the guest is told that they are
/// ready.</param>
public sealed record PhotoRules(
    int OpensMinutesBefore, int CloseDays, long MostBytes, long MostVideoBytes, int MostOfCharter,
    int MostBatchesAnHour,
    int ReadyHours)
{
    private const long Megabyte = 1024 * 1024;

    /// <summary>What holds unless the operator says otherwise.</summary>
    public static readonly PhotoRules Usual = new(0, 7, 40 * Megabyte, 512 * Megabyte, 500, 60, 6);
}

/// <summary>The waiver that everybody aboard signs.</summary>
/// <param name="Version">Raised with every change of the text.</param>
/// <param name="Date">When this text was written.</param>
/// <param name="ValidDays">A signature holds so long.</param>
/// <param name="AdultAge">From this age on one signs for oneself.</param>
/// <param name="Texts">Language, then the clauses in order.</param>
public sealed record WaiverRules(
    int Version, LocalDate Date, int ValidDays, int AdultAge, IReadOnlyDictionary<string,
    IReadOnlyList<WaiverClause>> Texts)
{
    /// <summary>The clauses in a language, or in the first one there is.</summary>
    public (string Language, IReadOnlyList<WaiverClause> Clauses) In(string language)
    {
        if (Texts.TryGetValue(language, out var clauses)) return (language, clauses);
        var first = Texts.OrderBy(text => text.Key == "en" ? 0 : 1).ThenBy(text => text.Key,
            StringComparer.Ordinal).First();
        return (first.Key, first.Value);
    }
}

/// <summary>One clause of a waiver.</summary>
public sealed record WaiverClause(string Heading, string Text);

/// <summary>How long each kind of thing is kept, in days after the charter's return.</summary>
/// <param name="Photos">Published photos and their gallery.</param>
/// <param name="Originals">Files as guests sent them.</param>
/// <param name="Waivers">Signed waivers: many years, for that is how long claims can come.</param>
/// <param name="Mails">Copies of sent mails in the data folder.</param>
/// <param name="Visits">Lines of the log of who opened which page.</param>
public sealed record RetentionRules(int Photos, int Originals, int Waivers, int Mails, int Visits)
{
    /// <summary>What holds unless the operator says otherwise.</summary>
    public static readonly RetentionRules Usual = new(730, 180, 2555, 365, 90);
}
