/**
 * Trains the search vocabulary (lib/match/search/vocabulary-data.ts) on the features of a folder of pictures:
 * `node tests/bench/matching/train-vocabulary.ts DIR…`. Binary k-means, three levels of 16; seeded, so the same pictures give
 * the same words. Changing the words makes stored index pieces useless (not the fingerprints): raise the piece layout version.
 */
import { readdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { extractFeatures } from '../../../lib/match/fingerprint/features.ts';
import { bits } from '../../../lib/match/fingerprint/hamming.ts';
import { seeded } from '../../../lib/match/fingerprint/pattern.ts';
import { toColourPlanes } from '../../../lib/pixels/raster.ts';
import { decoded } from '../../unit/match/pictures.ts';

const BRANCHES = 16;
const ROUNDS = 8;
const random = seeded(4096);

async function signatures(dirs: string[]): Promise<Uint32Array> {
  const files = dirs.flatMap((dir) =>
    readdirSync(dir, { recursive: true, encoding: 'utf8' })
      .filter((f) => /\.(jpe?g|png|webp)$/i.test(f) && !f.includes('mask'))
      .map((f) => join(dir, f)),
  );
  const parts: Uint32Array[] = [];
  for (const file of files) {
    const picture = await decoded(file);
    const planes = toColourPlanes(picture);
    const f = extractFeatures({ width: planes.width, height: planes.height, data: planes.y }, 1, 1, 500);
    const part = new Uint32Array(f.count * 4);
    for (let i = 0; i < f.count; i++) part.set(f.descriptor.subarray(i * 8, i * 8 + 4), i * 4);
    parts.push(part);
  }
  const all = new Uint32Array(parts.reduce((n, p) => n + p.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  console.log(`${files.length} pictures, ${all.length / 4} signatures`);
  return all;
}

/** Majority bits of each cluster; empty clusters take a random member of the whole. */
function centresOf(data: Uint32Array, members: Int32Array): { centres: Uint32Array; owner: Uint8Array } {
  const centres = new Uint32Array(BRANCHES * 4);
  const owner = new Uint8Array(members.length);
  const pick = (): number => members[Math.floor(random() * members.length)] ?? 0;
  for (let k = 0; k < BRANCHES; k++) {
    const p = pick() * 4;
    centres.set(data.subarray(p, p + 4), k * 4);
  }
  for (let round = 0; round < ROUNDS; round++) {
    const ones = new Uint32Array(BRANCHES * 128);
    const sizes = new Uint32Array(BRANCHES);
    members.forEach((m, i) => {
      let best = 999;
      for (let k = 0; k < BRANCHES; k++) {
        let d = 0;
        for (let w = 0; w < 4; w++) d += bits(data[m * 4 + w]! ^ centres[k * 4 + w]!);
        if (d < best) {
          best = d;
          owner[i] = k;
        }
      }
      const k = owner[i]!;
      sizes[k] = sizes[k]! + 1;
      for (let b = 0; b < 128; b++) {
        if ((data[m * 4 + (b >> 5)]! >>> (b & 31)) & 1) ones[k * 128 + b] = ones[k * 128 + b]! + 1;
      }
    });
    for (let k = 0; k < BRANCHES; k++) {
      if (sizes[k] === 0) {
        const p = pick() * 4;
        for (let w = 0; w < 4; w++) {
          // A jittered member, so that two empty clusters never share a centre.
          centres[k * 4 + w] = (data[p + w]! ^ (1 << Math.floor(random() * 32))) >>> 0;
        }
        continue;
      }
      for (let w = 0; w < 4; w++) {
        let word = 0;
        for (let b = 0; b < 32; b++) if (ones[k * 128 + w * 32 + b]! * 2 > sizes[k]!) word |= 1 << b;
        centres[k * 4 + w] = word >>> 0;
      }
    }
  }
  return { centres, owner };
}

const data = await signatures(process.argv.slice(2));
const levels: Uint32Array[][] = [[], [], []];
let groups: Int32Array[] = [Int32Array.from({ length: data.length / 4 }, (_, i) => i)];
for (let level = 0; level < 3; level++) {
  const next: Int32Array[] = [];
  for (const members of groups) {
    const { centres, owner } = centresOf(data, members);
    levels[level]!.push(centres);
    if (level < 2) {
      for (let k = 0; k < BRANCHES; k++) next.push(members.filter((_, i) => owner[i] === k));
    }
  }
  groups = next;
}
const words = levels.flat();
const bytes = Buffer.alloc(words.reduce((n, w) => n + w.length * 4, 0));
words
  .flatMap((w) => [...w])
  .forEach((w, i) => {
    bytes.writeUInt32LE(w, i * 4);
  });
writeFileSync(
  resolve(import.meta.dirname, '../../../lib/match/search/vocabulary-data.ts'),
  `/** Made by tests/bench/matching/train-vocabulary.ts; do not edit. */\nexport const VOCABULARY =\n  '${bytes.toString('base64')}';\n`,
);
console.log(`${bytes.length} bytes`);
