'use strict';
// The gallery: photos in the order they were taken, by keyboard, finger and screen reader; nothing is loaded before it is near.
const purserGallery = (() => {
  const make = (tag, attributes, ...children) => {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes || {})) {
      if (name.startsWith('on')) element.addEventListener(name.slice(2), value);
      else if (value === true) element.setAttribute(name, '');
      else if (value !== null && value !== undefined && value !== false) element.setAttribute(name, value);
    }
    element.append(...children.filter((child) => child !== null && child !== undefined));
    return element;
  };

  function create({ root, say, clock, remove, write, isOwn }) {
    let items = [];
    let shown = [];
    let person = null;
    let open = -1;
    let touch = null;
    let opener = null;

    const tools = make('div', { class: 'gtools' });
    const tiles = make('ol', { class: 'gal', role: 'list' });
    root.append(tools, tiles);

    const picture = make('div', { class: 'look-at' });
    const caption = make('p', { class: 'look-words', 'aria-live': 'polite' });
    const previous = make('button', { type: 'button', class: 'look-step before', onclick: () => step(-1) });
    const next = make('button', { type: 'button', class: 'look-step after', onclick: () => step(1) });
    const close = make('button', { type: 'button', class: 'btn quiet', onclick: () => box.close() });
    const keep = make('a', { class: 'btn quiet', download: true, href: location.pathname });
    const drop = make('button', { type: 'button', class: 'btn quiet harm', onclick: () => dropShown() });
    const field = make('input', { id: 'photo-caption', type: 'text', maxlength: 300, autocomplete: 'off', enterkeyhint: 'done' });
    const label = make('label', { for: 'photo-caption' });
    const save = make('button', { class: 'btn quiet' });
    const said = make('p', { class: 'look-said', role: 'status' });
    const form = make('form', { class: 'look-write', onsubmit: (sent) => writeShown(sent) }, label, field, save, said);
    const box = make('dialog', { class: 'look' }, picture, previous, next,
      make('div', { class: 'look-foot' }, caption, make('p', { class: 'look-acts' }, drop, keep, close), form));
    document.body.append(box);

    function words(item, at) {
      const taken = item.takenAt ? clock(item.takenAt) : null;
      const said = item.contributor ? say('by', item.contributor) : '';
      return [item.caption, [say('number', at + 1, shown.length), said, taken].filter(Boolean).join(', ')].filter(Boolean).join('. ');
    }

    const sources = (thumbs) => ['360', '720'].filter((size) => thumbs[size])
      .map((size) => thumbs[size] + ' ' + size + 'w').join(', ');

    function tile(item, at) {
      const image = make('img', {
        src: item.thumbs['360'], srcset: sources(item.thumbs), sizes: '(min-width: 60rem) 17rem, 46vw', loading: 'lazy', decoding: 'async',
        width: item.width, height: item.height, alt: words(item, at),
      });
      const button = make('button', { type: 'button', onclick: () => show(at, button) }, image,
        item.kind === 'video' ? make('span', { class: 'play', 'aria-hidden': 'true' }) : null);
      const wide = item.width > item.height * 1.6;
      const tall = item.height > item.width * 1.2;
      return make('li', { class: wide ? 'w' : tall ? 't' : null }, button);
    }

    function people() {
      const counts = new Map();
      for (const item of items) if (item.contributor) counts.set(item.contributor, (counts.get(item.contributor) || 0) + 1);
      return counts;
    }

    function drawTools() {
      const counts = people();
      const choice = (name, text) => make('button', {
        type: 'button', 'aria-pressed': String(person === name), onclick: () => { person = name; draw(); },
      }, text);
      const names = make('div', { class: 'who', role: 'group', 'aria-label': say('show') });
      if (counts.size > 1) {
        names.append(choice(null, say('everyone', items.length)));
        for (const [name, count] of counts) names.append(choice(name, say('someone', name, count)));
      }
      tools.replaceChildren(names, make('p', { class: 'soft small' }, say('order')));
      tools.hidden = items.length === 0;
    }

    function draw() {
      if (person !== null && !people().has(person)) person = null;
      shown = items.filter((item) => person === null || item.contributor === person);
      const focused = [...tiles.querySelectorAll('button')].indexOf(document.activeElement);
      drawTools();
      tiles.replaceChildren(...shown.map(tile));
      if (focused >= 0) (tiles.querySelectorAll('button')[focused] || tiles.querySelector('button'))?.focus();
    }

    function show(at, from) {
      const item = shown[at];
      if (!item) return;
      open = at;
      opener = from || opener;
      const poster = item.thumbs['720'] || item.thumbs['360'];
      picture.replaceChildren(item.kind === 'video' && item.thumbs.play
        ? make('video', { src: item.thumbs.play, poster, controls: true, preload: 'none', playsinline: true })
        : make('img', { src: item.thumbs.view || poster, alt: words(item, at) }));
      caption.textContent = words(item, at);
      previous.setAttribute('aria-label', say('previous'));
      next.setAttribute('aria-label', say('next'));
      previous.disabled = at === 0;
      next.disabled = at === shown.length - 1;
      close.textContent = say('close');
      keep.textContent = say('keepOne');
      keep.href = item.thumbs.keep || item.thumbs.view || poster;
      drop.textContent = say('remove');
      showForm(item);
      if (!box.open) box.showModal();
      for (const beside of [shown[at + 1], shown[at - 1]])
        if (beside && beside.kind !== 'video') new Image().src = beside.thumbs.view;
    }

    // Only its sender may put words to a photo, or take it down.
    function showForm(item) {
      drop.hidden = form.hidden = !isOwn(item.id);
      label.textContent = say('caption');
      save.textContent = say('caption.save');
      field.value = item.caption || '';
      said.textContent = '';
    }

    async function writeShown(sent) {
      sent.preventDefault();
      const item = shown[open];
      const wrong = await write(item.id, field.value.trim());
      // Meanwhile another photo may be shown, or the list may be another one.
      if (shown[open]?.id !== item.id) return;
      caption.textContent = words(shown[open], open);
      said.textContent = wrong || say('caption.saved');
    }

    function step(by) {
      const at = open + by;
      if (at >= 0 && at < shown.length) show(at);
    }

    async function dropShown() {
      const item = shown[open];
      if (!window.confirm(say('removeSure'))) return;
      if (await remove(item.id)) box.close();
    }

    box.addEventListener('keydown', (pressed) => {
      if (['VIDEO', 'INPUT'].includes(pressed.target.tagName)) return;
      if (pressed.key === 'ArrowRight') step(1);
      else if (pressed.key === 'ArrowLeft') step(-1);
      else if (pressed.key === 'Home') show(0);
      else if (pressed.key === 'End') show(shown.length - 1);
    });
    box.addEventListener('pointerdown', (down) => { touch = { x: down.clientX, y: down.clientY }; });
    box.addEventListener('pointerup', (up) => {
      if (touch === null) return;
      const [x, y] = [up.clientX - touch.x, up.clientY - touch.y];
      touch = null;
      if (Math.abs(x) > 48 && Math.abs(x) > 2 * Math.abs(y)) step(x < 0 ? 1 : -1);
      else if (y > 96 && y > 2 * Math.abs(x)) box.close();
    });
    box.addEventListener('close', () => {
      picture.replaceChildren();
      const button = tiles.querySelectorAll('button')[open];
      open = -1;
      (button || opener)?.focus();
    });

    return {
      set(all) {
        const before = JSON.stringify(items);
        const published = all.filter((item) => item.state === 'published');
        if (JSON.stringify(published) === before) return;
        items = published;
        draw();
      },
      count: () => items.length,
      redraw: draw,
    };
  }

  return { create, make };
})();
