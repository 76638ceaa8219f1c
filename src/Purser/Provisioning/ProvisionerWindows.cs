using NodaTime;
using Purser.Fleet;
using Purser.Outside;
using Purser.Outside.Records;

namespace Purser.Provisioning;

/// <summary>What the provisioner works with.</summary>
/// <param name="Office">The office's records.</param>
/// <param name="Calendar">The calendar desk, wrapped by the annex.</param>
/// <param name="Crew">The crew desk.</param>
/// <param name="Guests">The guest desk.</param>
/// <param name="Objects">Where pages are published.</param>
/// <param name="Edge">What stands before them.</param>
/// <param name="Public">How a stranger sees them.</param>
/// <param name="Secrets">The root of the sealed details.</param>
/// <param name="Templates">The page's templates.</param>
/// <param name="Gate">Looks at every page before it is published.</param>
/// <param name="Hints">Where hints are left.</param>
/// <param name="Clock">The time.</param>
/// <param name="Fleet">The operator as it is now.</param>
/// <param name="Papers">What a booking's page is, from its facts.</param>
/// <param name="GuestSite">The public base address of the guest site.</param>
public sealed record ProvisionerWindows(
    IRecords Office, ICalendarDesk Calendar, ICrewDesk Crew, IGuestDesk Guests, IObjects Objects, IEdge Edge,
    IPublicSite Public, ISecrets Secrets, ITemplates Templates, IPageGate Gate, IHints Hints, IClock Clock,
    Func<FleetFacts> Fleet, GuestPapers Papers, Uri GuestSite);
