using System.Net;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;

namespace Purser.EndToEnd.Harness;

/// <summary>A person with a browser that has no script: cookies, redirects, forms.</summary>
internal sealed class Visitor : IDisposable
{
    private readonly HttpClient client = new(new SocketsHttpHandler { CookieContainer = new CookieContainer() });

    /// <summary>Opens an address.</summary>
    public async Task<View> Open(string address)
    {
        using var reply = await client.GetAsync(address, TestContext.Current.CancellationToken);
        return await View.Read(reply);
    }

    /// <summary>Asks for the head of an address only.</summary>
    public async Task<HttpStatusCode> Head(string address)
    {
        using var request = new HttpRequestMessage(HttpMethod.Head, address);
        using var reply = await client.SendAsync(request, TestContext.Current.CancellationToken);
        return reply.StatusCode;
    }

    /// <summary>Presses the button with this text, and returns the page that follows.</summary>
    public async Task<View> Press(View view, string text, string? origin = null)
    {
        var button = view.Button(text) ?? throw new InvalidOperationException($"no button \"{text}\" in\n{view.Text}");
        var form = button.Form!;
        var fields = form.Elements.OfType<IHtmlInputElement>().Where(input => input.Name is not null)
            .Select(input => KeyValuePair.Create(input.Name!, input.Value)).ToList();
        fields.AddRange(form.Elements.OfType<IHtmlTextAreaElement>().Where(area => area.Name is not null)
            .Select(area => KeyValuePair.Create(area.Name!, area.TextContent)));
        if (button.Name is { } name) fields.Add(KeyValuePair.Create(name, button.Value));
        var target = new Uri(view.Address, form.GetAttribute("action") ?? "");
        using var request = new HttpRequestMessage(HttpMethod.Post, target) { Content = new FormUrlEncodedContent(fields) };
        request.Headers.TryAddWithoutValidation("Origin", origin ?? House.Origin(view.Address));
        using var reply = await client.SendAsync(request, TestContext.Current.CancellationToken);
        return await View.Read(reply);
    }

    /// <summary>
    /// Fills in a page's form and sends it, as a browser does: radios and boxes only where they are set.
    /// </summary>
    public async Task<View> Fill(
        View view, string button, IReadOnlyDictionary<string, string?> written, string? origin = null)
    {
        var form = (view.Button(button)
            ?? throw new InvalidOperationException($"no button \"{button}\" in\n{view.Text}")).Form!;
        var fields = form.Elements.OfType<IHtmlInputElement>().Where(input => input.Name is not null)
            .Where(input => input.Type is not ("radio" or "checkbox") || input.IsChecked)
            .Select(input => KeyValuePair.Create(input.Name!, input.Value)).Where(pair =>
                !written.ContainsKey(pair.Key))
            .Concat(written.Where(pair => pair.Value is not null).Select(pair =>
                KeyValuePair.Create(pair.Key, pair.Value!)));
        return await Post(new Uri(view.Address, form.GetAttribute("action") ?? ""), fields, origin);
    }

    /// <summary>Posts a form to an address.</summary>
    public async Task<View> Post(Uri address, IEnumerable<KeyValuePair<string, string>> fields,
        string? origin = null)
    {
        var text = string.Join('&', fields.Select(pair =>
            $"{WebUtility.UrlEncode(pair.Key)}={WebUtility.UrlEncode(pair.Value)}"));
        using var request = new HttpRequestMessage(HttpMethod.Post, address)
        {
            Content = new StringContent(text, System.Text.Encoding.UTF8, "application/x-www-form-urlencoded"),
        };
        request.Headers.TryAddWithoutValidation("Origin", origin ?? House.Origin(address));
        using var reply = await client.SendAsync(request, TestContext.Current.CancellationToken);
        return await View.Read(reply);
    }

    /// <inheritdoc />
    public void Dispose() => client.Dispose();
}

/// <summary>A page as a visitor sees it.</summary>
internal sealed record View(HttpStatusCode Status, Uri Address, string Html, IHtmlDocument Document)
{
    /// <summary>Its words.</summary>
    public string Text => Document.Body?.TextContent ?? "";

    /// <summary>The button whose words contain this text.</summary>
    public IHtmlButtonElement? Button(string text) => Document.QuerySelectorAll("form button").OfType<IHtmlButtonElement>()
        .FirstOrDefault(button => button.TextContent.Contains(text, StringComparison.OrdinalIgnoreCase));

    /// <summary>Reads a reply.</summary>
    public static async Task<View> Read(HttpResponseMessage reply)
    {
        var html = await reply.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        var document = await new HtmlParser().ParseDocumentAsync(html);
        return new View(reply.StatusCode, reply.RequestMessage!.RequestUri!, html, document);
    }
}
