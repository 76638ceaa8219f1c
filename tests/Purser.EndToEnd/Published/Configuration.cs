using System.Net;
using System.Security.Cryptography;
using System.Text;
using Purser.EndToEnd.Harness;

namespace Purser.EndToEnd.Published;

/// <summary>Missing or unsafe settings: the program does not start, and says which one and what to do.</summary>
public sealed class Configuration
{
    public static TheoryData<string, string> Settings => new()
    {
        { "PURSER_GUEST_URL", "http://charters.example.com" },
        { "PURSER_GUEST_URL", "not an address" },
        { "PURSER_CREW_URL", "ftp://localhost:8081" },
        { "PURSER_OFFICE_URL", "http://localhost:8082/path" },
        { "PURSER_GUESST_URL", "http://localhost:8080" },
        { "PURSER_SMTP_URL", "localhost" },
        { "PURSER_ALLOW_HTTP", "yes please" },
        { "PURSER_TEMPLATES", "no/such/folder" },
        { "SERVICE_KEY_HASH", "pk_crew_the_key_itself" },
    };

    [Theory]
    [MemberData(nameof(Settings))]
    public async Task Incident_02_A_bad_setting_is_named_and_nothing_starts(string name, string value)
    {
        var data = Directory.CreateTempSubdirectory("purser-e2e-").FullName;
        var ran = await PublishedProgram.Run(
            ["serve", "--sample", "--data", data], new Dictionary<string, string> { [name] = value });
        Assert.NotEqual(0, ran.Code);
        Assert.Contains(name, ran.Everything, StringComparison.Ordinal);
        Assert.DoesNotContain("ready", ran.Output, StringComparison.Ordinal);
        Directory.Delete(data, recursive: true);
    }

    [Fact]
    public async Task Without_an_operator_it_says_how_to_make_one()
    {
        var data = Directory.CreateTempSubdirectory("purser-e2e-").FullName;
        var ran = await PublishedProgram.Run(["serve", "--data", data]);
        Assert.NotEqual(0, ran.Code);
        Assert.Contains("fleet.json", ran.Everything, StringComparison.Ordinal);
        Directory.Delete(data, recursive: true);
    }

    [Fact]
    public async Task A_clock_without_the_sample_is_refused()
    {
        var data = Directory.CreateTempSubdirectory("purser-e2e-").FullName;
        var ran = await PublishedProgram.Run(["serve", "--data", data, "--at", House.Before]);
        Assert.NotEqual(0, ran.Code);
        Assert.Contains("--at", ran.Everything, StringComparison.Ordinal);
        Directory.Delete(data, recursive: true);
    }

    [Fact]
    public async Task A_second_server_on_the_same_folder_is_refused()
    {
        await using var house = await House.Start();
        var ran = await house.Run("serve", "--sample");
        Assert.NotEqual(0, ran.Code);
        Assert.Equal(5, ran.Code);
        Assert.Contains(house.Data, ran.Everything, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_crew_key_is_taken_by_its_hash_in_the_environment_beside_those_in_the_records()
    {
        const string key = "pk_crew_made-by-another-place";
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)));
        var settings = new Dictionary<string, string> { ["SERVICE_KEY_HASH"] = hash };
        await using var house = await House.Start(settings: settings);
        Task<Answer> Ask(Uri site, string path, string sent) =>
            house.Http.Send(site, HttpMethod.Get, path, null, null, ("X-API-Key", sent));
        (await Ask(house.Crew, "/api/events", key)).Is(HttpStatusCode.OK);
        (await Ask(house.Crew, "/api/events", hash)).Is(HttpStatusCode.Unauthorized);
        (await Ask(house.Office, "/api/bookings", key)).Is(HttpStatusCode.Unauthorized);
        (await house.Http.Crew(HttpMethod.Get, "/api/events")).Is(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("book", "no-such-file.json")]
    [InlineData("status", "nothing")]
    [InlineData("no-such-command")]
    public async Task A_command_that_cannot_work_says_so_and_does_not_end_with_0(params string[] arguments)
    {
        await using var house = await House.Start();
        var ran = await house.Run(arguments);
        Assert.NotEqual(0, ran.Code);
        Assert.NotEmpty(ran.Errors);
        Assert.DoesNotContain("   at ", ran.Everything, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Data_folders_are_for_their_owner_only()
    {
        await using var house = await House.Start();
        await house.Key("bookings");
        var open = Directory.EnumerateFiles(Path.Combine(house.Data, "keys"), "*", SearchOption.AllDirectories)
            .Where(path => (File.GetUnixFileMode(path) & (UnixFileMode.GroupRead | UnixFileMode.OtherRead)) != 0);
        Assert.Empty(open);
        var socket = File.GetUnixFileMode(Path.Combine(house.Data, "purser.sock"));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, socket);
    }
}
