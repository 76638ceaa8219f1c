using System.Text.Json.Nodes;
using Purser.EndToEnd.Harness;

namespace Purser.EndToEnd.Published;

/// <summary>The doctor of the published program.</summary>
public sealed class Doctoring
{
    [Fact]
    public async Task A_house_that_is_well_is_found_well_and_a_test_mail_goes_out()
    {
        await using var house = await House.Start();
        var found = await house.Run("doctor", "--json", "--send-test-mail", "owner@example.com");
        var reply = JsonNode.Parse(found.Output)!;
        Assert.True(found.Code == 0, found.Output);
        Assert.True(reply["well"]!.GetValue<bool>());
        var names = reply["checks"]!.AsArray().Select(check => check!.Word("name")).ToHashSet();
        string[] wanted = ["settings", "clock", "secrets", "records", "mail", "test mail", "last sweep", "page round trip"];
        Assert.Superset(wanted.ToHashSet(), names);
        if (Emulator.Wanted) Assert.Contains(names, name => name.StartsWith("table ", StringComparison.Ordinal));
        await house.Outbox.Arrival("the test mail", letter => letter.To == "owner@example.com");
        Assert.Empty(Directory.Exists(Path.Combine(house.Data, "objects", "g"))
            ? Directory.GetFiles(Path.Combine(house.Data, "objects", "g"), "purser-doctor*")
            : []);
    }

    [Fact]
    public async Task What_is_wrong_is_told_with_its_remedy_and_by_the_exit_code()
    {
        var settings = new Dictionary<string, string> { ["PURSER_SMTP_URL"] = "smtp://127.0.0.1:9" };
        await using var house = await House.Start(settings: settings);
        await house.Stop();
        var found = await house.Run("doctor", "--json");
        Assert.Equal(6, found.Code);
        var checks = JsonNode.Parse(found.Output)!["checks"]!.AsArray();
        foreach (var name in (string[])["mail", "guest site", "page round trip"])
        {
            var check = Assert.Single(checks, one => one!.Word("name") == name)!;
            Assert.False(check["well"]!.GetValue<bool>());
            Assert.NotEmpty(check.Word("remedy"));
        }

        Assert.Equal(1, (await house.Run("doctor", "--send-test-mail", "nobody")).Code);
    }
}
