/** Fingerprinting against the two packages that people would otherwise take, on the same pictures in the same run. */
import { readFileSync } from 'node:fs';
import blockHash from 'image-hash/lib/block-hash.js';
import phash from 'sharp-phash';
import { fingerprint } from '../../lib/match/index.ts';
import { type Figure, median } from './figures.ts';
import { pixelsOf } from './pixels.ts';

/** Processor time of a run in milliseconds: what else the machine does at the moment is not its cost. */
async function timed(run: () => unknown): Promise<number> {
  const started = process.cpuUsage();
  await run();
  const { user, system } = process.cpuUsage(started);
  return (user + system) / 1_000;
}

/** Processor time per picture, median; decoding is measured apart since all three need it. */
export async function hashing(files: string[]): Promise<Figure[]> {
  const decode: number[] = [];
  const own: number[] = [];
  const block: number[] = [];
  const perceptual: number[] = [];
  const blockOf = (blockHash as unknown as { default?: typeof blockHash }).default ?? blockHash;
  for (const file of files) {
    const bytes = readFileSync(file);
    decode.push(await timed(() => pixelsOf(file)));
    const picture = await pixelsOf(file);
    own.push(await timed(() => fingerprint(picture)));
    block.push(await timed(() => (blockOf as unknown as (...args: unknown[]) => unknown)(picture, 16, 2)));
    perceptual.push(await timed(() => phash(bytes)));
  }
  const ratio = (a: number[], b: number[]) => `${(median(a) / median(b)).toFixed(1)} ×`;
  return [
    { what: 'decode with libvips (for comparison)', value: median(decode), unit: 'ms' },
    {
      what: 'fingerprint (two hashes and up to 300 local features)',
      value: median(own),
      unit: 'ms',
      against: `${ratio(own, decode)} decode`,
    },
    {
      what: 'image-hash, 256 bit, same pixels',
      value: median(block),
      unit: 'ms',
      against: `fingerprint takes ${ratio(own, block)}`,
    },
    {
      what: 'sharp-phash, 64 bit, with its own decode',
      value: median(perceptual),
      unit: 'ms',
      against: `fingerprint with decode takes ${((median(own) + median(decode)) / median(perceptual)).toFixed(1)} ×`,
    },
  ];
}
