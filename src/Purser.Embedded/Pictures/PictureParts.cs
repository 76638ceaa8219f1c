using Microsoft.Extensions.DependencyInjection;
using Purser.Outside;

namespace Purser.Embedded.Pictures;

/// <summary>Pictures, made in processes of their own.</summary>
public static class PictureParts
{
    /// <summary>
    /// Adds <see cref="IPictures"/>. No process is started, and no library loaded, before the first picture
    /// comes. The host adds <see cref="TimeProvider"/>, and the command <see cref="PictureProgram.Command"/>.
    /// </summary>
    public static IServiceCollection AddPictures(this IServiceCollection services, PictureOptions options) =>
        services.AddSingleton<IPictures>(
            parts => new PictureWorkers(options, parts.GetRequiredService<TimeProvider>()));
}
