/** Tries the faults of one file, from a given one on: `node try-file.ts FILE FROM`; a line per fault, `noticed N` or `survived N`, and one after each reading. */
import { readFileSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { basename, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { faultsOf } from './faults.ts';

type Readings = typeof import('./readings.ts');

const root = resolve(import.meta.dirname, '../..');
const [file = '', from = '0'] = process.argv.slice(2);
const faults = faultsOf(file, readFileSync(join(root, file), 'utf8'));
const target = pathToFileURL(join(root, file)).href;
const OWN = [pathToFileURL(join(root, 'lib')).href, pathToFileURL(join(root, 'tests')).href];

// Each fault gets a module graph of its own: every import below a marked one carries the same mark.
registerHooks({
  resolve(specifier, context, next) {
    const resolved = next(specifier, context);
    const mark = /\?fault=[\w-]+$/.exec(context.parentURL ?? '')?.[0];
    return mark && OWN.some((start) => resolved.url.startsWith(start)) && !resolved.url.includes('?')
      ? { ...resolved, url: resolved.url + mark }
      : resolved;
  },
  load(url, context, next) {
    const [path, mark] = url.split('?fault=');
    const fault = path === target && mark !== undefined ? faults[Number(mark)] : undefined;
    return fault
      ? { format: 'module-typescript', source: fault.source, shortCircuit: true }
      : next(url, context);
  },
});

const load = (mark: string): Promise<Readings> =>
  import(`${pathToFileURL(join(import.meta.dirname, 'readings.ts')).href}?fault=${mark}`);

const only = file.includes('/platforms/') ? basename(file, '.ts') : undefined;
const whole = [...(await load('none')).readings(only)].map((read) => read());

for (let n = Number(from); n < faults.length; n++) {
  console.log(`trying ${n}`);
  let noticed = false;
  try {
    let at = 0;
    for (const read of (await load(String(n))).readings(only)) {
      noticed = read() !== whole[at++];
      if (noticed) break;
      console.log('read');
    }
  } catch {
    noticed = true;
  }
  console.log(`${noticed ? 'noticed' : 'survived'} ${n}`);
}
