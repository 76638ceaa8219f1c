using Purser.Guests.Photos;

namespace Purser.Tests.Guests.Photos;

/// <summary>What each state of a photo takes and refuses: all of it.</summary>
public sealed class PhotoTableTests
{
    /// <summary>State, then what follows each act: <c>-</c> is refused, <c>=</c> stays.</summary>
    private static readonly string[] Table =
    [
        "act        arrive     show      hold    keep refuse  approve   reject   unpublish remove",
        "granted    processing -         -       -    -       -         -        -         removed",
        "processing =          published pending kept refused -         -        -         removed",
        "pending    =          -         -       -    -       published rejected -         removed",
        "published  =          -         -       -    -       =         rejected rejected  removed",
        "rejected   =          -         -       -    -       published =        =         removed",
        "kept       =          -         -       -    -       -         -        -         removed",
        "refused    =          -         -       -    -       -         -        -         removed",
        "removed    -          -         -       -    -       -         -        -         =",
    ];

    [Fact]
    public void Each_state_takes_and_refuses_what_the_table_says()
    {
        var acts = Words(Table[0])[1..].Select(Read<PhotoAct>).ToList();
        Assert.Equal(Enum.GetValues<PhotoAct>().Order(), acts.Order());
        Assert.Equal(Enum.GetValues<PhotoState>().Length, Table.Length - 1);
        foreach (var line in Table[1..].Select(Words))
        {
            var state = Read<PhotoState>(line[0]);
            foreach (var (act, said) in acts.Zip(line[1..]))
            {
                PhotoState? after = said switch { "-" => null, "=" => state, _ => Read<PhotoState>(said) };
                Assert.Equal((state, act, after), (state, act, PhotoTable.After(state, act)));
            }
        }
    }

    [Fact]
    public void Nothing_leads_out_of_removed_and_everything_leads_into_it()
    {
        foreach (var state in Enum.GetValues<PhotoState>())
            Assert.Equal(PhotoState.Removed, PhotoTable.After(state, PhotoAct.Remove));
        foreach (var act in Enum.GetValues<PhotoAct>())
            Assert.True(PhotoTable.After(PhotoState.Removed, act) is null or PhotoState.Removed);
    }

    private static string[] Words(string line) => line.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    private static T Read<T>(string word)
        where T : struct, Enum => Enum.Parse<T>(word, ignoreCase: true);
}
