using MailKit.Security;
using Purser.Aws;
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
    [InlineData("PURSER_TRUSTED_PROXIES", "my-proxy")]
    [InlineData("PURSER_TRUSTED_PROXIES", "0.0.0.0/0")]
    [InlineData("SERVICE_KEY_HASH", "pk_crew_the_key_itself")]
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
        refusal = Assert.Single(Wrong(new() { ["SERVICE_KEY_HASH"] = "pk_crew_hush" }));
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

    [Theory]
    [InlineData("2027-05-30T09:30:00-07:00", true)]
    [InlineData("2027-05-30T09:30-07:00", true)]
    [InlineData("2027-05-30T16:30Z", true)]
    [InlineData("1999-12-31T09:30-07:00", false)]
    [InlineData("2101-01-01T00:00Z", false)]
    [InlineData("9999-12-31T23:59:59Z", false)]
    public void The_samples_clock_takes_a_time_with_an_offset_in_this_century(string at, bool right)
    {
        var flags = new Flags(Sample: true, At: at);
        if (right) Assert.NotNull(Right([], flags).At);
        else Assert.Contains("2000 to 2100", Assert.Single(Wrong([], flags)).Remedy, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("smtp://mail.example.com/inbox")]
    [InlineData("smtp://mail.example.com?tls=no")]
    [InlineData("smtp://")]
    public void Incident_02_a_mail_server_that_could_not_be_used_is_refused_at_the_start(string value) =>
        Assert.Equal("PURSER_SMTP_URL", Assert.Single(Wrong(new() { ["PURSER_SMTP_URL"] = value })).Setting);

    [Theory]
    [InlineData("smtp://me:hush@mail.example.com", SecureSocketOptions.StartTls)]
    [InlineData("smtp://me:hush@127.0.0.1:2525", SecureSocketOptions.StartTlsWhenAvailable)]
    [InlineData("smtp://mail.example.com", SecureSocketOptions.StartTlsWhenAvailable)]
    [InlineData("smtps://me:hush@mail.example.com", SecureSocketOptions.SslOnConnect)]
    public void A_password_leaves_this_machine_only_encrypted(string value, SecureSocketOptions security) =>
        Assert.Equal(security, Right(new() { ["PURSER_SMTP_URL"] = value }).Smtp!.Security);

    [Fact]
    public void Incident_02_a_certificate_that_cannot_be_read_is_refused_by_its_flag()
    {
        var file = Path.GetTempFileName();
        try
        {
            File.WriteAllText(file, "-----BEGIN CERTIFICATE-----\nbm90aGluZw==\n-----END CERTIFICATE-----\n");
            Assert.Equal("--tls-cert", Assert.Single(Wrong([], new Flags(TlsCertificate: file, TlsKey: file))).Setting);
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public void The_mode_aws_has_its_own_settings()
    {
        Dictionary<string, string> there = new() { ["AWS_REGION"] = "eu-west-1", ["PURSER_AWS_PREFIX"] = "southing-" };
        Assert.Null(Right([]).Aws);
        var aws = Right(there, new Flags(Mode: "aws")).Aws!;
        Assert.Equal(("southing-bookings", "southing-site"), (aws.Tables.Office, aws.SiteBucket));
        Assert.Equal("https://southing-quarantine.s3.eu-west-1.amazonaws.com/", aws.Uploads.ToString());
        Assert.Equal(SecretPlace.ParameterStore, aws.Secrets);
        var kept = Right(new(there) { ["PURSER_SECRET_PLACE"] = "secrets-manager" }, new Flags(Mode: "aws"));
        Assert.Equal(SecretPlace.SecretsManager, kept.Aws!.Secrets);
        Assert.Equal("AWS_REGION", Assert.Single(Wrong([], new Flags(Mode: "aws"))).Setting);
        Assert.Equal("PURSER_AWS_PREFIX", Assert.Single(Wrong(there)).Setting);
        Assert.Equal("--mode", Assert.Single(Wrong([], new Flags(Mode: "cloud"))).Setting);
        there["PURSER_SITE_BUCKET"] = "Not A Bucket";
        Assert.Equal("PURSER_SITE_BUCKET", Assert.Single(Wrong(there, new Flags(Mode: "aws"))).Setting);
    }

    private static Settings Right(Dictionary<string, string> environment, Flags? flags = null) =>
        SettingsReading.Read(environment, flags ?? new Flags()).Match(
            right => right, refusals => throw new InvalidOperationException(string.Join('\n', refusals)));

    private static IReadOnlyList<SettingRefusal> Wrong(Dictionary<string, string> environment, Flags? flags = null) =>
        SettingsReading.Read(environment, flags ?? new Flags()).Match(_ => throw new InvalidOperationException("taken"), wrong => wrong);
}
