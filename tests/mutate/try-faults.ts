/**
 * Tries planted faults, from a given one on: `node try-faults.ts FROM FILE…`. A line per fault, `noticed N` or `survived N REACHED`
 * (how many readings it could have changed), and one after each reading. Stops early, at `stopped N`, when memory runs short.
 */
import { readFileSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { basename, join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { type Fault, faultsOf, probed } from './faults.ts';
import { Graph } from './graph.ts';

type Readings = typeof import('./readings.ts');

const root = resolve(import.meta.dirname, '../..');
const [from = '0', ...files] = process.argv.slice(2);
const sources = new Map(files.map((file) => [join(root, file), readFileSync(join(root, file), 'utf8')]));
const byFile = files.map((file) => faultsOf(file, sources.get(join(root, file)) ?? ''));
const faults: Fault[] = byFile.flat();
const firstOf = new Map(
  files.map((file) => [join(root, file), faults.findIndex((one) => one.file === file)]),
);
const graph = new Graph(['lib', 'tests'].map((folder) => join(root, folder)));
const reachable = new Map(files.map((file) => [file, graph.reachedFrom(join(root, file))]));
const everything = new Set([...reachable.values()].flatMap((reached) => [...reached]));

const MARK = /\?fault=([\w-]+)$/;
const faultOf = (mark: string): Fault | undefined => faults[Number(mark)];

// Each fault gets modules of its own where it can reach them; all others are shared.
registerHooks({
  resolve(specifier, context, next) {
    const resolved = next(specifier, context);
    const [, mark] = MARK.exec(context.parentURL ?? '') ?? [];
    if (mark === undefined || !resolved.url.startsWith('file:') || resolved.url.includes('?'))
      return resolved;
    const reached = reachable.get(faultOf(mark)?.file ?? '') ?? everything;
    return reached.has(fileURLToPath(resolved.url))
      ? { ...resolved, url: `${resolved.url}?fault=${mark}` }
      : resolved;
  },
  load(url, context, next) {
    const [, mark] = MARK.exec(url) ?? [];
    if (mark === undefined) return next(url, context);
    const path = fileURLToPath(url.replace(MARK, ''));
    const sound = sources.get(path);
    const fault = faultOf(mark);
    if (fault && path === join(root, fault.file))
      return { format: 'module-typescript', source: fault.source, shortCircuit: true };
    if (fault || sound === undefined) return next(url, context);
    const first = firstOf.get(path) ?? 0;
    const own = faults.filter(({ file }) => join(root, file) === path);
    return { format: 'module-typescript', source: probed(sound, own, first), shortCircuit: true };
  },
});

const load = (mark: string): Promise<Readings> =>
  import(`${pathToFileURL(join(import.meta.dirname, 'readings.ts')).href}?fault=${mark}`);

/** What each reading says of the sound source, how long it took, and which faults would have made a difference in it. */
interface Sound {
  console?: string;
  told: string;
  ms: number;
  reached: Set<number>;
}

let reached = new Set<number>();
Object.assign(globalThis, { reached: (n: number) => Boolean(reached.add(n)) });
const onLoading = reached;
const sound: Sound[] = [];
for (const { console: of, tell } of (await load('none')).readings()) {
  // Once to make the page, which stays, and once to see how long reading it takes.
  reached = new Set(onLoading);
  const told = tell();
  const begun = performance.now();
  tell();
  sound.push({ ...(of && { console: of }), told, ms: performance.now() - begun, reached });
  console.log('read');
}

/** Places of the readings, the one that noticed last first; then the quick ones. */
const order = sound.map((_, place) => place).sort((a, b) => (sound[a]?.ms ?? 0) - (sound[b]?.ms ?? 0));

/** The readings that a fault could change, most promising first. */
function readingsFor(n: number, { file, probe }: Fault): number[] {
  const own = file.includes('/platforms/') ? basename(file, '.ts') : undefined;
  return order.filter((place) => {
    const one = sound[place];
    return one && (probe ? one.reached.has(n) : !own || one.console === own);
  });
}

async function tryFault(n: number, fault: Fault): Promise<string> {
  const places = readingsFor(n, fault);
  if (!places.length) return `survived ${n} 0`;
  try {
    const readings = (await load(String(n))).readings();
    for (const place of places) {
      const told = readings[place]?.tell();
      console.log('read');
      if (told === sound[place]?.told) continue;
      order.splice(order.indexOf(place), 1);
      order.unshift(place);
      return `noticed ${n}`;
    }
  } catch {
    return `noticed ${n}`;
  }
  return `survived ${n} ${places.length}`;
}

/** Modules are never given back: beyond this a new process goes on. */
const MOST_BYTES = 1_500_000_000;

for (let n = Number(from); n < faults.length; n++) {
  const fault = faults[n];
  if (!fault) break;
  if (process.memoryUsage().heapUsed > MOST_BYTES && n > Number(from)) {
    console.log(`stopped ${n}`);
    break;
  }
  console.log(`trying ${n}`);
  console.log(await tryFault(n, fault));
}
