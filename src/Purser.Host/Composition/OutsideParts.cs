using Purser.Aws;
using Purser.Embedded;
using Purser.Embedded.Disk;
using Purser.Embedded.Pump;
using Purser.Host.Doors;
using Purser.Outside;

namespace Purser.Host.Composition;

/// <summary>The one place where the two modes differ.</summary>
internal static class OutsideParts
{
    /// <summary>
    /// Adds every port of the mode that is set. The caller adds clock, time, log, <see cref="IPumpWork"/> and
    /// <see cref="ServedPages"/>; of those that are not asked for it may leave out any.
    /// </summary>
    public static void AddOutside(this IServiceCollection services, Settings settings, DataFolder folder)
    {
        var machine = new EmbeddedOptions(folder, settings.Smtp, PumpSettings.Usual);
        if (settings.Aws is { } aws)
        {
            services.AddAws(aws, parts => parts.GetRequiredService<ServedPages>(), Perform);
            services.AddMachine(machine);
            return;
        }

        services.AddSingleton<IEdge>(parts => parts.GetRequiredService<ServedPages>());
        services.AddEmbedded(machine);

        static Func<Hint, CancellationToken, Task> Perform(IServiceProvider parts) =>
            parts.GetRequiredService<IPumpWork>().Perform;
    }
}
