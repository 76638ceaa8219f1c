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

  // What a harbour's clock shows at an instant, from the offsets that are in the page: no device's own zones are asked.
  clock(now, offsets) {
    let minutes = offsets[0][1];
    for (const [from, ahead] of offsets) if (from * 1000 <= now) minutes = ahead;
    const at = new Date(now + minutes * 60000);
    return {
      year: at.getUTCFullYear(), month: at.getUTCMonth() + 1, day: at.getUTCDate(), hour: at.getUTCHours(), minute: at.getUTCMinutes(),
    };
  },

  // Whole harbour days until a date: 0 on the day itself.
  days(now, date, offsets) {
    const today = purserPhases.clock(now, offsets);
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
