using System.Text;
using Microsoft.AspNetCore.Http;
using Purser.Host.Doors;
using Purser.Host.Pages.Templates;
using Purser.Outside;
using Purser.Tests.Guests;

namespace Purser.Tests.Doors;

public sealed class SiteAssetsTests
{
    private static readonly TemplateFolder Folder = TemplateFolder.Read(TemplateSource.Root);

    [Fact]
    public async Task Both_sites_begin_with_the_same_tokens_and_end_with_their_own_rules()
    {
        var tokens = Folder.Files["assets/tokens.css"].Text;
        var (crew, office) = (SiteAssets.Crew(Folder), SiteAssets.Office(Folder));
        Assert.StartsWith(tokens, await Read(crew, crew.Style), StringComparison.Ordinal);
        Assert.StartsWith(tokens, await Read(office, office.Style), StringComparison.Ordinal);
        Assert.Contains(".thumb", await Read(crew, crew.Style), StringComparison.Ordinal);
        Assert.Contains(".board", await Read(office, office.Style), StringComparison.Ordinal);
        Assert.Equal("", crew.Script);
        Assert.Contains("data-copy", await Read(office, office.Script), StringComparison.Ordinal);
    }

    [Fact]
    public void A_changed_token_changes_the_address_of_the_style()
    {
        var files = Folder.Files.ToDictionary(file => file.Key, file => file.Value.Bytes, StringComparer.Ordinal);
        files["assets/tokens.css"] = Encoding.UTF8.GetBytes(":root{--sea:#111111}");
        Assert.NotEqual(SiteAssets.Office(Folder).Style, SiteAssets.Office(TemplateFolder.Of(files)).Style);
    }

    [Fact]
    public async Task Every_typeface_that_a_style_names_is_there()
    {
        foreach (var site in (SiteAssets[])[SiteAssets.Crew(Folder), SiteAssets.Office(Folder)])
        {
            var style = await Read(site, site.Style);
            var fonts = style.Split("url(").Skip(1).Select(rest => rest.Split(')')[0])
                .Where(name => name.EndsWith(".woff2", StringComparison.Ordinal)).ToList();
            Assert.NotEmpty(fonts);
            Assert.All(fonts, name => Assert.NotSame(Problem.Unknown, site.Find(name)));
        }
    }

    [Fact]
    public void A_template_folder_without_the_tokens_is_refused()
    {
        var bare = TemplateFolder.Of(new Dictionary<string, byte[]>());
        Assert.Throws<TemplateFault>(() => SiteAssets.Crew(bare));
    }

    private static async Task<string> Read(SiteAssets site, string address)
    {
        var context = new DefaultHttpContext();
        using var body = new MemoryStream();
        context.Response.Body = body;
        await site.Find(address["/assets/".Length..]).ExecuteAsync(context);
        return Encoding.UTF8.GetString(body.ToArray());
    }
}
