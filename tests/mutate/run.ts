/**
 * Plants one fault at a time in the source of a reader and asks whether the recorded pages and answers notice:
 * `npm run mutate:consoles -- [--only PART OF A FILE NAME] [--list]`. Faults are of the kinds that once went unnoticed: units, key
 * names, role checks, code tables, shapes, addresses, boundaries. Survivors are listed, each with its reason where one is known.
 */
import { spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { type Fault, faultsOf } from './faults.ts';

const root = resolve(import.meta.dirname, '../..');
const FOLDERS = ['platforms', 'json', 'reader', 'reader/blocks', 'page'].map(
  (name) => `lib/consoles/${name}`,
);
/** A fault that makes a reader run on and on is noticed: nothing is read. Counted from the last reading, so that a busy machine is no hang. */
const SILENCE_MS = 120_000;

const args = process.argv.slice(2).filter((argument) => argument !== '--');
const only = args.includes('--only') ? args[args.indexOf('--only') + 1] : undefined;
const files = FOLDERS.flatMap((folder) =>
  readdirSync(join(root, folder))
    .filter((name) => name.endsWith('.ts'))
    .map((name) => join(folder, name)),
).filter((file) => !only || file.includes(only));

/** Survivors' reasons, by a part of the changed line. */
const reasons: Record<string, string> = JSON.parse(
  readFileSync(join(import.meta.dirname, 'survivors.json'), 'utf8'),
);

/** Places of the faults that nothing noticed, tried from one on; a hang counts as noticed and the rest goes on behind it. */
async function survivorsOf(file: string, count: number): Promise<number[]> {
  const alive: number[] = [];
  for (let from = 0; from < count; ) {
    const { next, survived } = await tryFrom(file, from);
    alive.push(...survived);
    from = next;
  }
  return alive;
}

function tryFrom(file: string, from: number): Promise<{ next: number; survived: number[] }> {
  return new Promise((done, fail) => {
    const child = spawn(process.execPath, [join(import.meta.dirname, 'try-file.ts'), file, String(from)], {
      cwd: root,
    });
    const survived: number[] = [];
    let at = from;
    let text = '';
    let errors = '';
    let timer = setTimeout(() => child.kill(), SILENCE_MS);
    child.stderr.on('data', (part) => {
      errors = (errors + part).slice(-2_000);
    });
    child.stdout.on('data', (part) => {
      clearTimeout(timer);
      timer = setTimeout(() => child.kill(), SILENCE_MS);
      text += part;
      const lines = text.split('\n');
      text = lines.pop() ?? '';
      for (const line of lines) {
        const [what, n] = line.split(' ');
        if (what === 'trying') at = Number(n);
        if (what === 'survived') survived.push(Number(n));
      }
    });
    child.on('close', (code) => {
      clearTimeout(timer);
      if (code && errors && at === from && !survived.length && !/trying/.test(errors))
        fail(new Error(`${file}: ${errors}`));
      else done({ next: at + 1, survived });
    });
  });
}

const all: { fault: Fault; alive: boolean }[] = [];
for (const file of files) {
  const faults = faultsOf(file, readFileSync(join(root, file), 'utf8'));
  if (args.includes('--list')) for (const { id, what } of faults) console.log(`${id}: ${what}`);
  if (!faults.length || args.includes('--list')) continue;
  const alive = new Set(await survivorsOf(file, faults.length));
  faults.forEach((fault, n) => {
    all.push({ fault, alive: alive.has(n) });
  });
  console.log(`${file}: ${faults.length - alive.size} of ${faults.length} noticed`);
}
const survivors = all.filter(({ alive }) => alive);
for (const { fault } of survivors) {
  const why = Object.entries(reasons).find(([part]) => `${fault.id} ${fault.what}`.includes(part))?.[1];
  console.log(`survived ${fault.id}: ${fault.what}${why ? ` (${why})` : ''}`);
}
const share = (100 * (all.length - survivors.length)) / Math.max(1, all.length);
console.log(`${all.length} faults planted, ${all.length - survivors.length} noticed (${share.toFixed(1)} %)`);
process.exitCode = share >= 95 ? 0 : 1;
