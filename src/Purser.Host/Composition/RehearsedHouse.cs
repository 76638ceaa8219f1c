using Purser.Crew;
using Purser.Finance.Entries;
using Purser.Guests;
using Purser.Guests.Desk;
using Purser.Outside.Records;
using Purser.Provisioning;
using Purser.Provisioning.Rehearsal;

namespace Purser.Host.Composition;

/// <summary>
/// The same rooms as the house's, put together over records, objects and mail that only a rehearsal can
/// write: so the time machine shows what this code will do, and changes nothing.
/// </summary>
public static class RehearsedHouse
{
    /// <summary>Rooms for one rehearsal, at the present moment.</summary>
    public static Rehearser Open(House house)
    {
        var store = new RehearsedStore(house.Store);
        var clock = new RehearsedClock(house.Clock.GetCurrentInstant());
        var (hints, mail) = (new RehearsedHints(), new RehearsedMail(clock));
        var objects = new RehearsedObjects(house.Objects);
        var site = new RehearsedSite(objects);
        var (office, crewRecords) = (store.Open(Compartment.Office), store.Open(Compartment.Crew));
        var crew = new CrewDesk(crewRecords, clock, () => house.Fleet, hints);
        var given = store.Open(Compartment.Guest);
        var guests = new GuestDesk(new GuestDeskWindows(
            given, hints, clock, house.Tokens, () => house.Fleet, house.Secrets));
        var entries = new CalendarDesk(store.Open(Compartment.Calendar), house.Fleet, clock);
        var calendar = new MoneyCalendarDesk(entries, office, house.Files.Rates);
        var provisioner = new Provisioner(new ProvisionerWindows(
            office, calendar, crew, guests, objects, site, site, house.Secrets, house.Templates, house.Gate,
            hints, clock, () => house.Fleet, house.Papers, house.Settings.Guest.Base));
        var care = new GuestCareDesk(house.PhotoWindows with { Records = given });
        var letters = new OfficeLetters(
            office, house.Papers, house.Templates, house.Settings.Office.Base, guests, care, clock);
        var crewLetters = new CrewOutbox(
            crewRecords, house.Secrets, house.Templates, clock, () => house.Fleet, house.Settings.Crew.Base);
        Postman[] postmen = [new(office, letters, mail, clock), new(crewRecords, crewLetters, mail, clock)];
        return new Rehearser(new RehearsalRooms(
            office, crewRecords, crew, provisioner, postmen, house.Papers, objects, house.Objects, mail,
            hints, clock));
    }
}
