using Purser.Host.Composition;
using Purser.Host.Doors.Keys;
using Purser.Outside.Records;
using Purser.Tests.Simulation;

namespace Purser.Tests.Doors;

public sealed class FunctionSettingsTests
{
    private const string Queues = "https://sqs.us-east-1.amazonaws.com/123456789012/";
    private static readonly string Hash = KeyRing.Hex("a key");

    public static TheoryData<string, string> Needed => new()
    {
        { "office", "PURSER_GUEST_URL" }, { "office", "PURSER_CREW_URL" }, { "office", "PURSER_OFFICE_URL" },
        { "office", "PURSER_QUEUE_URL" }, { "office", "PURSER_GUEST_QUEUE_URL" }, { "office", "PURSER_SMTP_SECRET" },
        { "office", "PURSER_CREW_DESK_URL" }, { "office", "PURSER_CALENDAR_DESK_URL" },
        { "calendar", "PURSER_GUEST_URL" }, { "calendar", "PURSER_OFFICE_URL" }, { "calendar", "PURSER_CALENDAR_URL" },
        { "calendar", "PURSER_QUEUE_URL" }, { "calendar", "DASHBOARD_TOKEN_HASH" },
        { "crew", "PURSER_CREW_URL" }, { "crew", "PURSER_OFFICE_URL" }, { "crew", "PURSER_QUEUE_URL" },
        { "crew", "PURSER_CREW_QUEUE_URL" }, { "crew", "SERVICE_KEY_HASH" }, { "crew", "PURSER_SMTP_SECRET" },
        { "guest", "PURSER_GUEST_URL" }, { "guest", "PURSER_QUEUE_URL" }, { "guest", "PURSER_GUEST_QUEUE_URL" },
        { "guest", "PURSER_ROLE" }, { "guest", "AWS_REGION" },
    };

    public static TheoryData<string, string, string> Others => new()
    {
        { "office", "SERVICE_KEY_HASH", Hash }, { "office", "DASHBOARD_TOKEN_HASH", Hash },
        { "office", "OFFICE_KEY_HASH", Hash }, { "calendar", "SERVICE_KEY_HASH", Hash },
        { "calendar", "BOOKING_KEY_HASH", Hash }, { "calendar", "PURSER_SMTP_SECRET", "smtp" },
        { "crew", "DASHBOARD_TOKEN_HASH", Hash }, { "guest", "SERVICE_KEY_HASH", Hash },
        { "guest", "PURSER_SMTP_SECRET", "smtp" }, { "guest", "PURSER_GUEST_LISTEN", "0.0.0.0:80" },
        { "guest", "PURSER_MODE", "embedded" }, { "crew", "PURSER_SMTP_URL", "smtps://me:hush@mail.example.com" },
        { "crew", "PURSER_CREW_QUEUE_URL", "no address" }, { "crew", "PURSER_OPERATOR", "/nowhere/at/all" },
        { "crew", "OFFICE_KEY_HASH", "pk_crew_hush" }, { "crew", "SERVICE_KEY_HASH", "pk_crew_hush" },
        { "crew", "PURSER_CREW_DESK_KEY", "crew-desk-1" }, { "calendar", "PURSER_CREW_DESK_KEY", "crew-desk-1" },
        { "calendar", "PURSER_CALENDAR_DESK_KEY", "calendar-desk-1" },
        { "guest", "PURSER_CALENDAR_DESK_KEY", "calendar-desk-1" }, { "guest", "OFFICE_KEY_HASH", Hash },
        { "crew", "PURSER_SMTP_SECRET", "Not A Name" }, { "guest", "PURSER_ROLE", "janitor" },
    };

    [Theory]
    [InlineData("office", Compartment.Office, Compartment.Guest)]
    [InlineData("calendar", Compartment.Calendar)]
    [InlineData("crew", Compartment.Crew)]
    [InlineData("guest", Compartment.Guest)]
    public void A_function_opens_the_records_of_its_own_compartments_only(string word, params Compartment[] own)
    {
        var role = Right(Of(word)).Function!.Role;
        var store = new OwnStore(new SimulatedHouse().Store, role.Compartments);
        foreach (var compartment in Enum.GetValues<Compartment>())
        {
            if (own.Contains(compartment)) Assert.Equal(compartment, store.Open(compartment).Compartment);
            else Assert.Throws<BugException>(() => store.Open(compartment));
        }
    }

    [Theory]
    [MemberData(nameof(Needed))]
    public void What_a_function_needs_and_lacks_is_refused_by_its_name_with_a_remedy(string role, string name)
    {
        var settings = Of(role);
        Assert.True(settings.Remove(name), name);
        var refusal = Assert.Single(Wrong(settings));
        Assert.Equal(name, refusal.Setting);
        Assert.NotEmpty(refusal.Remedy);
    }

    [Theory]
    [MemberData(nameof(Others))]
    public void What_is_wrong_or_another_functions_business_is_refused(string role, string name, string value)
    {
        var settings = Of(role);
        settings[name] = value;
        if (name == "PURSER_SMTP_URL") settings.Remove("PURSER_SMTP_SECRET");
        var refusal = Assert.Single(Wrong(settings));
        Assert.Equal(name, refusal.Setting);
        Assert.DoesNotContain("hush", refusal.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void The_keys_of_the_office_stand_beside_the_crews_own()
    {
        var settings = Of("crew");
        settings["OFFICE_KEY_HASH"] = KeyRing.Hex("of the office");
        var right = Right(settings);
        Assert.Equal(Hash, Assert.Single(right.GivenKeys).Hash);
        Assert.Equal("crew-office", Assert.Single(right.Function!.OfficeKeys).Scope);
        settings = Of("calendar");
        settings["OFFICE_KEY_HASH"] = KeyRing.Hex("of the office");
        Assert.Equal("calendar-office", Assert.Single(Right(settings).Function!.OfficeKeys).Scope);
    }

    [Fact]
    public void A_calendar_has_its_own_address_or_the_offices()
    {
        Assert.Equal("https://calendar.example.com", Right(Of("calendar")).Calendar.Origin);
        Assert.Equal("https://office.example.com", Right(Of("office")).Calendar.Origin);
    }

    [Theory]
    [InlineData("PURSER_ROLE", "crew")]
    [InlineData("PURSER_CREW_QUEUE_URL", Queues + "crew")]
    [InlineData("PURSER_OPERATOR", ".")]
    [InlineData("OFFICE_KEY_HASH", "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08")]
    public void A_server_of_all_compartments_takes_no_setting_of_a_function(string name, string value)
    {
        var wrong = SettingsReading.Read(new Dictionary<string, string> { [name] = value }, new Flags())
            .Match(_ => throw new InvalidOperationException("taken"), wrong => wrong);
        Assert.Equal(name, Assert.Single(wrong).Setting);
    }

    private static Dictionary<string, string> Of(string role)
    {
        var settings = new Dictionary<string, string>
        {
            ["PURSER_ROLE"] = role,
            ["AWS_REGION"] = "us-east-1",
            ["PURSER_GUEST_URL"] = "https://guest.example.com",
            ["PURSER_CREW_URL"] = "https://crew.example.com",
            ["PURSER_OFFICE_URL"] = "https://office.example.com",
            ["PURSER_QUEUE_URL"] = Queues + "office",
        };
        foreach (var (name, value) in Own(role)) settings[name] = value;
        return settings;
    }

    private static (string, string)[] Own(string role) => role switch
    {
        "office" =>
        [
            ("PURSER_GUEST_QUEUE_URL", Queues + "guest"), ("PURSER_SMTP_SECRET", "smtp"),
            ("PURSER_CREW_DESK_URL", "https://crew.example.net/prod"),
            ("PURSER_CALENDAR_DESK_URL", "https://calendar.example.net/prod"),
        ],
        "calendar" =>
            [("PURSER_CALENDAR_URL", "https://calendar.example.com"), ("DASHBOARD_TOKEN_HASH", Hash)],
        "crew" =>
        [
            ("PURSER_CREW_QUEUE_URL", Queues + "crew"), ("SERVICE_KEY_HASH", Hash), ("PURSER_SMTP_SECRET", "smtp"),
        ],
        _ => [("PURSER_GUEST_QUEUE_URL", Queues + "guest")],
    };

    private static Settings Right(Dictionary<string, string> environment) =>
        SettingsReading.Read(environment, new Flags { Function = true }).Match(
            right => right, refusals => throw new InvalidOperationException(string.Join('\n', refusals)));

    private static IReadOnlyList<SettingRefusal> Wrong(Dictionary<string, string> environment) =>
        SettingsReading.Read(environment, new Flags { Function = true }).Match(
            _ => throw new InvalidOperationException("taken"), wrong => wrong);
}
