using System.Text;
using Purser.Contracts.Memory;
using Purser.Crew;
using Purser.Host.Doors;
using Purser.Outside.Records;

namespace Purser.Tests.Doors;

public sealed class RosterFileTests
{
    private const string Header = "id,name,email,phone,ranks,order,licence,licenceExpires\n";
    private readonly Roster _roster = new(new MemoryStore().Open(Compartment.Crew));

    [Fact]
    public async Task A_column_given_twice_is_named()
    {
        var (_, wrong) = await Take("id,name,ranks,order,name\nkai,Kai Moran,captain,1,Kai\n");
        Assert.Equal(422, wrong!.Status);
        Assert.Equal("/1/name", Assert.Single(wrong.Errors!).Pointer);
    }

    [Fact]
    public async Task Who_has_left_is_not_brought_back_by_an_old_file()
    {
        var file = Header + "kai,Kai Moran,kai@example.com,,captain,1,,\n";
        Assert.Equal(1, (await Take(file)).Count);
        var id = (await _roster.List(Stop))[0].Id;
        await _roster.Put(id, member => member! with { Active = false }, Stop);
        Assert.Null((await Take(file)).Wrong);
        Assert.False((await _roster.Find(id, Stop))!.Active);
    }

    [Fact]
    public async Task A_wrong_cell_is_named_by_its_line_and_column()
    {
        var (_, wrong) = await Take(Header + "kai,Kai Moran,kai at example,,captain,1,,\n");
        Assert.Equal("/2/email", Assert.Single(wrong!.Errors!).Pointer);
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private Task<(int Count, Problem? Wrong)> Take(string csv) => RosterImport.Take(Encoding.UTF8.GetBytes(csv), _roster, Stop);
}
