using Purser.Aws.Desks;
using Purser.Outside;

namespace Purser.Host.Composition;

/// <summary>
/// Reads at which addresses the desks answer, if not in this process, and which secrets hold their keys. A
/// key itself is never a setting.
/// </summary>
internal static class DeskSettings
{
    private const string CalendarKey = "PURSER_CALENDAR_DESK_KEY";
    private const string CrewKey = "PURSER_CREW_DESK_KEY";

    /// <summary>Names of secrets, which only an office reads.</summary>
    public static readonly string[] Keys = [CalendarKey, CrewKey];

    /// <summary>All settings of the desks.</summary>
    public static readonly string[] Names =
        [DeskKind.Calendar.Setting, CalendarKey, DeskKind.Crew.Setting, CrewKey];

    /// <summary>Where they answer, and the names of the secrets, also where none answers elsewhere.</summary>
    public static DeskOptions Read(
        IReadOnlyDictionary<string, string> environment, bool allowHttp, List<SettingRefusal> refusals)
    {
        var calendar = Secret(CalendarKey, SecretNames.CalendarDesk);
        var crew = Secret(CrewKey, SecretNames.CrewDesk);
        return new DeskOptions(
            new DeskAddress(Base(DeskKind.Calendar.Setting), calendar, DeskKind.Calendar),
            new DeskAddress(Base(DeskKind.Crew.Setting), crew, DeskKind.Crew));

        string Secret(string setting, string usual)
        {
            var name = SettingsReading.Text(environment, setting) ?? usual;
            if (SecretNames.IsName(name)) return name;
            // Not repeated: a person may have put the key itself there.
            refusals.Add(new SettingRefusal(
                setting, "it is not the name of a secret.",
                "Use up to 60 of a-z, 0-9 and -; the key itself lies in the secret."));
            return usual;
        }

        Uri? Base(string setting)
        {
            if (SettingsReading.Text(environment, setting) is not { } text) return null;
            var whole = text.EndsWith('/') ? text : text + "/";
            var right = Uri.TryCreate(whole, UriKind.Absolute, out var address)
                && address is { Scheme: "http" or "https", Query: "", Fragment: "", UserInfo: "" };
            if (!right)
            {
                refusals.Add(new SettingRefusal(
                    setting, "it is not a base address.",
                    "Write https://host, or https://host/stage, or unset it."));
                return null;
            }

            if (address!.Scheme == Uri.UriSchemeHttps || address.IsLoopback || allowHttp) return address;
            refusals.Add(new SettingRefusal(
                setting, "a key would travel to it unencrypted.", "Use https, or set PURSER_ALLOW_HTTP=1."));
            return null;
        }
    }
}
