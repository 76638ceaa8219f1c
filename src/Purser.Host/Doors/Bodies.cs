namespace Purser.Host.Doors;

/// <summary>Reads request bodies whole, within limits.</summary>
public static class Bodies
{
    /// <summary>Bytes of the largest body that any door takes (a mail with its parts).</summary>
    public const int MostAnywhere = 5 * 1024 * 1024;

    /// <summary>Bytes of the largest JSON body.</summary>
    public const int MostJson = 256 * 1024;

    /// <summary>The body, if it is of this media type and not larger than <paramref name="most"/>.</summary>
    public static async Task<BodyReply> Read(HttpContext context, string mediaType, int most, CancellationToken stop)
    {
        var given = context.Request.ContentType?.Split(';')[0].Trim();
        // A merge patch is JSON too, and so is every other "+json".
        var plus = mediaType == "application/json" && given?.EndsWith("+json", StringComparison.OrdinalIgnoreCase) == true;
        if (!plus && !string.Equals(given, mediaType, StringComparison.OrdinalIgnoreCase))
            return new BodyReply.Wrong(WrongType(mediaType));
        if (context.Request.ContentLength > most) return new BodyReply.Wrong(TooLarge(most));
        using var bytes = new MemoryStream();
        var buffer = new byte[16 * 1024];
        int count;
        while ((count = await context.Request.Body.ReadAsync(buffer, stop)) > 0)
        {
            if (bytes.Length + count > most) return new BodyReply.Wrong(TooLarge(most));
            bytes.Write(buffer, 0, count);
        }

        return new BodyReply.Right(bytes.ToArray());
    }

    /// <summary>True if the request says that it has no body.</summary>
    public static bool None(HttpContext context) => context.Request is { ContentLength: 0 } or { ContentLength: null, ContentType: null };

    /// <summary>A JSON body.</summary>
    public static Task<BodyReply> Json(HttpContext context, CancellationToken stop) =>
        Read(context, "application/json", MostJson, stop);

    /// <summary>The refusal of a body over the limit.</summary>
    public static Problem TooLarge(int most) =>
        new(413, "too-large", "The request is too large", $"This address takes at most {most / 1024:N0} KB.");

    /// <summary>The refusal of a body of another kind.</summary>
    public static Problem WrongType(string mediaType) =>
        new(415, "media-type", "The request has another media type", $"Send it with Content-Type: {mediaType}.");
}

/// <summary>A body, or the refusal to be returned.</summary>
public abstract record BodyReply
{
    private BodyReply()
    {
    }

    /// <summary>The whole body.</summary>
    public sealed record Right(ReadOnlyMemory<byte> Body) : BodyReply;

    /// <summary>Not taken.</summary>
    public sealed record Wrong(Problem Problem) : BodyReply;

    /// <summary>Calls the one case that this is.</summary>
    public T Match<T>(Func<ReadOnlyMemory<byte>, T> right, Func<Problem, T> wrong) => this switch
    {
        Right reply => right(reply.Body),
        Wrong reply => wrong(reply.Problem),
        _ => throw new BugException("an unknown reply"),
    };
}
