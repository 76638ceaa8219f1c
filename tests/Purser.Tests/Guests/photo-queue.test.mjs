// Runs the page's upload queue in Node against a server that loses replies, cuts lines and restarts. Prints what happened as JSON.
import { readFileSync } from 'node:fs';
import vm from 'node:vm';

const [assets, seedText] = process.argv.slice(2);
let seed = Number(seedText);
const chance = () => { seed = (seed * 1103515245 + 12345) % 2147483648; return seed / 2147483648; };
let time = 0;
let due = [];
const later = (work, wait) => due.push({ at: time + wait, work });
const sandbox = vm.createContext({
  JSON, Math: Object.create(Math, { random: { value: chance } }), Date: { parse: Date.parse, now: () => time }, Blob,
  FormData: class { append() {} },
});
vm.runInContext(readFileSync(`${assets}/queue.js`, 'utf8'), sandbox);
const purserQueue = vm.runInContext('purserQueue', sandbox);

// The server: what it has acknowledged counts, whatever became of its reply.
const server = { uploads: new Map(), batches: 0, received: new Map(), done: new Map(), posts: 0, closed: false };
const reply = (status, body = null) => ({ status, body, retryAfter: 0 });

function answer(method, address, body) {
  const path = new URL(address, 'http://guest').pathname;
  const match = /\/photos(?:\/(u\d+)(?:\/(\w+)(?:\/(\d+))?)?)?$/.exec(path);
  const [, id, act, number] = match;
  if (!id) {
    if (server.closed) return reply(403, { detail: 'Uploads are closed.' });
    const wrong = body.files.findIndex((file) => file.type === 'text/plain');
    if (body.files.length > 24) return reply(422, { errors: [{ pointer: '/files', detail: 'too many' }] });
    if (wrong >= 0) return reply(422, { errors: [{ pointer: `/files/${wrong}`, detail: 'Not a picture.' }] });
    server.batches += 1;
    return reply(201, { batch: `b${server.batches}`, uploads: body.files.map((file) => grant(file)) });
  }
  const upload = server.uploads.get(id);
  if (!upload) return reply(404);
  if (act === 'file') {
    server.posts += 1;
    if (number) {
      if (upload.have.has(Number(number))) return reply(409);
      upload.have.add(Number(number));
      if (upload.have.size === upload.parts.length) server.received.set(id, 1);
      return reply(204);
    }
    if (server.received.has(id)) return reply(409);
    server.received.set(id, 1);
    return reply(204);
  }
  if (act === 'parts') return server.received.has(id) ? reply(409) : reply(200, right(id, upload));
  if (act === 'done') {
    if (!server.received.has(id)) return reply(409);
    server.done.set(id, upload.name);
    return reply(200, {});
  }
  return reply(404);
}

function right(id, upload) {
  return {
    id, url: `http://guest/api/g/x/photos/${id}/file`, method: 'POST', fields: {}, expires: new Date(time + 900000).toISOString(),
    parts: upload.parts.map((part) => ({ ...part, url: `http://guest/api/g/x/photos/${id}/file/${part.number}` })), have: [...upload.have],
  };
}

function grant(file) {
  const id = `u${server.uploads.size + 1}`;
  const part = 8 * 1024 * 1024;
  const count = file.size > 2 * part ? Math.ceil(file.size / part) : 0;
  const parts = Array.from({ length: count }, (_, at) => ({ number: at + 1, size: at + 1 < count ? part : file.size - at * part }));
  server.uploads.set(id, { name: file.name, parts, have: new Set() });
  return right(id, server.uploads.get(id));
}

let trouble = 0.35;
const net = {
  send: async (method, address, body) => {
    const before = chance() < trouble;
    if (before && chance() < 0.5) throw new Error('no connection');
    const said = answer(method, address, body);
    if (before) throw new Error('the reply was lost');
    return chance() < trouble / 4 ? reply(503) : said;
  },
};

const disk = { text: '{}' };
const memory = { read: () => JSON.parse(disk.text), write: (value) => { disk.text = JSON.stringify(value); } };
const file = (at, size, type) => ({ name: `IMG_${at}.jpg`, size, type, lastModified: at, slice: () => new Blob() });
const files = Array.from({ length: 60 }, (_, at) => file(at, at % 20 === 7 ? 30000000 : 4000000, 'image/jpeg'));
let most = 0;
let queue;

function open() {
  queue = purserQueue.create({
    net, memory, base: '/api/g/x/photos', now: () => time, later, parallel: () => 3,
    changed: () => { most = Math.max(most, queue ? queue.items.filter((item) => item.state === 'sending').length : 0); },
  });
  queue.by({ name: 'Robin', code: 'K7MW4P', consent: { use: 'group', minors: false } });
}

const settle = async () => { for (let turn = 0; turn < 50; turn += 1) await Promise.resolve(); };

async function run(until) {
  for (let step = 0; step < 4000 && !until(); step += 1) {
    await settle();
    due.sort((one, other) => one.at - other.at);
    const next = due.shift();
    if (!next) continue;
    time = Math.max(time, next.at);
    next.work();
  }
  await settle();
}

open();
queue.add([...files, file(99, 10, 'text/plain')], (chosen) => chosen.type);
await run(() => queue.items.filter((item) => item.state === 'kept').length >= 25);
const keptBefore = queue.items.filter((item) => item.state === 'kept').length;
const postsBefore = server.posts;
const doneBefore = new Set(server.done.keys());
// The page is loaded anew: timers and rights are gone, what this device remembers is left, and the same files are chosen again.
due = [];
queue.pause(true);
open();
queue.add(files, (chosen) => chosen.type);
const keptAtOnce = queue.items.filter((item) => item.state === 'kept').length;
trouble = 0.2;
await run(() => queue.items.every((item) => item.state === 'kept'));
const names = [...server.done.values()];
console.log(JSON.stringify({
  kept: queue.items.filter((item) => item.state === 'kept').length, done: names.length, distinct: new Set(names).size,
  keptBefore, keptAtOnce, most, postsBefore, resent: [...doneBefore].filter((id) => !server.done.has(id)).length,
}));
