using Purser.Outside;
using Purser.Outside.Records;

namespace Purser.Crew;

/// <summary>The people whom the crew desk may ask. Their rates are not known here.</summary>
public sealed class Roster(IRecords records)
{
    /// <summary>The most people that one import or list takes.</summary>
    public const int Most = 1000;

    private const int Tries = 10;

    /// <summary>Everybody, in the order of the cascade.</summary>
    public async Task<IReadOnlyList<CrewMember>> List(CancellationToken stop)
    {
        var rows = await records.Whole(CrewRows.RosterPartition, stop, most: Most);
        return
        [
            .. rows.Select(CrewRows.ReadMember).OrderBy(member => member.Order)
                .ThenBy(member => member.Id.Text, StringComparer.Ordinal),
        ];
    }

    /// <summary>One person, or null.</summary>
    public async Task<CrewMember?> Find(MemberId id, CancellationToken stop)
    {
        var row = await records.Get(CrewRows.Member(id), stop);
        return row is null ? null : CrewRows.ReadMember(row);
    }

    /// <summary>
    /// Makes or changes a person from what is there; null from <paramref name="change"/> changes nothing.
    /// </summary>
    /// <returns>The person as he stands, or null.</returns>
    public async Task<CrewMember?> Put(MemberId id, Func<CrewMember?, CrewMember?> change, CancellationToken stop)
    {
        for (var i = 0; i < Tries; i++)
        {
            var row = await records.Get(CrewRows.Member(id), stop);
            var before = row is null ? null : CrewRows.ReadMember(row);
            if (change(before) is not { } after) return before;
            Require.That(after.Id == id);
            if (await records.Commit([CrewRows.Put(after, row?.Version ?? 0)], stop) is null) return after;
        }

        throw new OutsideUnavailable($"commit crew {CrewRows.Member(id)}");
    }

    /// <summary>Revokes every personal link that a person has.</summary>
    public Task<CrewMember?> RevokeLinks(MemberId id, CancellationToken stop) =>
        Put(id, member => member is null ? null : member with { LinkEpoch = member.LinkEpoch + 1 }, stop);

    /// <summary>
    /// Takes over the people of a file, all or none: new ones are made, known ones changed; their absences
    /// and links stay, and who has left stays retired.
    /// </summary>
    public async Task Import(IReadOnlyList<CrewMember> people, CancellationToken stop)
    {
        Require.That(people.Count <= RosterCsv.MostRows);
        for (var i = 0; i < Tries; i++)
        {
            var rows = await records.GetMany([.. people.Select(person => CrewRows.Member(person.Id))], stop);
            var changes = people.Zip(rows, (person, row) => row is null
                ? CrewRows.Put(person, 0)
                : CrewRows.Put(Kept(person, CrewRows.ReadMember(row)), row.Version));
            if (await records.Commit([.. changes], stop) is null) return;
        }

        throw new OutsideUnavailable("commit crew roster import");
    }

    private static CrewMember Kept(CrewMember person, CrewMember before) =>
        person with { Away = before.Away, LinkEpoch = before.LinkEpoch, Active = before.Active };
}
