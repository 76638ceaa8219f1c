'use strict';
// The page's photos while adding is open and afterwards: who adds them, what is on its way, and the gallery.
(() => {
  const page = window.purserPage;
  const { slug, offsets, photos: { brand } } = page.data;
  const make = purserGallery.make;
  const base = '/api/g/' + slug + '/photos';
  const store = (name) => ({
    read() {
      try { return JSON.parse(localStorage.getItem(name)) || {}; } catch { return {}; }
    },
    write(value) {
      try { localStorage.setItem(name, JSON.stringify(value)); } catch { /* A reload then forgets what was sent. */ }
    },
  });
  const memory = store('purser.sent.' + slug);
  const person = store('purser.who.' + slug);
  const DAY = 24 * 3600 * 1000;
  let words = {};
  let grant = null;
  let tag = null;
  let listed = [];
  let timer = 0;

  const say = (name, ...values) => (words[name] || name).replace(/\{(\d)\}/g, (_, at) => String(values[Number(at)]));
  const clock = (instant) => {
    const at = purserPhases.clock(Date.parse(instant), offsets);
    return [at.hour, at.minute].map((number) => String(number).padStart(2, '0')).join(':');
  };
  const megabytes = (bytes) => (bytes / 1048576).toFixed(bytes < 10485760 ? 1 : 0).replace('.', words.point || '.');

  function proof() {
    const headers = {};
    if (grant) headers.Authorization = 'Bearer ' + grant;
    const code = person.read().code;
    if (code) headers['X-Event-Code'] = code;
    return headers;
  }

  // XMLHttpRequest, because fetch tells nothing of what has been sent.
  const net = {
    send: (method, address, body, options = {}) => new Promise((resolve, reject) => {
      const request = new XMLHttpRequest();
      request.open(method, address);
      const own = new URL(address, location.href).origin === location.origin;
      if (own) for (const [name, value] of Object.entries({ ...proof(), ...options.headers })) request.setRequestHeader(name, value);
      const json = body && !(body instanceof FormData) && !(body instanceof Blob);
      if (json) request.setRequestHeader('Content-Type', 'application/json');
      if (options.progress) request.upload.onprogress = (event) => options.progress(event.loaded);
      if (options.control) options.control(() => request.abort());
      request.timeout = options.progress ? 0 : 60000;
      request.onload = () => {
        let parsed = null;
        try { parsed = JSON.parse(request.responseText); } catch { /* Not every reply has words. */ }
        resolve({
          status: request.status, body: parsed, retryAfter: Number(request.getResponseHeader('Retry-After')) || 0,
          tag: request.getResponseHeader('ETag'),
        });
      };
      request.onerror = request.onabort = request.ontimeout = () => reject(new Error('no connection'));
      request.send(json ? JSON.stringify(body) : body || null);
    }),
  };

  // Two or three at once; one where the connection is slow or data are dear.
  function parallel() {
    const line = navigator.connection;
    if (!line) return 3;
    return line.saveData || /2g/.test(line.effectiveType || '') ? 1 : 3;
  }

  const queue = purserQueue.create({
    net, memory, base, parallel, now: Date.now, later: (work, wait) => setTimeout(work, wait), changed: () => requestDraw(),
  });

  // Phones name some files by ending alone.
  function typeOf(file) {
    if (file.type) return file.type;
    const endings = { jpg: 'image/jpeg', jpeg: 'image/jpeg', png: 'image/png', webp: 'image/webp', heic: 'image/heic', heif: 'image/heif',
      mp4: 'video/mp4', mov: 'video/quicktime', avi: 'video/x-msvideo', webm: 'video/webm' };
    return endings[file.name.split('.').pop().toLowerCase()] || 'application/octet-stream';
  }

  const view = {};

  function buildUploads() {
    view.input = make('input', {
      type: 'file', id: 'photo-files', class: 'sr', multiple: true, accept: 'image/jpeg,image/png,image/webp,video/*',
      onchange: () => { take([...view.input.files]); view.input.value = ''; },
    });
    view.pick = make('label', { class: 'btn', for: 'photo-files' }, say('choose'));
    view.drop = make('div', { class: 'drop' }, view.input, view.pick, make('p', { class: 'soft small' }, say('drop')));
    for (const name of ['dragenter', 'dragover', 'dragleave', 'drop']) {
      view.drop.addEventListener(name, (event) => {
        event.preventDefault();
        view.drop.classList.toggle('over', name.startsWith('drage') || name === 'dragover');
        if (name === 'drop') take([...event.dataTransfer.files]);
      });
    }
    view.total = make('b', {});
    view.weight = make('span', { class: 'soft small nowrap' });
    view.bar = make('progress', { max: 100, value: 0, 'aria-label': say('all') });
    view.left = make('p', { class: 'soft small' });
    view.said = make('p', { class: 'sr', role: 'status' });
    view.sum = make('div', { class: 'sum', hidden: true }, view.total, view.weight, view.bar, view.left);
    view.files = make('ul', { class: 'files', role: 'list' });
    view.pause = make('button', {
      type: 'button', class: 'btn quiet', hidden: true, onclick: () => queue.pause(!queue.isPaused()),
    }, say('pause'));
    const files = make('div', { class: 'add' }, make('h3', {}, say('h.add')), view.drop, view.sum, view.said, view.files,
      make('p', { class: 'row' }, view.pause));
    const who = make('div', { class: 'add' }, make('h3', {}, say('h.who')), buildPerson(), make('p', { class: 'soft small' }, say('clean')));
    return make('div', { class: 'adds noprint' }, who, files);
  }

  function buildPerson() {
    const known = person.read();
    const field = (id, label, hint, attributes) => {
      const input = make('input', { id, type: 'text', ...attributes });
      const parts = [make('label', { for: id }, label)];
      if (hint) parts.push(make('span', { class: 'hint', id: id + '-hint' }, hint));
      if (hint) input.setAttribute('aria-describedby', id + '-hint');
      return [make('div', { class: 'field' }, ...parts, input), input];
    };
    const [nameField, name] = field('photo-name', say('name'), null, {
      maxlength: 60, autocomplete: 'given-name', value: known.name || page.firstName || '',
    });
    const [codeField, code] = field('photo-code', say('code'), say('code.hint', brand), {
      maxlength: 12, autocapitalize: 'characters', autocomplete: 'off', spellcheck: 'false', value: known.code || '',
    });
    const radio = (value, text) => make('label', { class: 'tick' }, make('input', {
      type: 'radio', name: 'photo-use', value, checked: (known.use || 'group') === value,
    }), make('span', {}, text));
    view.wrong = make('p', { class: 'wrong', id: 'photo-wrong', role: 'alert', hidden: true });
    view.person = { name, code };
    const use = make('fieldset', {}, make('legend', { class: 'label' }, say('use')), radio('group', say('use.group')),
      radio('operator', say('use.operator', brand)));
    const form = make('form', { class: 'frm', onsubmit: (event) => event.preventDefault(), onchange: () => begin() },
      nameField, codeField, use, view.wrong);
    view.use = () => form.querySelector('input[name=photo-use]:checked').value;
    return form;
  }

  // Remembers who adds them and lets the queue go; says what is missing instead of sending.
  function begin() {
    const who = { name: view.person.name.value.trim(), code: view.person.code.value.replace(/[\s-]/g, '').toUpperCase(), use: view.use() };
    person.write(who);
    const missing = who.name === '' ? say('name.missing') : !grant && who.code === '' ? say('code.missing') : null;
    wrong(missing);
    if (missing) return false;
    queue.by({ name: who.name, code: who.code, consent: { use: who.use, minors: false } });
    return true;
  }

  function wrong(text) {
    view.wrong.hidden = !text;
    view.wrong.textContent = text || '';
    for (const input of Object.values(view.person)) input.removeAttribute('aria-invalid');
  }

  function take(files) {
    queue.add(files, typeOf);
    if (!begin()) (view.person.name.value.trim() === '' ? view.person.name : view.person.code).focus();
  }

  const rows = new Map();

  function row(item) {
    if (rows.has(item)) return rows.get(item);
    const thumb = make('canvas', { width: 128, height: 128, 'aria-hidden': 'true' });
    const made = {
      thumb, state: make('span', {}), bar: make('progress', { max: 100, value: 0, 'aria-label': item.file.name }),
      act: make('button', { type: 'button', class: 'link small', hidden: true }),
    };
    made.line = make('li', {}, item.type.startsWith('video/') ? make('span', { class: 'vid', 'aria-hidden': 'true' }, say('video')) : thumb,
      make('span', { class: 'nm' }, item.file.name, ' ',
        make('span', { class: 'soft fine nowrap' }, say('megabytes', megabytes(item.file.size)))),
      make('span', {}, made.act), make('span', { class: 'mid' }, made.state, made.bar));
    rows.set(item, made);
    view.files.append(made.line);
    pictures.push([item, thumb]);
    paintNext();
    return made;
  }

  // Small pictures are made one after another, so that choosing fifty photos stays quick.
  const pictures = [];
  let painting = false;
  async function paintNext() {
    if (painting) return;
    painting = true;
    while (pictures.length > 0) {
      const [item, canvas] = pictures.shift();
      if (item.type.startsWith('image/')) {
        try {
          const bitmap = await createImageBitmap(item.file, { resizeHeight: 128, resizeQuality: 'low' });
          const x = (128 - bitmap.width) / 2;
          canvas.getContext('2d').drawImage(bitmap, x, 0);
          bitmap.close();
        } catch { /* A file that this browser cannot draw is still sent. */ }
      }
    }
    painting = false;
  }

  function stateOf(item) {
    const percent = Math.floor((100 * item.sent) / Math.max(1, item.file.size));
    switch (item.state) {
      case 'kept': return ['st done', say('kept')];
      case 'sending': return ['soft', say('sending', percent)];
      case 'lost': return ['st asked', navigator.onLine === false ? say('offline', percent)
        : say('lost', percent, Math.max(1, Math.ceil((item.again - Date.now()) / 1000)))];
      case 'refused': return ['st no', say('refused', item.cause || '')];
      case 'stranger': return ['st no', say('stranger')];
      default: return ['st none', say('waiting')];
    }
  }

  let due = 0;
  function requestDraw() {
    if (due) return;
    due = requestAnimationFrame(() => { due = 0; draw(); });
  }

  let lastSaid = '';
  function draw() {
    const all = queue.items.filter((item) => item.state !== 'removed');
    for (const [item, made] of rows) if (item.state === 'removed') { made.line.remove(); rows.delete(item); }
    for (const item of all) {
      const made = row(item);
      const [shape, text] = stateOf(item);
      made.state.className = shape;
      if (made.state.textContent !== text) made.state.textContent = text;
      made.bar.hidden = !['sending', 'lost'].includes(item.state);
      made.bar.value = (100 * item.sent) / Math.max(1, item.file.size);
      made.bar.className = item.state === 'lost' ? 'held' : '';
      const act = item.state === 'lost' ? 'tryNow' : item.state === 'kept' ? null : 'dropOne';
      made.act.hidden = act === null;
      if (act) made.act.textContent = say(act);
      made.act.onclick = act === 'tryNow' ? () => queue.now() : () => queue.drop(item);
    }
    drawTotal(all);
    if (all.some((item) => item.state === 'lost')) setTimeout(requestDraw, 1000);
  }

  let began = 0;
  function drawTotal(all) {
    const counted = all.filter((item) => !['refused', 'stranger'].includes(item.state));
    const kept = counted.filter((item) => item.state === 'kept').length;
    const size = counted.reduce((sum, item) => sum + item.file.size, 0);
    const sent = counted.reduce((sum, item) => sum + item.sent, 0);
    view.sum.hidden = all.length === 0;
    view.total.textContent = say('total', kept, counted.length);
    view.weight.textContent = say('weight', megabytes(sent), megabytes(size));
    view.bar.value = size > 0 ? (100 * sent) / size : 0;
    view.bar.className = kept === counted.length ? 'full' : '';
    const busy = counted.some((item) => ['waiting', 'sending', 'lost'].includes(item.state));
    view.pause.hidden = !busy;
    view.pause.textContent = say(queue.isPaused() ? 'resume' : 'pause');
    view.pick.textContent = say(all.length > 0 ? 'more' : 'choose');
    if (!began && busy) began = Date.now();
    if (!busy) began = 0;
    const minutes = began && sent > 0 ? Math.ceil(((size - sent) * (Date.now() - began)) / sent / 60000) : 0;
    view.left.textContent = !busy ? (counted.length > 0 ? say('allKept') : '')
      : minutes > 1 ? say('left', minutes) : say('stay');
    const said = say('total', kept, counted.length);
    if (said !== lastSaid && counted.length > 0) { view.said.textContent = said; lastSaid = said; }
    if (kept > 0 && kept === counted.length) look(1500);
  }

  // The gallery is asked again while something is being made ready, and when the page comes to the foreground.
  async function look(wait) {
    clearTimeout(timer);
    if (wait) { timer = setTimeout(() => look(0), wait); return; }
    if (!grant && !person.read().code) return;
    const found = [];
    let cursor = '';
    try {
      do {
        const first = cursor === '';
        const reply = await net.send('GET', base + (first ? '' : '?cursor=' + encodeURIComponent(cursor)), null,
          { headers: first && tag ? { 'If-None-Match': tag } : {} });
        if (reply.status === 304) { again(); return; }
        if (reply.status !== 200) { showGallery([], reply.status === 404); return; }
        if (first) tag = reply.body.next ? null : reply.tag;
        found.push(...reply.body.items);
        cursor = reply.body.next || '';
      } while (cursor);
      showGallery(found, false);
    } catch { /* Without a connection what is shown stays. */ }
    again();
  }

  function again() {
    const making = listed.some((item) => item.state === 'processing');
    if (document.visibilityState === 'visible') timer = setTimeout(() => look(0), making ? 3000 : 60000);
  }

  function showGallery(all, stranger) {
    listed = all;
    gallery.set(all);
    const count = gallery.count();
    const pending = all.filter((item) => item.state === 'pending').length;
    const making = all.filter((item) => item.state === 'processing').length;
    view.here.textContent = stranger ? say('stranger') : count === 0 ? say('empty') : say(count === 1 ? 'here.one' : 'here', count);
    const notes = [making > 0 ? say('making', making) : '', pending > 0 ? say('pending', pending, brand) : ''];
    view.wait.textContent = notes.filter(Boolean).join(' ');
    view.keepAll.hidden = count === 0;
    view.mine.hidden = queue.own().size === 0;
  }

  async function keepAll() {
    const reply = await net.send('POST', base + '/keep', {});
    if (reply.status === 200) location.href = reply.body.url;
  }

  async function remove(id) {
    const sent = queue.own().get(id);
    if (!sent) return false;
    const reply = await net.send('DELETE', base + '/' + id, null, { headers: { 'X-Batch': sent.batch } });
    if (reply.status >= 300) return false;
    queue.forget([id]);
    tag = null;
    await look(0);
    return true;
  }

  // Puts words to an own photo; what went wrong is said in the server's words.
  async function write(id, caption) {
    const sent = queue.own().get(id);
    if (!sent) return say('failed');
    try {
      const reply = await net.send('PATCH', base + '/' + id, { caption: caption || undefined }, { headers: { 'X-Batch': sent.batch } });
      if (reply.status >= 300) return purserQueue.causeOf(reply) || say('failed');
    } catch {
      return say('failed');
    }
    tag = null;
    await look(0);
    return null;
  }

  // Takes back everything that this device has added here; the receipt stays on the page.
  async function withdraw() {
    if (!window.confirm(say('withdrawSure'))) return;
    const batches = [...new Set([...queue.own().values()].map((sent) => sent.batch))];
    const receipts = [];
    for (const batch of batches) {
      const reply = await net.send('POST', base + '/withdraw', {}, { headers: { 'X-Batch': batch } });
      if (reply.status === 200) receipts.push(reply.body.batch.slice(0, 8));
    }
    queue.forget([...queue.own().keys()]);
    tag = null;
    view.receipt.textContent = receipts.length > 0 ? say('withdrawn', receipts.join(', ')) : say('failed');
    await look(0);
  }

  function buildGallery() {
    view.here = make('h3', {});
    view.wait = make('p', { class: 'soft', role: 'status' });
    view.keepAll = make('button', { type: 'button', class: 'btn', hidden: true, onclick: keepAll }, say('keepAll'));
    view.receipt = make('p', { class: 'soft small', role: 'status' });
    view.mine = make('p', { class: 'row', hidden: true },
      make('button', { type: 'button', class: 'link small', onclick: withdraw }, say('withdraw')));
    const root = make('div', {});
    const section = make('div', { class: 'add' }, view.here, view.wait, make('p', { class: 'row' }, view.keepAll), root, view.mine, view.receipt);
    return [section, root];
  }

  let gallery;
  let all = null;
  let uploads = null;

  // The page may have been replaced by a newer version meanwhile: what is here moves into its new place.
  function place() {
    const slot = document.getElementById('photos');
    if (!slot || all === null) return;
    if (all.parentElement !== slot) slot.append(all);
    slot.classList.add('here');
    const open = page.now() < page.data.photos.closes;
    uploads.hidden = !open;
    all.firstElementChild.textContent = page.data.words.photos[open ? 'open' : 'closed'];
  }

  async function mount() {
    const reply = await fetch(page.data.photos.words, { credentials: 'omit' });
    words = await reply.json();
    grant = await page.grant();
    const [section, root] = buildGallery();
    gallery = purserGallery.create({
      root, say, clock, remove, write,
      isOwn: (id) => { const sent = queue.own().get(id); return Boolean(sent) && Date.now() - sent.at < DAY; },
    });
    uploads = buildUploads();
    all = make('div', {}, make('p', { class: 'soft' }), uploads, section);
    place();
    showGallery([], false);
    await look(0);
  }

  document.addEventListener('purser:photos', place);
  window.addEventListener('online', () => queue.now());
  window.addEventListener('offline', requestDraw);
  document.addEventListener('visibilitychange', () => { if (document.visibilityState === 'visible') { queue.now(); look(0); } });
  window.addEventListener('beforeunload', (leaving) => {
    if (queue.items.some((item) => ['sending', 'waiting', 'lost'].includes(item.state))) leaving.preventDefault();
  });
  mount();
})();
