'use strict';
// The page's life on a guest's device: the right face at the right time, the details behind the link, and the latest version.
(() => {
  const all = (query) => [...document.querySelectorAll(query)];
  const say = (text, ...values) => text.replace(/\{(\d)\}/g, (_, at) => String(values[Number(at)]));
  let data;
  let fragment = null;
  let opened = null;
  let phase = '';
  let state = 'opening';
  let filled = {};
  let loading = false;
  let skew = 0;
  let timer = 0;

  // A slow telephone may answer a finger in between.
  const breath = () => new Promise((go) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => { port1.close(); go(); };
    port2.postMessage(null);
  });

  const online = location.protocol.startsWith('http');
  const now = () => Date.now() + skew;
  const clock = (at) => String(at.hour).padStart(2, '0') + ':' + String(at.minute).padStart(2, '0');
  const store = {
    get(name) {
      try { return sessionStorage.getItem(name); } catch { return null; }
    },
    set(name, value) {
      try { sessionStorage.setItem(name, value); } catch { /* Without it the key lives as long as the page. */ }
    },
  };

  function read() {
    data = JSON.parse(document.getElementById('data').textContent);
    for (const name of Object.keys(data.phases)) data.phases[name] = Date.parse(data.phases[name]);
    if (data.photos) for (const name of ['opens', 'closes']) data.photos[name] = Date.parse(data.photos[name]);
  }

  // Takes the key out of the bar, so that a copied address or a picture of the screen does not carry it.
  function takeFragment() {
    const given = location.hash.slice(1);
    if (purserSeal.isKey(given)) {
      fragment = given;
      store.set('purser.' + data.id, given);
      try { history.replaceState(null, '', location.pathname + location.search); } catch { /* A page opened from disk. */ }
    }
    if (fragment === null) fragment = store.get('purser.' + data.id);
  }

  function headline(phase) {
    const words = data.words;
    const days = purserPhases.days(now(), data.date, data.offsets);
    const name = phase !== 'before' ? phase : days > 1 ? 'before' : 'tomorrow';
    const pattern = opened ? words.head[name + 'Name'] : words.head[name];
    return say(pattern, days, opened ? opened.firstName : '', data.back);
  }

  // Each part stands only while all its conditions hold: phase, seal, a fact that is there or is not.
  function showParts() {
    for (const part of all('[data-phase],[data-seal],[data-if],[data-unless],[data-online]')) {
      const when = part.dataset;
      part.hidden = !((!when.phase || when.phase.split(' ').includes(phase))
        && (!when.seal || when.seal.split(' ').includes(state))
        && (!when.if || filled[when.if]) && (!when.unless || !filled[when.unless])
        && (when.online === undefined || online));
    }
    const leading = all('[data-lead]').filter((part) => !part.hidden);
    for (const part of leading.reverse()) part.parentElement.prepend(part);
  }

  function showLegs() {
    const reached = { before: 0, boarding: 1, underway: 2, after: 4, archive: 4 }[phase];
    all('.legs li').forEach((leg, at) => {
      const past = at === 0 || at < reached;
      const current = at === reached && at > 0;
      leg.className = past ? 'past' : current ? 'now' : '';
      if (current) leg.setAttribute('aria-current', 'step'); else leg.removeAttribute('aria-current');
      leg.querySelector('.sr').textContent = past ? ', ' + data.words.past : '';
    });
  }

  function showClock() {
    const place = document.getElementById('now');
    place.hidden = phase === 'before';
    place.textContent = phase === 'boarding' || phase === 'underway'
      ? say(data.words.now, clock(purserPhases.clock(now(), data.offsets)), data.words.zone)
      : data.clocks + ', ' + data.words.zone;
  }

  function showFace() {
    clearTimeout(timer);
    const head = document.getElementById('head');
    if (data.live && head) {
      phase = purserPhases.at(now(), data.phases);
      document.documentElement.dataset.now = phase;
      head.textContent = headline(phase);
      showLegs();
      showClock();
      showPhotos();
      const next = purserPhases.next(now(), { ...data.phases, photos: data.photos ? data.photos.opens : 0 });
      const minute = 60000 - now() % 60000;
      const wait = next === null ? minute : Math.min(next - now(), minute);
      timer = setTimeout(showFace, wait + 5);
    }
    showParts();
  }

  // Nothing of the photos is loaded before they can be added; from then on one script and one style of this site.
  function showPhotos() {
    const place = document.getElementById('photos');
    if (!place || !data.photos || !online || now() < data.photos.opens) return;
    place.hidden = false;
    document.documentElement.classList.add('photos');
    if (!loading) {
      loading = true;
      document.head.append(Object.assign(document.createElement('link'), { rel: 'stylesheet', href: data.photos.style }));
      document.head.append(Object.assign(document.createElement('script'), { src: data.photos.script }));
    }
    document.dispatchEvent(new CustomEvent('purser:photos'));
  }

  // What the photos' script needs of the page; it asks anew whenever the page has been replaced.
  window.purserPage = {
    get data() { return data; },
    get firstName() { return opened ? opened.firstName : ''; },
    now,
    say,
    async grant() { return opened ? purserSeal.grant(fragment) : null; },
  };

  function fill(name, text) {
    filled[name] = Boolean(text);
    for (const place of all('[data-fill="' + name + '"]')) place.textContent = text;
  }

  function link(name, scheme, value, text) {
    for (const place of all('[data-link="' + name + '"]')) {
      if (value) place.href = scheme + value;
      place.textContent = text;
    }
  }

  function showSigned() {
    const { signed, of } = opened;
    const words = data.words.signed;
    if (!words) return;
    const whole = of > 0 && signed >= of;
    fill('allSigned', whole ? ' ' : '');
    fill('signed', of > 0 ? say(whole ? words.all : signed > 0 ? words.some : words.none, signed, of) : '');
    fill('signedMore', whole ? words.done : words.more);
    for (const mark of all('[data-signed]')) mark.className = 'st ' + (whole ? 'done' : signed > 0 ? 'part' : 'asked');
    for (const button of all('[data-main]')) button.classList.toggle('quiet', !whole);
  }

  async function fillGrant() {
    const grant = await purserSeal.grant(fragment);
    for (const field of all('[data-grant]')) field.value = grant;
  }

  function showDetails() {
    const words = data.words;
    const facts = opened;
    fill('dock', facts.dock);
    fill('gateCode', facts.gateCode || '');
    fill('party', facts.party === 1 ? words.party.one : say(words.party.many, facts.party));
    fill('name', say(words.partyMore, facts.name));
    fill('requests', facts.requests ? say(words.wishes, facts.requests) : '');
    fill('captain', facts.captain ? say(words.captain, facts.captain) : '');
    fill('phone', facts.phone || '');
    fill('mail', facts.mail || '');
    link('phone', 'tel:', facts.phone, facts.phoneText);
    link('mail', 'mailto:', facts.mail, facts.mail);
    fill('reference', say(words.booking, facts.reference, facts.channel));
    fill('channel', say(words.channel, facts.channel));
    fill('booked', say(words.day, facts.booked.day, words.months3[facts.booked.month - 1]));
    const payment = facts.payment && words.payment[facts.payment];
    fill('payment', payment || '');
    fill('paymentMore', payment ? say(words.paymentMore[facts.payment], facts.channel) : '');
    const shapes = { tentative: 'asked', deposit_received: 'part', paid_in_full: 'done', refund_due: 'asked', refunded: 'gone' };
    for (const mark of all('[data-shape]')) mark.className = 'st ' + (shapes[facts.payment] || 'asked');
    showSigned();
    fillGrant();
  }

  async function showSeal() {
    const able = Boolean(window.crypto && crypto.subtle);
    state = !able ? 'unsafe' : fragment ? 'opening' : 'closed';
    const opening = state === 'opening' && !opened;
    // The moment until the details are there is not drawn: nothing jumps when they come.
    document.documentElement.classList.toggle('opening', opening);
    if (!opening) showFace();
    if (state !== 'opening') return;
    await breath();
    opened = await purserSeal.open(fragment, data.id, data.sealed);
    state = opened ? 'open' : 'wrong';
    await breath();
    if (opened) showDetails();
    showFace();
    document.documentElement.classList.remove('opening');
  }

  function showChecked() {
    const at = purserPhases.clock(now(), data.offsets);
    const weekday = data.words.weekdays[(new Date(Date.UTC(at.year, at.month - 1, at.day)).getUTCDay() + 6) % 7];
    const date = say(data.words.date, weekday, at.day, data.words.months[at.month - 1], at.year);
    const text = say(data.words.checked, data.revision, date, clock(at), data.words.zone);
    for (const place of all('[data-checked]')) place.textContent = text;
  }

  // A page of a higher revision takes this one's place; the key stays in memory.
  function replace(text) {
    // Nearly always it is this very page: then nothing of it is read.
    const given = /<html[^>]* data-revision="(\d+)"/.exec(text);
    if (given && !(Number(given[1]) > data.revision)) return;
    const next = new DOMParser().parseFromString(text, 'text/html');
    const forward = next.documentElement.dataset.forward;
    if (forward) {
      location.replace(forward + (fragment ? '#' + fragment : ''));
      return;
    }
    const revision = Number(next.documentElement.dataset.revision);
    if (!(revision > data.revision)) return;
    const scripts = (page) => page.querySelector('meta[http-equiv]').content
      + [...page.querySelectorAll('script:not([type])')].map((script) => script.textContent).join('');
    if (scripts(next) === scripts(document)) {
      document.title = next.title;
      document.documentElement.dataset.revision = String(revision);
      document.querySelectorAll('style').forEach((style) => style.remove());
      document.head.append(...next.querySelectorAll('head style'));
      document.body.replaceWith(next.body);
      start();
    } else if (store.get('purser.reload') !== data.id + revision) {
      store.set('purser.reload', data.id + revision);
      location.reload();
    }
  }

  async function refresh() {
    if (!online) return;
    try {
      const sent = Date.now();
      const reply = await fetch(location.pathname + location.search, { cache: 'no-cache', credentials: 'omit' });
      if (!reply.ok) return;
      const text = await reply.text();
      const device = sent + (Date.now() - sent) / 2;
      const correction = purserPhases.corrected(reply.headers.get('date'), reply.headers.get('age'), device);
      skew = Math.abs(correction) > 2000 ? correction : 0;
      replace(text);
      showChecked();
      showFace();
    } catch { /* Without a connection the page that is here stays. */ }
  }

  function offerCalendar() {
    for (const button of all('[data-calendar]')) {
      button.hidden = !data.calendarFile;
      button.addEventListener('click', () => {
        const address = URL.createObjectURL(new Blob([data.calendarFile], { type: 'text/calendar;charset=utf-8' }));
        const saving = document.createElement('a');
        saving.href = address;
        saving.download = data.slug + '.ics';
        saving.click();
        setTimeout(() => URL.revokeObjectURL(address), 60000);
      });
    }
  }

  function offerLink() {
    const form = document.getElementById('link');
    if (!form) return;
    if (!online) {
      form.remove();
      return;
    }
    const button = form.querySelector('button');
    const words = button.textContent;
    form.addEventListener('submit', async (sending) => {
      sending.preventDefault();
      button.disabled = true;
      button.textContent = data.words.sending;
      let text = data.words.sent;
      try {
        const reply = await fetch(form.action, { method: 'POST', body: new URLSearchParams(new FormData(form)), credentials: 'omit' });
        if (!reply.ok) text = data.words.failed;
      } catch {
        text = data.words.failed;
      }
      document.getElementById('link-said').textContent = text;
      button.disabled = false;
      button.textContent = words;
    });
  }

  function start() {
    read();
    filled = {};
    document.documentElement.classList.add('live');
    takeFragment();
    offerCalendar();
    offerLink();
    return showSeal();
  }

  start().then(breath).then(refresh);
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState !== 'visible') return;
    showFace();
    refresh();
  });
  window.addEventListener('pageshow', (shown) => { if (shown.persisted) refresh(); });
  window.addEventListener('hashchange', () => {
    if (purserSeal.isKey(location.hash.slice(1))) { takeFragment(); showSeal(); }
  });
})();
