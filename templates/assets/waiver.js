// Draws a signature on the pad, with a finger, a pen or a mouse; without it one types. Nothing here is needed to sign.
(() => {
  const form = document.querySelector('form');
  const pad = form.querySelector('[data-pad]');
  const path = pad.querySelector('path');
  const kept = form.elements.strokes;
  const most = 60000;
  let strokes = [];
  let stroke = null;

  function read() {
    try { strokes = JSON.parse(kept.value || '[]'); } catch { strokes = []; }
  }

  function show() {
    path.setAttribute('d', strokes.map(line => {
      let text = '';
      for (let at = 0; at < line.length; at += 2) text += (at ? 'L' : 'M') + line[at] + ' ' + line[at + 1];
      return line.length === 2 ? text + 'h0' : text;
    }).join(''));
    document.getElementById('pad-label').textContent = strokes.length ? pad.dataset.full : pad.dataset.empty;
  }

  function point(event) {
    const box = pad.getBoundingClientRect();
    const fit = (value, size, whole) => Math.min(whole, Math.max(0, Math.round(value / size * whole)));
    return [fit(event.clientX - box.left, box.width, 1000), fit(event.clientY - box.top, box.height, 400)];
  }

  function add(event) {
    const [x, y] = point(event);
    const last = stroke.length - 2;
    if (last >= 0 && Math.abs(stroke[last] - x) + Math.abs(stroke[last + 1] - y) < 3) return;
    stroke.push(x, y);
  }

  pad.addEventListener('pointerdown', event => {
    if (event.button || strokes.length >= 200 || kept.value.length > most) return;
    event.preventDefault();
    pad.setPointerCapture(event.pointerId);
    stroke = [];
    strokes.push(stroke);
    add(event);
    show();
  });
  pad.addEventListener('pointermove', event => {
    if (!stroke) return;
    const all = event.getCoalescedEvents ? event.getCoalescedEvents() : [];
    for (const each of all.length ? all : [event]) add(each);
    show();
  });
  const end = () => {
    if (!stroke) return;
    stroke = null;
    kept.value = JSON.stringify(strokes);
    while (kept.value.length > most) { strokes.pop(); kept.value = JSON.stringify(strokes); }
    show();
  };
  pad.addEventListener('pointerup', end);
  pad.addEventListener('pointercancel', end);
  form.querySelector('[data-clear]').addEventListener('click', () => {
    strokes = [];
    kept.value = '';
    show();
  });

  const submit = form.querySelector('button[type=submit]');
  const plain = submit.textContent;
  const name = form.elements.passenger;
  const word = () => {
    const first = name.value.trim().split(/\s+/)[0];
    submit.textContent = first ? submit.dataset.words.replace('{0}', first) : plain;
  };
  name.addEventListener('input', word);
  form.addEventListener('submit', event => {
    if (submit.getAttribute('aria-disabled')) { event.preventDefault(); return; }
    submit.setAttribute('aria-disabled', 'true');
    submit.textContent = submit.dataset.busy;
  });
  window.addEventListener('pageshow', () => { submit.removeAttribute('aria-disabled'); word(); });

  form.querySelector('.how').hidden = false;
  read();
  show();
  const told = document.getElementById('summary') || document.getElementById('note');
  if (told) told.focus();
})();
