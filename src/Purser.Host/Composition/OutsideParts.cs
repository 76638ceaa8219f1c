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
            var here = aws with { Lent = folder.Lent };
            services.AddAws(here, parts => parts.GetRequiredService<ServedPages>(), Perform);
            services.AddMachine(machine);
            return;
        }

        services.AddSingleton<IEdge>(parts => parts.GetRequiredService<ServedPages>());
        services.AddEmbedded(machine);

        static Func<Hint, CancellationToken, Task> Perform(IServiceProvider parts) =>
            Performing(parts.GetRequiredService<IPumpWork>(), parts.OwnHints());
    }

    /// <summary>
    /// What is done with a hint of the queue. Photos take long: they go over to this process's own pump,
    /// which does them beside everything else, and the queue is rid of them. If the process ends before, the
    /// sweep finds them by their rows.
    /// </summary>
    internal static Func<Hint, CancellationToken, Task> Performing(IPumpWork work, IHints own) =>
        (hint, stop) => hint is Hint.Photo ? own.Leave(hint, stop) : work.Perform(hint, stop);
}
