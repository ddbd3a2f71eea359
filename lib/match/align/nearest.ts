/** The nearest and second nearest descriptor for each of many: the processor's bit count through WebAssembly, plain code where that is missing. */
import { aligned, sharedRoom } from '../../pixels/kernels/kernels.ts';
import type { Features } from '../fingerprint/features.ts';
import { bits } from '../fingerprint/hamming.ts';
import { DESCRIPTOR_WORDS } from '../fingerprint/pattern.ts';

/** Three numbers per descriptor: place of the nearest (-1: none), its distance, distance of the second nearest at another place (999: none). */
export type Nearest = Int32Array;

const NONE = 999;

/** `descriptors` holds `n` of eight words; `words` (4 or 8) of each are compared. The answer is valid until the next call. */
export function nearestTwo(descriptors: Uint32Array, n: number, source: Features, words: 4 | 8): Nearest {
  const room = sharedRoom();
  if (!room) return plainNearestTwo(descriptors, n, source, words);
  const m = source.count;
  const bytes = 4 * DESCRIPTOR_WORDS;
  const to = n * bytes;
  const places = to + m * bytes;
  const out = aligned(places + 12 * m);
  room.reserve(out + 12 * n);
  room.words(0, n * DESCRIPTOR_WORDS).set(descriptors.subarray(0, n * DESCRIPTOR_WORDS));
  room.words(to, m * DESCRIPTOR_WORDS).set(source.descriptor.subarray(0, m * DESCRIPTOR_WORDS));
  const xys = room.floats(places, 3 * m);
  for (let j = 0, p = 0; j < m; j++) {
    xys[p++] = source.x[j]!;
    xys[p++] = source.y[j]!;
    xys[p++] = source.size[j]!;
  }
  room.calls.nearestTwo(0, n, to, m, places, words === DESCRIPTOR_WORDS, out);
  return room.ints(out, 3 * n);
}

/** The same in plain code: the reference that tests hold the kernel against. */
export function plainNearestTwo(
  descriptors: Uint32Array,
  n: number,
  source: Features,
  words: 4 | 8,
): Nearest {
  const out = new Int32Array(3 * n);
  for (let i = 0; i < n; i++) {
    let d1 = NONE;
    let d2 = NONE;
    let j1 = -1;
    for (let j = 0; j < source.count; j++) {
      let d = 0;
      for (let w = 0; w < words; w++)
        d += bits(descriptors[i * DESCRIPTOR_WORDS + w]! ^ source.descriptor[j * DESCRIPTOR_WORDS + w]!);
      if (d >= d2) continue;
      if (d < d1) {
        // The same corner on a neighbouring level is not a rival.
        if (j1 < 0 || apart(source, j, j1)) d2 = d1;
        d1 = d;
        j1 = j;
      } else if (apart(source, j, j1)) d2 = d;
    }
    out.set([j1, d1, d2], 3 * i);
  }
  return out;
}

function apart(f: Features, i: number, j: number): boolean {
  const reach = 4 * Math.max(f.size[i]!, f.size[j]!);
  const far = (a: number, b: number): boolean => Math.abs(Math.fround(a - b)) > Math.fround(reach);
  return far(f.x[i]!, f.x[j]!) || far(f.y[i]!, f.y[j]!);
}
