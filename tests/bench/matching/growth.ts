/** How finding the source holds out as the gallery grows: real pictures among strangers patched together from their features. */

import { seeded } from '../../../lib/match/fingerprint/pattern.ts';
import type { Fingerprint, FreshFingerprint, MatchIndex } from '../../../lib/match/index.ts';
import { quantile, share } from './statistics.ts';

const SIZES = [1_000, 3_000, 10_000];
/** Bits by which a stranger's feature differs from the real one it was taken from: as far apart as features of unrelated pictures in one word often are (a vote needs 26 of 128 or less). */
const FLIPPED = 30;

export interface Query {
  source: string;
  fp: FreshFingerprint;
}

export interface Growth {
  pictures: number;
  inFive: number;
  first: number;
  of: number;
  /** Processor time of one search, median, ms. */
  ms: number;
}

/** A picture that never was: each feature from another real picture, a little changed, somewhere else. */
function stranger(real: Fingerprint[], random: () => number): Fingerprint {
  const model = real[Math.floor(random() * real.length)]!;
  const { stored } = model;
  const signature = new Uint32Array(stored.signature.length);
  for (let i = 0; i < stored.count; i++) {
    const from = real[Math.floor(random() * real.length)]!.stored;
    const k = Math.floor(random() * from.count);
    for (let w = 0; w < 4; w++) signature[i * 4 + w] = from.signature[k * 4 + w] ?? 0;
    for (let f = 0; f < FLIPPED; f++) {
      const bit = Math.floor(random() * 128);
      const w = i * 4 + (bit >> 5);
      signature[w] = (signature[w]! ^ (1 << (bit & 31))) >>> 0;
    }
  }
  const drawn = (column: Uint8Array, below: number): Uint8Array =>
    column.map(() => Math.floor(random() * below));
  return {
    ...model,
    dctHash: model.dctHash.map(() => Math.floor(random() * 2 ** 32)),
    stored: {
      ...stored,
      signature,
      angle: drawn(stored.angle, 64),
      x: drawn(stored.x, 256),
      y: drawn(stored.y, 256),
    },
  };
}

/** Grows `index`, which already holds all real pictures, and searches with every query at each size. */
export function measureGrowth(index: MatchIndex, real: Fingerprint[], queries: Query[]): Growth[] {
  const random = seeded(20_261_124);
  const measure = (): Growth => {
    const times: number[] = [];
    let inFive = 0;
    let first = 0;
    for (const { source, fp } of queries) {
      const started = process.cpuUsage();
      const found = index.search(fp, 5).map(({ id }) => id);
      index.closeUps(fp);
      const { user, system } = process.cpuUsage(started);
      times.push((user + system) / 1_000);
      if (found.includes(source)) inFive++;
      if (found[0] === source) first++;
    }
    return { pictures: index.size, inFive, first, of: queries.length, ms: quantile(times, 0.5) };
  };
  const out = [measure()];
  for (const size of SIZES) {
    while (index.size < size) index.add(`stranger ${index.size}`, stranger(real, random));
    out.push(measure());
  }
  return out;
}

export function printGrowth(growth: Growth[]): void {
  console.log(
    '\n| pictures | source among the best 5 | first | all passes of one search, processor ms |\n| --- | --- | --- | --- |',
  );
  for (const { pictures, inFive, first, of, ms } of growth)
    console.log(
      `| ${pictures.toLocaleString('en')} | ${share(inFive, of)} | ${share(first, of)} | ${ms.toFixed(1)} |`,
    );
}
