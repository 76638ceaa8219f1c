namespace Purser.Outside;

/// <summary>
/// The text templates of pages and mails, kept outside the code. Rendering is a pure function of both
/// arguments.
/// </summary>
public interface ITemplates
{
    /// <summary>
    /// Renders a template with facts. Throws <see cref="TemplateFault"/> if the template is broken.
    /// </summary>
    /// <param name="name">For example <c>guest/page.html</c>; values are escaped for the kind its ending
    /// names.</param>
    /// <param name="brand">The brand whose own folder is looked at first.</param>
    /// <param name="facts">A JSON object in UTF-8; its property names are the template's variables.</param>
    string Render(string name, string brand, ReadOnlyMemory<byte> facts);

    /// <summary>Changes whenever any template does: part of a page's fingerprint.</summary>
    string Version { get; }
}

/// <summary>A template that does not parse, or names what is not there.</summary>
public sealed class TemplateFault(string template, string reason) : Exception($"template {template}: {reason}");
