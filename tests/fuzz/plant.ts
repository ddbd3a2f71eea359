/** Shows that the fuzzing would notice: plants one bug at a time in a copy of the sources and expects a failure. */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { SAMPLES } from '../samples.ts';

const ROOT = resolve(import.meta.dirname, '../..');

interface Plant {
  what: string;
  file: string;
  from: string;
  to: string;
  target: string;
}

const PLANTS: Plant[] = [
  {
    what: 'a walk that does not move on (hang)',
    file: 'lib/images/sniff.ts',
    from: 'at += 2 + length;',
    to: 'at += length > 60_000 ? 0 : 2 + length;',
    target: 'sniff',
  },
  {
    what: 'a size that is believed (allocation)',
    file: 'lib/formats/zip-read.ts',
    from: 'if (entry.size > MAX_MEMBER || entry.packed > MAX_MEMBER)',
    to: 'if (entry.size > 1e15)',
    target: 'ZIP',
  },
  {
    what: 'a bound that is not checked (throw)',
    file: 'lib/formats/zip-read.ts',
    from: 'if (next > directory.byteLength) break;',
    to: '',
    target: 'ZIP',
  },
  {
    what: 'an address of any scheme (wrong answer)',
    file: 'lib/images/originals.ts',
    from: "if (url.protocol !== 'https:' || shown.length > 4_096) return [];",
    to: '',
    target: 'picture addresses',
  },
  {
    what: 'a number of frames that is believed (allocation or hang)',
    file: 'lib/video/sample-tables.ts',
    from: 'claimed(bytes, box) > MOST_SAMPLES',
    to: 'claimed(bytes, box) > 1e15',
    target: 'video container',
  },
];

const base = mkdtempSync(join(tmpdir(), 'claimlens-plant-'));
let missed = 0;
try {
  for (const part of ['lib', 'tests', 'package.json'])
    cpSync(join(ROOT, part), join(base, 'app', part), { recursive: true });
  symlinkSync(join(ROOT, 'node_modules'), join(base, 'app/node_modules'));
  symlinkSync(resolve(SAMPLES, '..'), join(base, 'shared'));
  for (const { what, file, from, to, target } of PLANTS) {
    const path = join(base, 'app', file);
    const sound = readFileSync(path, 'utf8');
    if (!sound.includes(from)) throw new Error(`${file} no longer holds: ${from}`);
    writeFileSync(path, sound.replace(from, to));
    const args = [join(base, 'app/tests/fuzz/run.ts'), '--minutes', '0.5', '--target', target];
    const { status } = spawnSync(process.execPath, args, { encoding: 'utf8' });
    writeFileSync(path, sound);
    if (status === 0) missed += 1;
    console.log(`${status === 0 ? 'MISSED' : 'found '} ${what}: ${file}`);
  }
} finally {
  rmSync(base, { recursive: true, force: true });
}
process.exitCode = missed ? 1 : 0;
