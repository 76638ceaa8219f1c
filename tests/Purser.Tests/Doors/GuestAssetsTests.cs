using System.Text;
using Microsoft.AspNetCore.Http;
using Purser.Host.Doors;
using Purser.Host.Pages.Templates;
using Purser.Outside;
using Purser.Tests.Guests;

namespace Purser.Tests.Doors;

public sealed class GuestAssetsTests
{
    private static readonly TemplateFolder Folder = TemplateFolder.Read(TemplateSource.Root);

    [Fact]
    public async Task The_name_of_today_is_kept_for_ever()
    {
        var name = Folder.House("assets/photos.js")!.ServedName;
        var reply = await Ask(new GuestAssets(Folder), name);
        Assert.Equal((200, "text/javascript; charset=utf-8"), (reply.StatusCode, reply.ContentType));
        Assert.Equal("public, max-age=31536000, immutable", reply.Headers.CacheControl.ToString());
        Assert.Equal("nosniff", reply.Headers.XContentTypeOptions.ToString());
    }

    [Fact]
    public async Task The_name_that_an_earlier_page_has_gives_the_newest_content()
    {
        var earlier = Folder.House("assets/photos.css")!.ServedName;
        var files = Folder.Files.ToDictionary(file => file.Key, file => file.Value.Bytes, StringComparer.Ordinal);
        files["assets/photos.css"] = Encoding.UTF8.GetBytes("b{top:0}\n");
        var mended = TemplateFolder.Of(files);
        Assert.NotEqual(earlier, mended.House("assets/photos.css")!.ServedName);
        var reply = await Ask(new GuestAssets(mended), earlier);
        Assert.Equal("public, max-age=300", reply.Headers.CacheControl.ToString());
        Assert.Equal("b{top:0}\n", Encoding.UTF8.GetString(((MemoryStream)reply.Body).ToArray()));
    }

    [Theory]
    [InlineData("photos.js")]
    [InlineData("photos-short.js")]
    [InlineData("other-AAAAAAAAAAAA.js")]
    [InlineData("photos-AAAAAAAAAAAA.html")]
    [InlineData("../photos-AAAAAAAAAAA.js")]
    [InlineData("")]
    public async Task Any_other_name_is_unknown(string name) =>
        Assert.Equal(404, (await Ask(new GuestAssets(Folder), name)).StatusCode);

    [Fact]
    public void A_folder_without_them_is_named()
    {
        var files = Folder.Files.Where(file => !file.Key.StartsWith("assets/photos", StringComparison.Ordinal))
            .ToDictionary(file => file.Key, file => file.Value.Bytes, StringComparer.Ordinal);
        var fault = Assert.Throws<TemplateFault>(() => new GuestAssets(TemplateFolder.Of(files)));
        Assert.Contains("assets/photos.js", fault.Message);
    }

    private static async Task<HttpResponse> Ask(GuestAssets assets, string name)
    {
        var context = new DefaultHttpContext();
        context.Request.Method = "GET";
        context.Request.RouteValues["name"] = name;
        context.Response.Body = new MemoryStream();
        await assets.Answer(context);
        return context.Response;
    }
}
