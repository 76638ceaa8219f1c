using Purser.Crew;
using Purser.Host.Doors;
using Purser.Outside;
using Purser.Outside.Records;
using Purser.Provisioning;

namespace Purser.Host.Composition;

/// <summary>The crew compartment: events, people, and the letters to them.</summary>
public sealed class CrewRooms : Rooms
{
    /// <summary>Over the ports that are registered.</summary>
    public CrewRooms(Premises premises)
        : base(premises)
    {
        CrewRecords = premises.Store.Open(Compartment.Crew);
        Crew = new CrewDesk(CrewRecords, Clock, () => Fleet, Hints);
        (Roster, OwnLinks) = (new Roster(CrewRecords), new OwnLinks(CrewRecords, Hints, Clock));
        CrewAssets = SiteAssets.Crew(premises.TemplateFolder);
        var letters = new CrewOutbox(
            CrewRecords, Secrets, Templates, Clock, () => Fleet, Settings.Crew.Base);
        Post = new Postman(
            CrewRecords, letters, premises.Parts.GetRequiredService<IMail>(), Clock, premises.Colleagues);
        CrewOffice = new CrewOffice(CrewRecords, Post, Hints, Clock);
    }

    /// <summary>The compartment's records.</summary>
    public IRecords CrewRecords { get; }

    /// <summary>The crew desk.</summary>
    public CrewDesk Crew { get; }

    /// <summary>Who may be asked.</summary>
    public Roster Roster { get; }

    /// <summary>Sends the links to their own trips.</summary>
    public OwnLinks OwnLinks { get; }

    /// <summary>Sends the crew desk's notices.</summary>
    public Postman Post { get; }

    /// <summary>People and letters, as the office asks for them.</summary>
    public CrewOffice CrewOffice { get; }

    /// <summary>Style and typefaces of the crew's pages.</summary>
    public SiteAssets CrewAssets { get; }
}
