using Microsoft.Extensions.DependencyInjection;
using Purser.Finance.Entries;
using Purser.Outside;

namespace Purser.Aws.Desks;

/// <summary>The desks that answer in another process.</summary>
public static class DeskParts
{
    /// <summary>
    /// Adds the ports of those that are elsewhere; the others stay with the objects of this process. The host
    /// adds <see cref="ISecrets"/> and <see cref="ITokens"/>.
    /// </summary>
    public static IServiceCollection AddDesks(this IServiceCollection services, DeskOptions options)
    {
        if (options.Crew is { Base: { } crewBase } crew)
        {
            services.AddSingleton(parts => new HttpCrewDesk(Calls(parts, crewBase, crew), crew));
            services.AddSingleton<ICrewDesk>(parts => parts.GetRequiredService<HttpCrewDesk>());
            services.AddSingleton<ICrewOffice>(parts => parts.GetRequiredService<HttpCrewDesk>());
        }

        if (options.Calendar is { Base: { } calendarBase } calendar)
        {
            services.AddSingleton<IEntryDesk>(
                parts => new HttpEntryDesk(Calls(parts, calendarBase, calendar), calendar));
        }

        return services;
    }

    // What waits for a desk waits in true seconds, whatever the sample's clock says.
    private static DeskCalls Calls(IServiceProvider parts, Uri address, DeskAddress desk) => new(
        DeskCalls.NewClient(address), desk, parts.GetRequiredService<ISecrets>(), DeskPatience.Usual,
        new DeskMeans(TimeProvider.System, parts.GetRequiredService<ITokens>()));
}
