namespace Purser.Contracts.Aws.Templates;

/// <summary>The stacks of one installation, with parameters as an operator fills them.</summary>
internal static class Stacks
{
    public const string Installation = "purser";
    public const string Distribution = "EDISTRIBUTION";

    public static readonly string Hash = new('a', 64);

    private static readonly (string, string)[] Code =
        [("CodeBucket", "purser-code"), ("CodeKey", "purser-0.1.0-arm64.zip"), ("Installation", Installation)];

    private static readonly Dictionary<string, (string, string)[]> Own = new(StringComparer.Ordinal)
    {
        ["tables"] = [("Installation", Installation)],
        ["guest"] =
            [.. Code, ("GuestUrl", "https://guests.example.com"), ("GuestDomain", "guests.example.com"), Certificate],
        ["crew"] =
        [
            .. Code, ("CrewUrl", "https://crew.example.com"), ("OfficeUrl", "https://office.example.com"),
            ("ServiceKeyHash", Hash), ("OfficeKeyHash", Hash), ("OfficeDomain", "office.example.com"),
            ("CrewDomain", "crew.example.com"), Certificate,
        ],
        ["calendar"] =
        [
            .. Code, ("GuestUrl", "https://guests.example.com"), ("OfficeUrl", "https://office.example.com"),
            ("CalendarUrl", "https://calendar.example.com"), ("DashboardTokenHash", Hash), ("OfficeKeyHash", Hash),
        ],
        ["office"] =
        [
            .. Code, ("GuestUrl", "https://guests.example.com"), ("CrewUrl", "https://crew.example.com"),
            ("OfficeUrl", "https://office.example.com"), ("CalendarBase", "https://c.execute-api.us-east-1.amazonaws.com"),
            ("CrewBase", "https://s.execute-api.us-east-1.amazonaws.com/prod"), ("SiteBucket", SiteBucket),
            ("QuarantineBucket", QuarantineBucket), ("GuestDistribution", Distribution), ("BookingKeyHash", Hash),
            ("AlarmMail", "owner@example.com"),
        ],
    };

    public static string SiteBucket => $"{Installation}-site-{Stack.Account}";

    public static string QuarantineBucket => $"{Installation}-quarantine-{Stack.Account}";

    private static (string, string) Certificate =>
        ("CertificateArn", $"arn:aws:acm:{Stack.Region}:{Stack.Account}:certificate/0a1b2c3d");

    /// <summary>The parameters of a stack, and what else is said.</summary>
    public static (string Name, string Value)[] Parameters(string name, params (string Name, string Value)[] more) =>
        [.. Own[name].Where(one => !more.Any(other => other.Name == one.Item1)), .. more];

    /// <summary>A stack of the installation.</summary>
    public static Stack Of(string name, params (string Name, string Value)[] more) =>
        Template.Of(name).With(Parameters(name, more));
}
