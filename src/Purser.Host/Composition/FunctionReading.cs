using Purser.Aws.Desks;
using Purser.Host.Doors.Keys;
using Purser.Outside;
using Purser.Outside.Records;

namespace Purser.Host.Composition;

/// <summary>Reads which function this is, and refuses one that lacks what it needs.</summary>
internal static class FunctionReading
{
    /// <summary>The variable that chooses.</summary>
    public const string RoleSetting = "PURSER_ROLE";

    /// <summary>The folder of the operator's files.</summary>
    public const string OperatorSetting = "PURSER_OPERATOR";

    private const string Smtp = "PURSER_SMTP_URL";
    private const string SmtpSecret = "PURSER_SMTP_SECRET";
    private const string OfficeKey = KeyScopes.OfficeSetting;
    private const string OfficeQueue = "PURSER_QUEUE_URL";
    private const string CrewQueue = "PURSER_CREW_QUEUE_URL";
    private const string GuestQueue = "PURSER_GUEST_QUEUE_URL";

    /// <summary>Settings of functions only.</summary>
    public static readonly string[] Names = [RoleSetting, CrewQueue, GuestQueue, SmtpSecret, OperatorSetting];

    /// <summary>Null: no function.</summary>
    public static FunctionSettings? Read(
        IReadOnlyDictionary<string, string> environment, Flags flags, List<SettingRefusal> refusals)
    {
        var reader = new Reader(environment, refusals);
        if (flags.Function) return reader.Function();
        reader.RefuseAll();
        return null;
    }

    private static string[] Needed(Role role) => role switch
    {
        Role.Office =>
        [
            "PURSER_GUEST_URL", "PURSER_CREW_URL", "PURSER_OFFICE_URL", OfficeQueue, GuestQueue,
            DeskKind.Crew.Setting, DeskKind.Calendar.Setting,
        ],
        Role.Calendar =>
        [
            "PURSER_GUEST_URL", "PURSER_OFFICE_URL", "PURSER_CALENDAR_URL", OfficeQueue,
            KeyScope.Calendar.Setting,
        ],
        Role.Crew => ["PURSER_CREW_URL", "PURSER_OFFICE_URL", OfficeQueue, CrewQueue, KeyScope.Crew.Setting],
        Role.Guest => ["PURSER_GUEST_URL", OfficeQueue, GuestQueue],
        _ => throw new BugException("an unknown role"),
    };

    /// <summary>What names keys, or a secret, of which this role shall know nothing.</summary>
    private static IEnumerable<string> Others(Role role)
    {
        foreach (var scope in KeyScopes.Services)
        {
            if (!role.Compartments.Contains(scope.Compartment)) yield return scope.Setting;
        }

        if (!Sends(role)) yield return SmtpSecret;
        if (Desk(role) is null) yield return OfficeKey;
        if (role is Role.Office) yield break;
        foreach (var name in DeskSettings.Keys) yield return name;
    }

    private static bool Sends(Role role) => role is Role.Office or Role.Crew;

    /// <summary>What opens the role's doors to the office; null: it has no desk.</summary>
    private static KeyScope? Desk(Role role) => role switch
    {
        Role.Crew => KeyScope.CrewOffice,
        Role.Calendar => KeyScope.CalendarOffice,
        _ => null,
    };

    private static string Remedy(string name) => name switch
    {
        OfficeKey => "Give what `purser keys desk crew` and `purser keys desk calendar` print.",
        SmtpSecret => "Name the secret that holds smtps://user:password@host:port, without the prefix.",
        OperatorSetting => "Name the folder that holds fleet.json and rates.json, or unset it.",
        _ when name.EndsWith("QUEUE_URL", StringComparison.Ordinal) =>
            "Give the queue's address, https://sqs.REGION.amazonaws.com/ACCOUNT/NAME.",
        _ when name.EndsWith("_HASH", StringComparison.Ordinal) =>
            "Give the lower-case hex SHA-256 of one key, or of two with a comma between, "
            + "as `purser keys new` prints it.",
        _ when name.EndsWith("DESK_URL", StringComparison.Ordinal) =>
            "Give the desk's own base address, past every distribution: those pass no keys.",
        _ => "Give the public base address, for example https://crew.example.com.",
    };

    /// <summary>Reads one environment.</summary>
    private sealed class Reader(
        IReadOnlyDictionary<string, string> environment, List<SettingRefusal> refusals)
    {
        /// <summary>Where all compartments are in one program, none of these has a meaning.</summary>
        public void RefuseAll()
        {
            foreach (var name in Names.Append(OfficeKey).Where(name => Text(name) is not null))
            {
                Refuse(
                    name, "it belongs to a function of Lambda.", "Unset it: `purser serve` is all of them.");
            }
        }

        public FunctionSettings? Function()
        {
            if (Text(RoleSetting) is not { } word || Roles.Parse(word) is not { } role)
            {
                var what = Text(RoleSetting) is { } wrong ? $"\"{wrong}\" is no role." : "it is not set.";
                Refuse(RoleSetting, what, $"Say {string.Join(", ", Roles.All.Select(one => one.Word))}.");
                return null;
            }

            RefuseModes();
            foreach (var name in Needed(role).Where(name => Text(name) is null))
                Refuse(name, $"it is not set, and the function {role.Word} needs it.", Remedy(name));
            foreach (var name in Others(role).Where(name => Text(name) is not null))
                Refuse(name, $"it is no business of the function {role.Word}.", "Unset it here.");
            RefuseMail(role);
            return new FunctionSettings(role, Queues(), Text(SmtpSecret), Folder())
            {
                OfficeKeys = OfficeKeys(role),
            };
        }

        private void RefuseModes()
        {
            if (Text("PURSER_MODE") is "embedded")
            {
                Refuse(
                    "PURSER_MODE", "a function keeps nothing on its machine.", "Set it to aws, or unset it.");
            }

            var listens = environment.Keys.Where(name =>
                name.StartsWith("PURSER_", StringComparison.Ordinal)
                && name.EndsWith("_LISTEN", StringComparison.Ordinal));
            foreach (var name in listens.Where(name => Text(name) is not null))
                Refuse(name, "a function does not listen.", "Unset it.");
        }

        private void RefuseMail(Role role)
        {
            var (address, secret) = (Text(Smtp), Text(SmtpSecret));
            if (secret is not null && !SecretNames.IsName(secret))
            {
                Refuse(
                    SmtpSecret, $"\"{secret}\" is no name of a secret.", "Use up to 60 of a-z, 0-9 and -.");
            }

            if (address?.Contains('@') == true)
            {
                Refuse(
                    Smtp, "it has a user or a password in it, and settings of functions can be read by many.",
                    $"Put it into a secret and its name into {SmtpSecret}.");
            }

            if (Sends(role) && address is null && secret is null)
            {
                var what = $"it is not set, and the function {role.Word} sends mail.";
                Refuse(SmtpSecret, what, Remedy(SmtpSecret));
            }

            if (address is not null && secret is not null)
                Refuse(Smtp, $"{SmtpSecret} is set too.", "Unset one of them.");
        }

        private Dictionary<Compartment, Uri> Queues()
        {
            var queues = new Dictionary<Compartment, Uri>();
            Add(Compartment.Office, OfficeQueue);
            Add(Compartment.Crew, CrewQueue);
            Add(Compartment.Guest, GuestQueue);
            return queues;

            void Add(Compartment compartment, string name)
            {
                if (Text(name) is not { } text) return;
                var right = Uri.TryCreate(text, UriKind.Absolute, out var address)
                    && address.Scheme is "http" or "https";
                if (right) queues[compartment] = address!;
                // The office's is read, and refused, with the other settings of AWS.
                else if (name != OfficeQueue)
                    Refuse(name, $"\"{text}\" is not an address.", "Write it as https://host/path.");
            }
        }

        private IReadOnlyList<StoredKey> OfficeKeys(Role role)
        {
            if (Desk(role) is not { } scope || Text(OfficeKey) is not { } text) return [];
            if (GivenKeys.Read(scope, text) is { } keys) return keys;
            Refuse(
                OfficeKey, "it is not one SHA-256 hash, or two with a comma between.", Remedy(OfficeKey));
            return [];
        }

        private string? Folder()
        {
            if (Text(OperatorSetting) is not { } folder) return null;
            if (Directory.Exists(folder)) return Path.GetFullPath(folder);
            Refuse(OperatorSetting, $"there is no folder \"{folder}\".", Remedy(OperatorSetting));
            return null;
        }

        private string? Text(string name) => SettingsReading.Text(environment, name);

        private void Refuse(string name, string detail, string remedy) =>
            refusals.Add(new SettingRefusal(name, detail, remedy));
    }
}
