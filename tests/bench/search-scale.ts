/** Library search as the library grows: time, memory, bytes on disk. */
import {
  decodeFingerprint,
  encodeFingerprint,
  type Fingerprint,
  type FreshFingerprint,
  fingerprint,
  MatchIndex,
} from '../../lib/match/index.ts';
import { random } from '../fuzz/mutate.ts';
import { type Figure, median } from './figures.ts';
import { pixelsOf } from './pixels.ts';

const SIZES = [100, 1_000, 10_000, 100_000];
const QUERIES = 24;

/** A stranger of the same make: signatures that agree by half of their bits, as those of unrelated pictures do, and new places. */
function stranger(like: FreshFingerprint, next: () => number): Fingerprint {
  const { stored } = like;
  const noise = () => Math.floor(next() * 4_294_967_296) >>> 0;
  const { query: _, ...kept } = like;
  return {
    ...kept,
    blockHash: like.blockHash.map(noise),
    dctHash: like.dctHash.map(noise),
    stored: {
      ...stored,
      signature: stored.signature.map((word) => (word ^ noise()) >>> 0),
      x: stored.x.map(() => noise() & 255),
      y: stored.y.map(() => noise() & 255),
    },
  };
}

/** Measures with real fingerprints of `files` hidden among strangers made from them. */
export async function searchScale(files: string[]): Promise<Figure[]> {
  const real = await Promise.all(files.map(async (file) => fingerprint(await pixelsOf(file))));
  const encoded = real.map(encodeFingerprint);
  const next = random(7);
  const index = new MatchIndex();
  const figures: Figure[] = [];
  const bytes = median(encoded.map((one) => one.length));
  figures.push({
    what: 'index on disk, per image',
    value: bytes / 1024,
    unit: 'KiB',
    target: '≤ 8 KiB',
    met: bytes <= 8_192,
  });
  let last = 0;
  for (const size of SIZES) {
    while (index.size < size) {
      const n = index.size;
      const like = real[n % real.length]!;
      index.add(String(n), n < real.length ? decodeFingerprint(encoded[n]!) : stranger(like, next));
    }
    const times = Array.from({ length: QUERIES }, (_, i) => {
      const query = real[i % real.length]!;
      // Processor time: what else the machine does at the moment is not the search's cost.
      const started = process.cpuUsage();
      index.search(query, 8);
      index.closeUps(query);
      const { user, system } = process.cpuUsage(started);
      return (user + system) / 1_000;
    });
    const ms = median(times);
    figures.push({
      what: `search among ${size.toLocaleString('en')} images`,
      value: ms,
      unit: 'ms',
      against: `${(index.bytes / 1e6).toFixed(0)} MB held${last ? `; ${(ms / last).toFixed(1)} × the time for ten times the images` : ''}`,
      ...(size === 100_000 ? { target: '≤ 30 ms', met: ms <= 30 } : {}),
    });
    last = ms;
  }
  return figures;
}
