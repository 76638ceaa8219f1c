namespace Purser.Host.Composition;

/// <summary>
/// Reads what stands between the sites and their public: at which addresses the doors answer behind it, and
/// the door of an edge on this machine.
/// </summary>
internal static class EdgeReading
{
    /// <summary>Where an edge on this machine is told what to forget.</summary>
    public const string Door = "PURSER_EDGE_URL";

    /// <summary>The direct addresses of the sites.</summary>
    public static readonly string[] Direct =
        ["PURSER_GUEST_DIRECT_URL", "PURSER_CREW_DIRECT_URL", "PURSER_OFFICE_DIRECT_URL"];

    /// <summary>The site with its direct address, if it has one.</summary>
    public static SiteAddress WithDirect(
        SiteAddress site, IReadOnlyDictionary<string, string> environment, bool allowHttp,
        List<SettingRefusal> refusals)
    {
        var name = $"PURSER_{site.Site.Word.ToUpperInvariant()}_DIRECT_URL";
        if (SettingsReading.Text(environment, name) is not { } text) return site;
        if (Base(text) is not { } address)
        {
            refusals.Add(new SettingRefusal(
                name, "it is not a base address.", "Write scheme, host and port only, or unset it."));
            return site;
        }

        if (address.Scheme == Uri.UriSchemeHttps || address.IsLoopback || allowHttp)
            return site with { Direct = address };
        refusals.Add(new SettingRefusal(
            name, "keys would travel to it unencrypted.", "Use https, or set PURSER_ALLOW_HTTP=1."));
        return site;
    }

    /// <summary>The edge's door.</summary>
    public static Uri? ReadDoor(
        IReadOnlyDictionary<string, string> environment, List<SettingRefusal> refusals)
    {
        if (SettingsReading.Text(environment, Door) is not { } text) return null;
        if (Base(text) is { IsLoopback: true, Scheme: "http" } door) return door;
        refusals.Add(new SettingRefusal(
            Door, "it is not an address of this machine.",
            "Write for example http://127.0.0.1:8089, or unset it."));
        return null;
    }

    private static Uri? Base(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var address)
        && address is { Scheme: "http" or "https", AbsolutePath: "/", Query: "", Fragment: "", UserInfo: "" }
            ? address
            : null;
}
