/**
 * Milliseconds per file of our reader against ExifReader and exifr, on the same files in the same run, and the gzip size
 * of the provenance chunk. All three read everything they can; ExifReader and exifr find no AIGC label in most places.
 *
 *     node tests/bench/provenance.ts [DIR] [rounds=5]
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { gzipSync } from 'node:zlib';
import exifr from 'exifr';
import ExifReader from 'exifreader';
import { build } from 'vite';
import { readFile } from '../../lib/provenance/index.ts';
import { SAMPLES } from '../samples.ts';

const folder = resolve(process.argv[2] ?? resolve(SAMPLES, 'provenance'));
const rounds = Number(process.argv[3] ?? 5);

function* filesIn(dir: string): Generator<string> {
  for (const entry of readdirSync(dir, { withFileTypes: true })) {
    const path = resolve(dir, entry.name);
    if (entry.isDirectory()) yield* filesIn(path);
    else if (/\.(jpe?g|png|webp|gif|tiff?|heic|avif)$/i.test(entry.name)) yield path;
  }
}

type Reader = (bytes: Uint8Array, name: string) => unknown;

/** Files of a type that a library does not know count as read: only time is compared here. */
const quietly =
  (read: Reader): Reader =>
  async (bytes, name) => {
    try {
      return await read(bytes, name);
    } catch {
      return undefined;
    }
  };

const READERS: [string, Reader][] = [
  ['ours', (bytes, name) => readFile(bytes, name)],
  [
    'ExifReader',
    quietly((bytes) => ExifReader.load(bytes.slice().buffer, { expanded: true, includeUnknown: true })),
  ],
  ['exifr', quietly((bytes) => exifr.parse(bytes, true))],
];

const quantile = (sorted: number[], q: number) =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * q))] ?? 0;

async function main() {
  if (!existsSync(folder)) return console.log(`${folder} is absent`);
  const files = [...filesIn(folder)].map((path) => ({
    name: path,
    bytes: new Uint8Array(readFileSync(path)),
  }));
  const best = new Map<string, number[]>(
    READERS.map(([name]) => [name, files.map(() => Number.POSITIVE_INFINITY)]),
  );
  for (let round = 0; round < rounds; round++) {
    for (const [i, file] of files.entries()) {
      for (const [name, read] of READERS) {
        const before = performance.now();
        await read(file.bytes, file.name);
        const times = best.get(name)!;
        times[i] = Math.min(times[i]!, performance.now() - before);
      }
    }
  }
  console.log(`${files.length} files, best of ${rounds} rounds each, ms per file`);
  const median = (name: string) =>
    quantile(
      best.get(name)!.toSorted((a, b) => a - b),
      0.5,
    );
  for (const [name] of READERS) {
    const sorted = best.get(name)!.toSorted((a, b) => a - b);
    const sum = sorted.reduce((a, b) => a + b, 0);
    console.log(
      `  ${name.padEnd(12)} median ${quantile(sorted, 0.5).toFixed(3)}  p95 ${quantile(sorted, 0.95).toFixed(2)}  max ${sorted.at(-1)!.toFixed(1)}  all ${sum.toFixed(0)}`,
    );
  }
  console.log(
    `  median ratio: ours / ExifReader ${(median('ours') / median('ExifReader')).toFixed(2)}, ours / exifr ${(median('ours') / median('exifr')).toFixed(2)}`,
  );
  const signed = files.filter((f) => readFile(f.bytes).traces.some((t) => t.id === 'c2pa'));
  const ours = best.get('ours')!;
  const plain = files.map((f, i) => (signed.includes(f) ? -1 : ours[i]!)).filter((ms) => ms >= 0);
  console.log(
    `  ours without the ${signed.length} files that carry a credential (whose bytes are hashed): median ${quantile(
      plain.toSorted((a, b) => a - b),
      0.5,
    ).toFixed(3)}`,
  );
  const out = await build({
    configFile: false,
    logLevel: 'silent',
    build: {
      write: false,
      lib: {
        entry: resolve(import.meta.dirname, '../../lib/provenance/index.ts'),
        formats: ['es'],
        fileName: 'p',
      },
    },
  });
  const [bundle] = Array.isArray(out) ? out : [out];
  const code =
    bundle && 'output' in bundle ? bundle.output.map((o) => ('code' in o ? o.code : '')).join('') : '';
  console.log(
    `  provenance chunk: ${(code.length / 1000).toFixed(1)} KB, ${(gzipSync(code, { level: 9 }).length / 1000).toFixed(1)} KB gzip`,
  );
}

await main();
