using Purser.Crew;
using static Purser.Tests.Crew.CrewWorld;

namespace Purser.Tests.Crew;

public sealed class RosterTests
{
    private static readonly string[] Header = ["id", "name", "email", "phone", "ranks", "order", "licence", "licenceExpires"];

    private static RosterReading Read(params string[][] rows) =>
        RosterCsv.Read(Header, [.. rows.Select((row, index) => (index + 2, (IReadOnlyList<string>)row))]);

    [Fact]
    public void A_good_file_is_read_whole()
    {
        var reading = Read(
            ["ines", "Ines Calloway", "ines@example.com", "+16195550101", "captain;first mate", "1", "MMC 77", "2028-01-31"],
            ["theo", "Theo Lindqvist", "", "", "first mate", "2", "", ""]);
        Assert.Empty(reading.Errors);
        Assert.Equal([Captain, Mate], reading.People[0].Ranks);
        Assert.Null(reading.People[1].Email);
    }

    [Fact]
    public void Every_error_names_line_column_and_remedy_and_nothing_is_taken()
    {
        var reading = Read(
            ["ines", "Ines Calloway", "not an address", "619", "captain", "1", "", ""],
            ["Bad Id", "", "", "", "Captain", "-1", "", "31.1.2028"],
            ["theo", "Theo"],
            ["omar", "Omar Haddad", "", "", "deckhand", "3", "", ""],
            ["omar", "Omar Haddad", "", "", "deckhand", "3", "", ""]);
        Assert.Empty(reading.People);
        Assert.Equal(
            [
                "2 email", "2 phone", "3 id", "3 name", "3 ranks", "3 order", "3 licenceExpires", "4 ", "6 id",
            ],
            reading.Errors.Select(error => $"{error.Line} {error.Column}"));
        Assert.All(reading.Errors, error => Assert.NotEmpty(error.Remedy));
    }

    [Fact]
    public void A_column_of_pay_is_unknown_to_the_roster()
    {
        var reading = RosterCsv.Read([.. Header, "rate"], []);
        Assert.Contains("rate", Assert.Single(reading.Errors).Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_import_keeps_absences_and_links()
    {
        var world = await new CrewWorld().Manned();
        await world.Roster.Put(Theo, one => one! with { Away = [new NodaTime.LocalDate(2027, 6, 1)] }, Stop);
        await world.Roster.RevokeLinks(Theo, Stop);
        await world.Roster.Import([People[2] with { Name = "Theo Lind" }], Stop);
        var theo = (await world.Roster.Find(Theo, Stop))!;
        Assert.Equal(("Theo Lind", 2, 1), (theo.Name, theo.LinkEpoch, theo.Away.Count));
        Assert.Equal(5, (await world.Roster.List(Stop)).Count);
    }
}
