using Microsoft.AspNetCore.Http.Features;

namespace Purser.Host.Doors.Guests;

/// <summary>Reads forms of the guest site within its limit.</summary>
public static class GuestForms
{
    /// <summary>Bytes of the largest form.</summary>
    public const int Most = 256 * 1024;

    /// <summary>So much of what is too large is still taken in, so that a browser hears the reason.</summary>
    private const int MostDiscarded = 16 * 1024 * 1024;

    /// <summary>The form, or why it is not taken.</summary>
    public static async Task<(IFormCollection? Form, Problem? Wrong)> Read(HttpContext context)
    {
        var (request, stop) = (context.Request, context.RequestAborted);
        var limit = context.Features.Get<IHttpMaxRequestBodySizeFeature>();
        var fits = request.ContentLength is null or <= Most;
        if (limit is { IsReadOnly: false }) limit.MaxRequestBodySize = fits ? Most : MostDiscarded;
        if (!fits)
        {
            if (request.ContentLength <= MostDiscarded) await Discard(request.Body, stop);
            return (null, Bodies.TooLarge(Most));
        }

        if (!request.HasFormContentType)
            return (null, Bodies.WrongType("application/x-www-form-urlencoded"));
        try
        {
            return (await request.ReadFormAsync(stop), null);
        }
        catch (BadHttpRequestException fault) when (fault.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            return (null, Bodies.TooLarge(Most));
        }
        catch (InvalidDataException fault)
        {
            return (null, Problem.Malformed(fault.Message));
        }
    }

    private static async Task Discard(Stream body, CancellationToken stop)
    {
        var buffer = new byte[64 * 1024];
        var count = 0L;
        int read;
        while (count <= MostDiscarded && (read = await body.ReadAsync(buffer, stop)) > 0) count += read;
    }
}
