/**
 * Plants one fault at a time in the source of a reader and asks whether the recorded pages and answers notice:
 * `npm run mutate:consoles -- [--only PART OF A FILE NAME]… [--list]`. Faults are of the kinds that once went unnoticed: units, key
 * names, role checks, code tables, shapes, addresses, boundaries. Survivors are told as they are found, each with its reason where one
 * is known, and whether no reading reaches them at all.
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
const SILENCE_MS = 60_000;
/** Share of the faults that must be noticed, in percent. */
const ENOUGH = 95;

const args = process.argv.slice(2).filter((argument) => argument !== '--');
const only = args.flatMap((argument, n) => (args[n - 1] === '--only' ? argument : []));
const files = FOLDERS.flatMap((folder) =>
  readdirSync(join(root, folder))
    .filter((name) => name.endsWith('.ts'))
    .map((name) => join(folder, name)),
).filter((file) => !only.length || only.some((part) => file.includes(part)));

/** Survivors' reasons: by file, then by the line as changed. */
const reasons: Record<string, Record<string, string>> = JSON.parse(
  readFileSync(join(import.meta.dirname, 'survivors.json'), 'utf8'),
);
const reasonOf = ({ file, line }: Fault): string | undefined =>
  reasons[file.replace('lib/consoles/', '')]?.[line];

const faults = files.flatMap((file) => faultsOf(file, readFileSync(join(root, file), 'utf8')));
const survivors = new Set<number>();

/** One line of the trying process; gives the fault that is being tried. */
function hear(line: string, at: number): number {
  const [what, place, reached] = line.split(' ');
  const n = Number(place);
  const fault = faults[n];
  if (what === 'survived' && fault) {
    survivors.add(n);
    const why = reasonOf(fault) ?? (reached === '0' ? 'NO REASON; no reading reaches it' : 'NO REASON');
    console.log(`survived ${fault.id}: ${fault.what} (${why})`);
  }
  const done = what === 'survived' || what === 'noticed';
  if (done && faults[n + 1]?.file !== fault?.file) tellFile(fault?.file);
  return what === 'trying' || what === 'stopped' ? n : at;
}

function tellFile(file: string | undefined): void {
  const own = faults.flatMap((fault, n) => (fault.file === file ? n : []));
  const noticed = own.filter((n) => !survivors.has(n)).length;
  console.log(`${file}: ${noticed} of ${own.length} noticed`);
}

/** Tries the faults from one on; gives the one to go on with: a hang counts as noticed. */
function tryFrom(from: number): Promise<number> {
  return new Promise((done, fail) => {
    const script = join(import.meta.dirname, 'try-faults.ts');
    const child = spawn(process.execPath, [script, String(from), ...files], { cwd: root });
    let at = from - 1;
    let stopped = false;
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
        at = hear(line, at);
        stopped ||= line.startsWith('stopped');
      }
    });
    child.on('close', (code) => {
      clearTimeout(timer);
      if (at < from && (code || !stopped)) fail(new Error(errors || 'the readings of the sound source hang'));
      else done(stopped ? at : at + 1);
    });
  });
}

if (args.includes('--list')) {
  for (const { id, what } of faults) console.log(`${id}: ${what}`);
} else {
  for (let from = 0; from < faults.length; ) from = await tryFrom(from);
  const noticed = faults.length - survivors.size;
  const unexplained = [...survivors].filter((n) => !faults[n] || !reasonOf(faults[n])).length;
  const share = (100 * noticed) / Math.max(1, faults.length);
  console.log(
    `${faults.length} faults planted, ${noticed} noticed (${share.toFixed(1)} %); ${unexplained} survivors without a reason`,
  );
  process.exitCode = share >= ENOUGH ? 0 : 1;
}
