using System.Globalization;
using System.Text.RegularExpressions;
using NodaTime;
using NodaTime.Text;
using Purser.Fleet;

namespace Purser.Crew;

/// <summary>A row of a roster file that cannot be taken.</summary>
/// <param name="Line">In the file, the header being line 1.</param>
/// <param name="Column">Which column, or null for the whole line.</param>
/// <param name="Remedy">What is wrong and what to write.</param>
public sealed record RosterError(int Line, string? Column, string Remedy);

/// <summary>What a roster file says: people, or what is wrong with it; never both.</summary>
public sealed record RosterReading(IReadOnlyList<CrewMember> People, IReadOnlyList<RosterError> Errors);

/// <summary>
/// Reads the rows of a roster file, and single persons in the same form. Splitting lines into cells is the
/// door's.
/// </summary>
public static partial class RosterCsv
{
    /// <summary>People in one file: they are taken over in one commit.</summary>
    public const int MostRows = 90;

    /// <summary>The columns. Those not named in a file are empty.</summary>
    public static readonly IReadOnlyList<string> Columns =
        ["id", "name", "email", "phone", "ranks", "order", "licence", "licenceExpires"];

    /// <summary>Reads the cells of a file; every error is named, not only the first.</summary>
    /// <param name="header">The first line.</param>
    /// <param name="rows">Each with its line number.</param>
    public static RosterReading Read(IReadOnlyList<string> header, IReadOnlyList<(int Line, IReadOnlyList<string> Cells)> rows)
    {
        var errors = new List<RosterError>();
        errors.AddRange(header.Where(name => !Columns.Contains(name, StringComparer.Ordinal)).Select(name => new RosterError(
            1, name, $"unknown column \"{Cut(name)}\": the columns are {string.Join(',', Columns)}")));
        errors.AddRange(((string[])["id", "name", "ranks", "order"]).Where(name => !header.Contains(name, StringComparer.Ordinal))
            .Select(name => new RosterError(1, name, $"the column \"{name}\" is missing from the header")));
        errors.AddRange(header.GroupBy(name => name, StringComparer.Ordinal).Where(same => same.Count() > 1)
            .Select(same => new RosterError(1, same.Key, $"the column \"{Cut(same.Key)}\" is there twice: give it once")));
        if (rows.Count > MostRows) errors.Add(new RosterError(rows[MostRows].Line, null, $"at most {MostRows} people in one file: split it"));
        if (errors.Count > 0) return new RosterReading([], errors);
        var people = new List<CrewMember>();
        foreach (var (line, cells) in rows)
        {
            if (cells.Count != header.Count)
            {
                errors.Add(new RosterError(line, null, $"{cells.Count} cells where the header has {header.Count}"));
                continue;
            }

            var person = Parse(
                name => header.Index().FirstOrDefault(column => column.Item == name) is (var at, { }) ? cells[at] : null,
                (column, remedy) => errors.Add(new RosterError(line, column, remedy)));
            if (person is not null && people.Any(other => other.Id == person.Id))
                errors.Add(new RosterError(line, "id", $"\"{person.Id}\" is in the file already: give each person one line"));
            if (person is not null) people.Add(person);
        }

        return new RosterReading(errors.Count == 0 ? people : [], errors);
    }

    /// <summary>One person from named texts; null if any of them is wrong.</summary>
    /// <param name="cell">The text of a column, or null.</param>
    /// <param name="wrong">Told of each column that is wrong, and the remedy.</param>
    public static CrewMember? Parse(Func<string, string?> cell, Action<string, string> wrong)
    {
        var right = true;
        string? Text(string column) => string.IsNullOrWhiteSpace(cell(column)) ? null : cell(column)!.Trim();
        void Refuse(string column, string remedy)
        {
            right = false;
            wrong(column, remedy);
        }

        if (!MemberId.TryParse(Text("id"), out var id)) Refuse("id", "write 1 to 40 of a-z, 0-9 and hyphens");
        var name = Text("name");
        if (name is null or { Length: > 100 } || name.Any(char.IsControl)) Refuse("name", "write 1 to 100 characters");
        var email = Text("email");
        if (email is not null && !(email.Length <= 254 && Address.IsMatch(email))) Refuse("email", "write one bare address, or leave it empty");
        var phone = Text("phone");
        if (phone is not null && !E164.IsMatch(phone)) Refuse("phone", "write it as +16195550123, or leave it empty");
        var ranks = Ranks(Text("ranks"), Refuse);
        if (!int.TryParse(Text("order"), NumberStyles.None, CultureInfo.InvariantCulture, out var order) || order > 9999)
            Refuse("order", "write a whole number from 0 to 9999; the lower is asked first");
        var licence = Text("licence");
        if (licence is { Length: > 60 } || licence?.Any(char.IsControl) == true) Refuse("licence", "write at most 60 characters");
        var expires = Date(Text("licenceExpires"), Refuse);
        return right ? new CrewMember(id, name!, email, phone, ranks, order, licence, expires, []) : null;
    }

    private static CrewRole[] Ranks(string? text, Action<string, string> wrong)
    {
        var ranks = new List<CrewRole>();
        foreach (var part in (text ?? "").Split(';', StringSplitOptions.TrimEntries))
        {
            if (CrewRole.TryParse(part, out var rank) && !ranks.Contains(rank)) ranks.Add(rank);
            else
            {
                wrong("ranks", "write roles in lower case, best first, each once, separated by ; for example captain;first mate");
                return [];
            }
        }

        return [.. ranks];
    }

    private static LocalDate? Date(string? text, Action<string, string> wrong)
    {
        if (text is null) return null;
        var read = LocalDatePattern.Iso.Parse(text);
        if (read.Success) return read.Value;
        wrong("licenceExpires", "write the last day as 2027-05-30, or leave it empty");
        return null;
    }

    private static string Cut(string text) => text.Length <= 40 ? text : text[..40];

    [GeneratedRegex(@"\A[^\s@<>,;:""()\[\]\\\x00-\x20]+@[^\s@<>,;:""()\[\]\\]+\.[^\s@<>,;:""()\[\]\\]+\z")]
    private static partial Regex Address { get; }

    [GeneratedRegex(@"\A\+[1-9]\d{6,14}\z")]
    private static partial Regex E164 { get; }
}
