using Purser.Aws;
using Purser.Aws.Desks;
using Purser.Aws.Edge;
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
        services.AddDesks(settings.Desks);
        var machine = new EmbeddedOptions(folder, settings.Smtp, PumpSettings.Usual);
        if (settings.Aws is { } aws)
        {
            services.AddAws(aws with { Lent = folder.Lent }, Near, Perform);
            services.AddMachine(machine);
            return;
        }

        services.AddSingleton(Near);
        services.AddEmbedded(machine);

        // What this process keeps of the pages, and an edge on this machine, if there is one before it.
        IEdge Near(IServiceProvider parts) => settings.EdgeDoor is { } door
            ? LocalEdge.Behind(parts.GetRequiredService<ServedPages>(), door)
            : parts.GetRequiredService<ServedPages>();

        static Func<Hint, CancellationToken, Task> Perform(IServiceProvider parts) =>
            parts.GetRequiredService<IPumpWork>().Perform;
    }
}
