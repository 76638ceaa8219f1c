using System.Runtime.CompilerServices;
using Purser.Host.Pages.Templates;

namespace Purser.Tests.Guests;

/// <summary>The templates as they are in the repository.</summary>
internal static class TemplateSource
{
    public static readonly string Root = Find("templates");

    public static readonly ScribanTemplates Templates = new(TemplateFolder.Read(Root));

    public static string Find(string name, [CallerFilePath] string here = "")
    {
        var folder = Path.GetDirectoryName(here);
        while (folder is not null && !File.Exists(Path.Combine(folder, "Purser.slnx"))) folder = Path.GetDirectoryName(folder);
        return Path.Combine(folder ?? "", name);
    }
}
