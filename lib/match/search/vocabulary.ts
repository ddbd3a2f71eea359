/** Sorts 128-bit signatures into 4,096 words by a three-level tree of binary centres, so that near ones land together. */
import { bytesOfBase64 } from '../../base/base64.ts';
import { aligned, type KernelRoom, kernelRoom } from '../../pixels/kernels/kernels.ts';
import { bits } from '../fingerprint/hamming.ts';
import { VOCABULARY } from './vocabulary-data.ts';

export const BRANCHES = 16;
const LEVELS = 3;
export const WORDS = BRANCHES ** LEVELS;
/** Centres of all levels, breadth first: 16 + 256 + 4,096. */
const NODES = BRANCHES + BRANCHES ** 2 + BRANCHES ** 3;

/** The shipped tree: NODES x 4 words, little-endian, base64 (tests/bench/matching/train-vocabulary.ts makes it). */
function readCentres(): Uint32Array {
  const view = new DataView(bytesOfBase64(VOCABULARY).buffer);
  const out = new Uint32Array(NODES * 4);
  for (let i = 0; i < out.length; i++) out[i] = view.getUint32(i * 4, true);
  return out;
}

let known: Uint32Array | undefined;

/** Read when they are first asked for: most of what loads this file compares pictures, and searches none. */
function centresOf(): Uint32Array {
  known ??= readCentres();
  return known;
}

/**
 * Words of one signature, best first: the nearest centre on every level, then what the runner-up of each level leads to,
 * ordered by how much farther the runner-up was. Fills `out` and returns how many it filled (at most `probes`).
 */
export function wordsOf(signature: Uint32Array, at: number, probes: number, out: Uint16Array): number {
  const centres = centresOf();
  const a = signature[at]!;
  const b = signature[at + 1]!;
  const c = signature[at + 2]!;
  const d = signature[at + 3]!;
  const nearest = (first: number): [number, number, number] => {
    let best = 999;
    let second = 999;
    let bestAt = 0;
    let secondAt = 0;
    for (let k = 0, p = first * 4; k < BRANCHES; k++, p += 4) {
      const n =
        bits(a ^ centres[p]!) +
        bits(b ^ centres[p + 1]!) +
        bits(c ^ centres[p + 2]!) +
        bits(d ^ centres[p + 3]!);
      if (n < best) {
        second = best;
        secondAt = bestAt;
        best = n;
        bestAt = k;
      } else if (n < second) {
        second = n;
        secondAt = k;
      }
    }
    return [bestAt, secondAt, second - best];
  };
  const descend = (
    prefix: number,
    level: number,
  ): { word: number; rivals: { gap: number; prefix: number; level: number }[] } => {
    let node = prefix;
    const rivals: { gap: number; prefix: number; level: number }[] = [];
    for (let l = level; l < LEVELS; l++) {
      const [best, second, gap] = nearest(FIRST[l]! + node * BRANCHES);
      rivals.push({ gap, prefix: node * BRANCHES + second, level: l + 1 });
      node = node * BRANCHES + best;
    }
    return { word: node, rivals };
  };
  const main = descend(0, 0);
  out[0] = main.word;
  let filled = 1;
  if (probes > 1) {
    main.rivals.sort((p, q) => p.gap - q.gap);
    for (const rival of main.rivals) {
      if (filled >= probes) break;
      out[filled++] = rival.level === LEVELS ? rival.prefix : descend(rival.prefix, rival.level).word;
    }
  }
  return filled;
}

const FIRST = [0, BRANCHES, BRANCHES + BRANCHES ** 2];

/** The centres as the kernel has them: the four words of each group of siblings column by column, so that four are met in one step. */
function columnsOf(all: Uint32Array): Uint32Array {
  const GROUP = 4 * BRANCHES;
  return all.map((_, at) => {
    const inside = at % GROUP;
    return all[at - inside + 4 * (inside % BRANCHES) + Math.floor(inside / BRANCHES)]!;
  });
}

let room: KernelRoom | null | undefined;
const SIGNATURES = aligned(NODES * 16);

/** `wordsOf` for `count` signatures in a row, `probes` (1 to 4) words each: through the kernel where there is one. */
export function wordsOfAll(signatures: Uint32Array, count: number, probes: number): Uint16Array {
  if (room === undefined) {
    room = kernelRoom();
    room?.reserve(SIGNATURES);
    room?.words(0, NODES * 4).set(columnsOf(centresOf()));
  }
  return room ? byKernel(room, signatures, count, probes) : plainWordsOfAll(signatures, count, probes);
}

function byKernel(kernels: KernelRoom, signatures: Uint32Array, count: number, probes: number): Uint16Array {
  const work = SIGNATURES + 16 * count;
  const out = work + 64;
  kernels.reserve(out + 2 * probes * count);
  kernels.words(SIGNATURES, 4 * count).set(signatures.subarray(0, 4 * count));
  kernels.calls.words(0, SIGNATURES, count, probes, work, out);
  return kernels.shorts(out, probes * count).slice();
}

/** The same in plain code: the reference that tests hold the kernel against. */
export function plainWordsOfAll(signatures: Uint32Array, count: number, probes: number): Uint16Array {
  const out = new Uint16Array(count * probes);
  const one = new Uint16Array(probes);
  for (let i = 0; i < count; i++) {
    wordsOf(signatures, 4 * i, probes, one);
    out.set(one, i * probes);
  }
  return out;
}
