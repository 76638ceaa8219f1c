'use strict';
// Sends files so that each arrives once: what the server has acknowledged is never sent again, also after a lost connection or a reload.
const purserQueue = (() => {
  const BATCH = 24;
  const LONGEST_WAIT = 60000;

  // What makes a file the same file when it is chosen again after a reload.
  const keyOf = (file) => [file.name, file.size, file.lastModified].join('|');

  // The cause in the server's own words, where it gave any.
  function causeOf(reply) {
    const errors = reply.body && reply.body.errors;
    if (errors && errors.length > 0) return [errors[0].detail, errors[0].remedy].filter(Boolean).join(' ');
    return reply.body && (reply.body.detail || reply.body.title);
  }

  // net: send(method, address, body, { progress, headers }) -> { status, body, retryAfter }, throws without a connection.
  // memory: read() and write(value) of what this device has sent. changed() is called after every step.
  function create({ net, memory, base, now, later, changed, parallel }) {
    const items = [];
    const known = memory.read();
    let who = null;
    let paused = false;
    let granting = null;
    let wakeAt = 0;

    const waiting = () => items.filter((item) => item.state === 'waiting');
    const sending = () => items.filter((item) => item.state === 'sending');

    function remember(item) {
      known[item.key] = { id: item.id, batch: item.batch, at: item.at };
      memory.write(known);
    }

    function settle(item, state, cause) {
      item.state = state;
      item.cause = cause || null;
      if (state !== 'sending') item.abort = null;
      changed();
    }

    function lose(item, wait) {
      item.tries += 1;
      const backOff = Math.min(LONGEST_WAIT, 1000 * 2 ** Math.min(item.tries, 6)) * (0.75 + Math.random() / 2);
      item.again = now() + (wait ? wait * 1000 : backOff);
      settle(item, 'lost');
      wake(item.again);
    }

    function wake(at) {
      if (wakeAt > now() && wakeAt <= at) return;
      wakeAt = at;
      later(() => { wakeAt = 0; pump(); }, Math.max(0, at - now()));
    }

    // Files of one batch are asked for together; the next batch only when few of this one are left.
    async function grant() {
      const batch = items.filter((item) => item.state === 'waiting' && !item.id).slice(0, BATCH);
      if (batch.length === 0) return;
      const files = batch.map((item) => ({ name: item.file.name, type: item.type, size: item.file.size }));
      let reply;
      try {
        reply = await net.send('POST', base, { contributor: who.name, code: who.code || undefined, consent: who.consent, files });
      } catch {
        batch.forEach((item) => lose(item));
        return;
      }
      if (reply.status === 201) {
        batch.forEach((item, at) => {
          const right = reply.body.uploads[at];
          Object.assign(item, { id: right.id, batch: reply.body.batch, right, at: now(), tries: 0 });
          remember(item);
        });
      } else if (reply.status === 429 || reply.status >= 500) {
        batch.forEach((item) => lose(item, reply.retryAfter));
      } else {
        refuse(batch, reply);
      }
    }

    // A refusal that names files refuses those alone; the others are asked for again without them.
    function refuse(batch, reply) {
      const errors = (reply.body && reply.body.errors) || [];
      const named = new Map(errors.map((error) => [/^\/files\/(\d+)/.exec(error.pointer || ''), error])
        .filter(([match]) => match).map(([match, error]) => [Number(match[1]), error]));
      batch.forEach((item, at) => {
        const error = named.get(at);
        if (error) settle(item, 'refused', [error.detail, error.remedy].filter(Boolean).join(' '));
        else if (named.size === 0) settle(item, reply.status === 404 ? 'stranger' : 'refused', causeOf(reply));
      });
    }

    // A right that has run out is renewed; the reply says which parts have arrived.
    async function renew(item) {
      const reply = await net.send('POST', base + '/' + item.id + '/parts', {});
      if (reply.status === 200) item.right = reply.body;
      return reply;
    }

    async function post(item) {
      const form = new FormData();
      for (const [name, value] of Object.entries(item.right.fields || {})) form.append(name, value);
      form.append('file', item.file, 'file');
      return net.send('POST', item.right.url, form, {
        progress: (sent) => { item.sent = Math.min(sent, item.file.size); changed(); },
        control: (abort) => { item.abort = abort; },
      });
    }

    async function putParts(item) {
      const have = new Set(item.right.have || []);
      let done = 0;
      for (const part of item.right.parts) {
        const start = (part.number - 1) * (8 * 1024 * 1024);
        if (!have.has(part.number)) {
          const reply = await net.send('PUT', part.url, item.file.slice(start, start + part.size), {
            progress: (sent) => { item.sent = Math.min(done + sent, item.file.size); changed(); },
            control: (abort) => { item.abort = abort; },
          });
          if (reply.status >= 300 && reply.status !== 409) return reply;
        }
        done += part.size;
        item.sent = done;
      }
      return { status: 204 };
    }

    async function deliver(item) {
      if (!item.right || Date.parse(item.right.expires) <= now() + 5000) {
        const renewed = await renew(item);
        // It is there already, and only the word that it was sent has not arrived.
        if (renewed.status === 409) return finish(item);
        if (renewed.status !== 200) return renewed;
      }
      const sent = item.right.parts && item.right.parts.length > 0 ? await putParts(item) : await post(item);
      // Received already: the reply to an earlier try was lost.
      if (sent.status >= 300 && sent.status !== 409) return sent;
      return finish(item);
    }

    const finish = (item) => net.send('POST', base + '/' + item.id + '/done', {});

    // Said by the server, or to be seen by the clock: a store of files answers in other words.
    const hasExpired = (item, reply) => reply.body ? /upload-expired/.test(reply.body.type || '')
      : Boolean(item.right) && Date.parse(item.right.expires) <= now();

    async function send(item) {
      settle(item, 'sending');
      try {
        const reply = await deliver(item);
        if (reply.status < 300) {
          item.sent = item.file.size;
          remember(item);
          known[item.key].done = true;
          memory.write(known);
          settle(item, 'kept');
        } else if (reply.status === 403 && hasExpired(item, reply)) {
          item.right = null;
          lose(item);
        } else if (reply.status === 409 || reply.status === 429 || reply.status === 408 || reply.status >= 500) {
          item.right = reply.status === 409 ? null : item.right;
          lose(item, reply.retryAfter);
        } else if (reply.status === 404 && !item.anew) {
          // The server no longer knows this upload: it is asked for anew, once.
          Object.assign(item, { id: null, right: null, anew: true });
          settle(item, 'waiting');
        } else {
          settle(item, 'refused', causeOf(reply));
        }
      } catch {
        if (item.state === 'sending' && paused) settle(item, 'waiting');
        else if (item.state === 'sending') lose(item);
      }
      pump();
    }

    async function pump() {
      if (paused || who === null) return;
      for (const item of items) if (item.state === 'lost' && item.again <= now()) settle(item, 'waiting');
      while (sending().length < parallel()) {
        const next = items.find((item) => item.state === 'waiting' && item.id);
        if (!next) break;
        send(next);
      }
      const unasked = waiting().filter((item) => !item.id);
      if (unasked.length > 0 && waiting().length - unasked.length < parallel() && granting === null) {
        granting = grant();
        await granting;
        granting = null;
        if (waiting().some((item) => item.id) || waiting().length < unasked.length) pump();
      }
      const lost = items.filter((item) => item.state === 'lost');
      if (lost.length > 0) wake(Math.min(...lost.map((item) => item.again)));
    }

    return {
      items,

      // Adds files; those that this device has sent already are shown as kept.
      add(files, typeOf) {
        for (const file of files) {
          const key = keyOf(file);
          if (items.some((item) => item.key === key && item.state !== 'removed')) continue;
          const before = known[key];
          const item = { key, file, type: typeOf(file), state: 'waiting', sent: 0, tries: 0, again: 0, cause: null };
          if (before && before.done) Object.assign(item, { state: 'kept', sent: file.size, id: before.id, batch: before.batch });
          else if (before && before.id) Object.assign(item, { id: before.id, batch: before.batch, at: before.at });
          items.push(item);
        }
        changed();
        pump();
      },

      // Who adds them: { name, code, consent }. Nothing is sent before.
      by(person) {
        who = person;
        for (const item of items) if (item.state === 'stranger') settle(item, 'waiting');
        pump();
      },

      pause(on) {
        paused = on;
        if (on) for (const item of sending()) if (item.abort) item.abort();
        if (!on) this.now();
        changed();
      },

      // The connection is back, or the person asks: what waits for its next try is tried at once.
      now() {
        for (const item of items) if (item.state === 'lost') item.again = 0;
        pump();
      },

      drop(item) {
        if (item.abort) item.abort();
        settle(item, 'removed');
      },

      // What this device has sent to this page: by upload id, with the batch that proves it.
      own() {
        const all = new Map();
        for (const sent of Object.values(known)) if (sent.done) all.set(sent.id, sent);
        return all;
      },

      forget(ids) {
        for (const [key, sent] of Object.entries(known)) if (ids.includes(sent.id)) delete known[key];
        memory.write(known);
        for (const item of items) if (ids.includes(item.id)) settle(item, 'removed');
      },

      isPaused: () => paused,
    };
  }

  return { create, keyOf, causeOf };
})();
