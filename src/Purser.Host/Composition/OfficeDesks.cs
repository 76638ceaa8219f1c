using Purser.Outside;
using Purser.Outside.Records;
using Purser.Provisioning;

namespace Purser.Host.Composition;

/// <summary>The desks as the office reaches them: in this program, or over HTTP.</summary>
/// <param name="Calendar">The calendar, wrapped by the annex, which reads its own half from the office's
/// records.</param>
/// <param name="Crew">The crew system.</param>
/// <param name="Postman">Whose letters may be tried again, given the office's own postman.</param>
public sealed record OfficeDesks(
    Func<IRecords, ICalendarDesk> Calendar, ICrewDesk Crew,
    Func<Postman, Func<Compartment, Postman?>> Postman);
