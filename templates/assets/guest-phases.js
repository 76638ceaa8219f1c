'use strict';
// Which face the page shows, from instants that are in the page. Each phase begins at its instant.
const purserPhases = {
  at(now, phases) {
    if (now < phases.boarding) return 'before';
    if (now < phases.underway) return 'boarding';
    if (now < phases.after) return 'underway';
    return now < phases.archive ? 'after' : 'archive';
  },

  // When the next face is due, or null after the last.
  next(now, phases) {
    const due = Object.values(phases).filter((instant) => instant > now);
    return due.length > 0 ? Math.min(...due) : null;
  },

  // What a harbour's clock shows at an instant.
  clock(now, zone) {
    const parts = new Intl.DateTimeFormat('en-US', {
      timeZone: zone, hourCycle: 'h23', year: 'numeric', month: 'numeric', day: 'numeric', hour: '2-digit', minute: '2-digit',
    }).formatToParts(new Date(now));
    const part = (type) => Number(parts.find((found) => found.type === type).value);
    return { year: part('year'), month: part('month'), day: part('day'), hour: part('hour'), minute: part('minute') };
  },

  // Whole harbour days until a date: 0 on the day itself.
  days(now, date, zone) {
    const today = purserPhases.clock(now, zone);
    const day = (at) => Date.UTC(at.year, at.month - 1, at.day);
    return Math.round((day(date) - day(today)) / 86400000);
  },

  // The server's time, from a reply's Date and how long a cache has kept it.
  corrected(date, age, device) {
    const sent = Date.parse(date || '');
    const kept = Number(age || 0);
    return Number.isFinite(sent) && Number.isFinite(kept) && kept >= 0 ? sent + kept * 1000 - device : 0;
  },
};
