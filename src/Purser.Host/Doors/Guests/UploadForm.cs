using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace Purser.Host.Doors.Guests;

/// <summary>A form as browsers send it: some short fields, and then the file, which is not read here.</summary>
public abstract record UploadForm
{
    private const int MostFields = 20;
    private const int MostFieldBytes = 8 * 1024;
    private const int LongestBoundary = 70;

    private UploadForm()
    {
    }

    /// <summary>The file's bytes are next.</summary>
    public sealed record Right(Stream File) : UploadForm;

    /// <summary>Not taken.</summary>
    public sealed record Wrong(Problem Problem) : UploadForm;

    /// <summary>What stands between the fields; null if the request has no form.</summary>
    public static string? Boundary(HttpRequest request)
    {
        if (!MediaTypeHeaderValue.TryParse(request.ContentType, out var type)) return null;
        if (!type.MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase)) return null;
        var boundary = HeaderUtilities.RemoveQuotes(type.Boundary).ToString();
        return boundary.Length is > 0 and <= LongestBoundary ? boundary : null;
    }

    /// <summary>
    /// Reads up to the file. A form that is none throws <see cref="InvalidDataException"/> or
    /// <see cref="IOException"/>, as the file does that ends too early.
    /// </summary>
    public static async Task<UploadForm> Read(Stream body, string boundary, CancellationToken stop)
    {
        var reader = new MultipartReader(boundary, body);
        var scrap = new byte[MostFieldBytes + 1];
        for (var fields = 0; fields <= MostFields; fields++)
        {
            if (await reader.ReadNextSectionAsync(stop) is not { } section) return NoFile;
            if (Name(section) is not { } name) return Broken("a field has no name");
            if (name == "file") return new Right(section.Body);
            if (await section.Body.ReadAtLeastAsync(scrap, scrap.Length, false, stop) > MostFieldBytes)
                return Broken($"a field has more than {MostFieldBytes / 1024} KB");
        }

        return Broken($"it has more than {MostFields} fields before the file");
    }

    /// <summary>Calls the one case that this is.</summary>
    public T Match<T>(Func<Stream, T> right, Func<Problem, T> wrong) => this switch
    {
        Right form => right(form.File),
        Wrong form => wrong(form.Problem),
        _ => throw new BugException("an unknown form"),
    };

    private static Wrong NoFile { get; } = new(Problem.Invalid(
        new ProblemError("/file", "The form has no file.",
        "Name the field of the file \"file\", and put it last.")));

    private static Wrong Broken(string why) => new(Problem.Malformed($"The form is broken: {why}."));

    private static string? Name(MultipartSection section) =>
        ContentDispositionHeaderValue.TryParse(section.ContentDisposition, out var disposition)
            && disposition.DispositionType.Equals("form-data", StringComparison.OrdinalIgnoreCase)
            ? HeaderUtilities.RemoveQuotes(disposition.Name).ToString()
            : null;
}
