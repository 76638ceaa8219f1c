using Purser.Aws;

namespace Purser.Host.Composition;

/// <summary>Reads where records and files lie: on this machine, or on AWS and under which names.</summary>
internal static class AwsSettings
{
    private const string Mode = "PURSER_MODE";
    private const string Prefix = "PURSER_AWS_PREFIX";
    private const string Site = "PURSER_SITE_BUCKET";
    private const string Quarantine = "PURSER_QUARANTINE_BUCKET";
    private const string Queue = "PURSER_QUEUE_URL";
    private const string Distribution = "PURSER_DISTRIBUTION_ID";
    private const string Secrets = "PURSER_SECRET_PLACE";
    private const string Region = "AWS_REGION";
    private const string Endpoint = "AWS_ENDPOINT_URL";

    /// <summary>All settings of this mode, and the one that chooses it.</summary>
    public static readonly string[] Names = [Mode, Prefix, Site, Quarantine, Queue, Distribution, Secrets];

    /// <summary>Null: this machine.</summary>
    public static AwsOptions? Read(
        IReadOnlyDictionary<string, string> environment, Flags flags, List<SettingRefusal> refusals)
    {
        var chosen = flags.Mode ?? SettingsReading.Text(environment, Mode) ?? "embedded";
        var mode = flags.Function ? "aws" : chosen;
        if (mode is not ("embedded" or "aws"))
            Refuse(flags.Mode is null ? Mode : "--mode", $"\"{mode}\" is no mode.", "Say embedded or aws.");
        if (mode != "aws")
        {
            foreach (var name in Names.Skip(1).Where(name => SettingsReading.Text(environment, name) is not null))
                Refuse(name, "it belongs to the mode aws.", $"Set {Mode}=aws, or unset it.");
            return null;
        }

        var prefix = SettingsReading.Text(environment, Prefix) ?? "purser-";
        if (prefix.Length > 30 || prefix.AsSpan().ContainsAnyExcept("abcdefghijklmnopqrstuvwxyz0123456789-"))
            Refuse(Prefix, $"\"{prefix}\" cannot begin a name.", "Use up to 30 of a-z, 0-9 and -.");
        var region = SettingsReading.Text(environment, Region);
        if (region is null) Refuse(Region, "it is not set.", "Name the region, for example us-east-1.");
        return new AwsOptions(
            region ?? "us-east-1", Address(Endpoint), TableNames.Under(prefix),
            Bucket(Site, $"{prefix}site"), Bucket(Quarantine, $"{prefix}quarantine"), Address(Queue),
            $"/{prefix.TrimEnd('-')}/", SettingsReading.Text(environment, Distribution))
        {
            Secrets = PlaceOf(SettingsReading.Text(environment, Secrets) ?? "parameter-store"),
        };

        SecretPlace PlaceOf(string word)
        {
            if (word is not ("parameter-store" or "secrets-manager"))
                Refuse(Secrets, $"\"{word}\" is no place.", "Say parameter-store or secrets-manager.");
            return word == "secrets-manager" ? SecretPlace.SecretsManager : SecretPlace.ParameterStore;
        }

        Uri? Address(string name)
        {
            if (SettingsReading.Text(environment, name) is not { } text) return null;
            if (Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https") return uri;
            Refuse(name, $"\"{text}\" is not an address.", "Write it as https://host/path, or unset it.");
            return null;
        }

        string Bucket(string name, string usual)
        {
            var text = SettingsReading.Text(environment, name) ?? usual;
            var right = text.Length is >= 3 and <= 63 && char.IsAsciiLetterOrDigit(text[0])
                && !text.AsSpan().ContainsAnyExcept("abcdefghijklmnopqrstuvwxyz0123456789-");
            if (!right) Refuse(name, $"\"{text}\" is no name of a bucket.", "Use 3 to 63 of a-z, 0-9 and -.");
            return text;
        }

        void Refuse(string name, string detail, string remedy) =>
            refusals.Add(new SettingRefusal(name, detail, remedy));
    }
}
