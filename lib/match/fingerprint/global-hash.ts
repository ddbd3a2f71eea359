/** Whole-picture hashes: image-hash's blockhash and a 256-bit DCT hash, with turned and mirrored forms and a quality gate. */
import blockHashModule from 'image-hash/lib/block-hash.js';
import { shrinkPlane } from '../../pixels/kernels/shrink.ts';
import type { Plane } from '../../pixels/raster.ts';
import { bits } from './hamming.ts';

/** Hash bits per side (16 x 16 = 256 bits). */
const SIDE = 16;
/** Side of the picture that the DCT is taken of. */
const DCT_INPUT = 64;
/** Grey steps per pixel of mean slope at which a picture has enough structure for a global hash. */
const FULL_QUALITY = 1.6;

export interface GlobalHashes {
  block: Uint32Array;
  dct: Uint32Array;
  /** 0..1; under about 0.3 (white product on white, two tones) global hashes collide and are not used. */
  quality: number;
}

type BlockHash = (
  picture: { width: number; height: number; data: Uint8ClampedArray },
  bits: number,
  method: 1 | 2,
) => string;
// The package is CommonJS: bundlers and Node hand its default export over in different wrappings.
const wrapped = blockHashModule as unknown as BlockHash | { default: BlockHash };
const blockHash: BlockHash = typeof wrapped === 'function' ? wrapped : wrapped.default;

/** Any plane at exactly `side` x `side`: area averages where it shrinks, repeated pixels where it grows. */
function squared(plane: Plane, side: number): Plane {
  const shrunk = shrinkPlane(plane, Math.min(side, plane.width), Math.min(side, plane.height));
  if (shrunk.width === side && shrunk.height === side) return shrunk;
  const data = new Uint8Array(side * side);
  for (let y = 0; y < side; y++) {
    const sy = Math.floor((y * shrunk.height) / side);
    for (let x = 0; x < side; x++)
      data[y * side + x] = shrunk.data[sy * shrunk.width + Math.floor((x * shrunk.width) / side)]!;
  }
  return { width: side, height: side, data };
}

const COSINES = (() => {
  const table = new Float64Array(SIDE * DCT_INPUT);
  for (let k = 0; k < SIDE; k++) {
    for (let i = 0; i < DCT_INPUT; i++)
      table[k * DCT_INPUT + i] = Math.cos((Math.PI * (k + 1) * (2 * i + 1)) / (2 * DCT_INPUT));
  }
  return table;
})();

/** Bits of the 16 x 16 lowest non-constant DCT-II coefficients over their median (as PDQ, Facebook 2019). */
function dctHash(plane: Plane): Uint32Array {
  const rows = new Float64Array(DCT_INPUT * SIDE);
  for (let y = 0; y < DCT_INPUT; y++) {
    for (let k = 0; k < SIDE; k++) {
      let sum = 0;
      for (let x = 0; x < DCT_INPUT; x++) sum += plane.data[y * DCT_INPUT + x]! * COSINES[k * DCT_INPUT + x]!;
      rows[y * SIDE + k] = sum;
    }
  }
  const coefficients = new Float64Array(SIDE * SIDE);
  for (let j = 0; j < SIDE; j++) {
    for (let k = 0; k < SIDE; k++) {
      let sum = 0;
      for (let y = 0; y < DCT_INPUT; y++) sum += rows[y * SIDE + k]! * COSINES[j * DCT_INPUT + y]!;
      coefficients[j * SIDE + k] = sum;
    }
  }
  const middle = coefficients.slice().sort()[(SIDE * SIDE) / 2]!;
  const out = new Uint32Array(8);
  coefficients.forEach((c, i) => {
    if (c > middle) out[i >> 5] = (out[i >> 5]! | (1 << (i & 31))) >>> 0;
  });
  return out;
}

function structure(plane: Plane): number {
  const { width, height, data } = plane;
  let sum = 0;
  for (let y = 0; y < height - 1; y++) {
    for (let x = 0, i = y * width; x < width - 1; x++, i++) {
      sum += Math.abs(data[i + 1]! - data[i]!) + Math.abs(data[i + width]! - data[i]!);
    }
  }
  return Math.min(1, sum / ((width - 1) * (height - 1)) / 2 / FULL_QUALITY);
}

/** The DCT hash and the structure alone: what a picture is searched with. */
export function searchHash(grey: Plane): Pick<GlobalHashes, 'dct' | 'quality'> {
  // By way of 256 pixels, as a kept picture's own hash is made.
  const small = squared(squared(grey, 256), DCT_INPUT);
  return { dct: dctHash(small), quality: structure(small) };
}

export function globalHashes(grey: Plane): GlobalHashes {
  const big = squared(grey, 256);
  const rgba = new Uint8ClampedArray(big.data.length * 4);
  for (let i = 0, p = 0; i < big.data.length; i++, p += 4) {
    const v = big.data[i]!;
    rgba[p] = v;
    rgba[p + 1] = v;
    rgba[p + 2] = v;
    rgba[p + 3] = 255;
  }
  const hex = blockHash({ width: 256, height: 256, data: rgba }, SIDE, 1);
  const block = Uint32Array.from({ length: 8 }, (_, i) => Number.parseInt(hex.slice(i * 8, i * 8 + 8), 16));
  return { block, ...searchHash(big) };
}

/** Which bits change when the picture is mirrored left-right: those of odd horizontal frequency (k + 1 odd). */
const FLIP_ROW = 0x55555555;

/** The DCT hash of the picture in its 8 turned and mirrored forms (exact but for coefficients at the median). */
export function turnedForms(hash: Uint32Array): Uint32Array[] {
  const transposed = new Uint32Array(8);
  for (let j = 0; j < SIDE; j++) {
    for (let k = 0; k < SIDE; k++) {
      const i = j * SIDE + k;
      const t = k * SIDE + j;
      if ((hash[i >> 5]! >>> (i & 31)) & 1)
        transposed[t >> 5] = (transposed[t >> 5]! | (1 << (t & 31))) >>> 0;
    }
  }
  const forms: Uint32Array[] = [];
  for (const base of [hash, transposed]) {
    for (const across of [false, true]) {
      for (const down of [false, true]) {
        forms.push(
          base.map((word) => {
            // One word holds two rows j and j + 1; row j has odd vertical frequency when j is even.
            let out = word;
            if (across) out ^= FLIP_ROW;
            if (down) out ^= 0x0000ffff;
            return out >>> 0;
          }),
        );
      }
    }
  }
  return forms;
}

/** Bits in which two 256-bit hashes differ. */
export function hashDistance(a: Uint32Array, b: Uint32Array): number {
  let d = 0;
  for (let i = 0; i < 8; i++) d += bits(a[i]! ^ b[i]!);
  return d;
}
