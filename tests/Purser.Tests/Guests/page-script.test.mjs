// Runs the page's own scripts in Node. Reads questions from a file of JSON, prints the answers as JSON.
import { readFileSync } from 'node:fs';
import vm from 'node:vm';

const [assets, questions] = process.argv.slice(2);
const sandbox = vm.createContext({ crypto, TextEncoder, TextDecoder, Uint8Array, atob, Date, JSON });
for (const name of ['guest-phases.js', 'guest-seal.js']) vm.runInContext(readFileSync(`${assets}/${name}`, 'utf8'), sandbox);
const phases = vm.runInContext('purserPhases', sandbox);
const seal = vm.runInContext('purserSeal', sandbox);

const answers = [];
for (const asked of JSON.parse(readFileSync(questions, 'utf8'))) {
  if (asked.kind === 'open') answers.push(await seal.open(asked.fragment, asked.booking, asked.sealed));
  if (asked.kind === 'phase') answers.push(phases.at(asked.now, asked.phases));
  if (asked.kind === 'days') answers.push(phases.days(asked.now, asked.date, asked.offsets));
  if (asked.kind === 'clock') answers.push(phases.clock(asked.now, asked.offsets));
  if (asked.kind === 'corrected') answers.push(phases.corrected(asked.date, asked.age, asked.device));
}
console.log(JSON.stringify(answers));
