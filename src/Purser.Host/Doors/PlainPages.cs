namespace Purser.Host.Doors;

/// <summary>
/// The guest site's own few words, which belong to no brand: one heading, one sentence, the reader's own
/// typeface and colours.
/// </summary>
internal static class PlainPages
{
    private const string Style =
        "body{margin:0;font:400 1.0625rem/1.5 system-ui,-apple-system,\"Segoe UI\",Roboto,sans-serif}"
        + "main{max-width:34rem;margin:14vh auto;padding:0 1.25rem}"
        + "h1{font:600 2rem/1.12 Charter,\"Iowan Old Style\",Cambria,Georgia,serif;margin:0 0 .75rem}"
        + "p{margin:0}";

    /// <summary>A page of fixed bytes.</summary>
    /// <param name="title">Of the window.</param>
    /// <param name="heading">In a few words.</param>
    /// <param name="words">What to do.</param>
    public static ServedPage Of(string title, string heading, string words) => ServedPage.Fixed(
        "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" "
        + "content=\"width=device-width,initial-scale=1\"><meta name=\"color-scheme\" content=\"light dark\">"
        + "<meta name=\"robots\" content=\"noindex,nofollow\"><link rel=\"icon\" href=\"data:,\">"
        + $"<title>{title}</title><style>{Style}</style></head><body><main><h1>{heading}</h1>"
        + $"<p>{words}</p></main></body></html>\n");
}
