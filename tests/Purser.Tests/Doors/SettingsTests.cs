using Purser.Host.Composition;

namespace Purser.Tests.Doors;

public sealed class SettingsTests
{
    [Fact]
    public void Nothing_set_is_three_sites_on_this_machine()
    {
        var settings = Right([]);
        Assert.Equal("http://localhost:8080", settings.Guest.Origin);
        Assert.Equal("http://localhost:8081", settings.Crew.Origin);
        Assert.Equal(8082, settings.Office.Port);
        Assert.All(settings.Sites, site => Assert.True(site.Private));
    }

    [Theory]
    [InlineData("PURSER_GEUST_URL", "http://localhost:1")]
    [InlineData("PURSER_GUEST_URL", "localhost:8080")]
    [InlineData("PURSER_GUEST_URL", "http://localhost:8080/path")]
    [InlineData("PURSER_GUEST_URL", "http://localhost:8081")]
    [InlineData("PURSER_CREW_LISTEN", "everywhere")]
    [InlineData("PURSER_SMTP_URL", "mail.example.com")]
    [InlineData("PURSER_ALLOW_HTTP", "yes")]
    [InlineData("PURSER_TEMPLATES", "/nowhere/at/all")]
    public void Incident_02_a_wrong_setting_is_refused_at_the_start_by_its_name(string name, string value)
    {
        var refusal = Assert.Single(Wrong(new() { [name] = value }));
        var named = name == "PURSER_GUEST_URL" && value.EndsWith(":8081", StringComparison.Ordinal) ? "PURSER_CREW_URL" : name;
        Assert.Equal(named, refusal.Setting);
        Assert.NotEmpty(refusal.Remedy);
    }

    [Fact]
    public void A_public_address_without_encryption_needs_to_be_wanted()
    {
        Dictionary<string, string> environment = new() { ["PURSER_OFFICE_URL"] = "http://office.example.com" };
        Assert.Contains("PURSER_ALLOW_HTTP", Assert.Single(Wrong(environment)).Remedy, StringComparison.Ordinal);
        environment["PURSER_ALLOW_HTTP"] = "1";
        Assert.False(Right(environment).Office.Private);
    }

    [Fact]
    public void A_password_in_a_setting_is_not_repeated()
    {
        var refusal = Assert.Single(Wrong(new() { ["PURSER_SMTP_URL"] = "imap://me:hush@mail.example.com" }));
        Assert.DoesNotContain("hush", refusal.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Only_the_sample_has_a_clock_of_its_own()
    {
        var flags = new Flags(At: "2027-05-30T09:30:00-07:00");
        Assert.Equal("--at", Assert.Single(Wrong([], flags)).Setting);
        Assert.NotNull(Right([], flags with { Sample = true }).At);
        Assert.Single(Wrong([], new Flags(Sample: true, At: "2027-05-30T09:30:00")));
    }

    private static Settings Right(Dictionary<string, string> environment, Flags? flags = null) =>
        SettingsReading.Read(environment, flags ?? new Flags()).Match(
            right => right, refusals => throw new InvalidOperationException(string.Join('\n', refusals)));

    private static IReadOnlyList<SettingRefusal> Wrong(Dictionary<string, string> environment, Flags? flags = null) =>
        SettingsReading.Read(environment, flags ?? new Flags()).Match(_ => throw new InvalidOperationException("taken"), wrong => wrong);
}
