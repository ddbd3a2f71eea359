/**
 * QR codes (ISO/IEC 18004) of bytes, at the lowest level of error correction: for a screen, where nothing is dirty or torn.
 * Written here, since the reader that the product ships (zxing-wasm) writes none without a second file of WebAssembly.
 */
import { withCorrection } from './correction.ts';

/** Check bytes of each block, and number of blocks, of versions 1 to 40 at level L (table 9). */
const CHECK = [
  ...[7, 10, 15, 20, 26, 18, 20, 24, 30, 18, 20, 24, 26, 30, 22, 24, 28, 30, 28, 28],
  ...[28, 28, 30, 30, 26, 28, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30],
];
const BLOCKS = [
  ...[1, 1, 1, 1, 1, 2, 2, 2, 2, 4, 4, 4, 4, 4, 6, 6, 6, 6, 7, 8],
  ...[8, 9, 9, 10, 12, 12, 12, 13, 14, 15, 16, 17, 18, 19, 19, 20, 21, 22, 24, 25],
];
/** Number of level L in the format's bits. */
const LEVEL = 1;
const MASKS: readonly ((x: number, y: number) => number)[] = [
  (x, y) => (x + y) % 2,
  (_, y) => y % 2,
  (x) => x % 3,
  (x, y) => (x + y) % 3,
  (x, y) => (Math.floor(x / 3) + Math.floor(y / 2)) % 2,
  (x, y) => ((x * y) % 2) + ((x * y) % 3),
  (x, y) => (((x * y) % 2) + ((x * y) % 3)) % 2,
  (x, y) => (((x + y) % 2) + ((x * y) % 3)) % 2,
];

/** Rows of modules, dark ones true; without the light margin of four that a reader needs. */
export type QrCode = readonly (readonly boolean[])[];

const sizeOf = (version: number): number => version * 4 + 17;

/** Whole bytes that a version holds, data and check bytes together. */
function bytesIn(version: number): number {
  let modules = (16 * version + 128) * version + 64;
  if (version >= 2) {
    const rows = Math.floor(version / 7) + 2;
    modules -= (25 * rows - 10) * rows - 55;
    if (version >= 7) modules -= 36;
  }
  return Math.floor(modules / 8);
}

const checkOf = (version: number): { check: number; blocks: number } => ({
  check: CHECK[version - 1]!,
  blocks: BLOCKS[version - 1]!,
});

const dataIn = (version: number): number => {
  const { check, blocks } = checkOf(version);
  return bytesIn(version) - check * blocks;
};

/** Bits before the bytes: how they are written, and how many. */
const headBits = (version: number): number => 4 + (version < 10 ? 8 : 16);

/** The code of some bytes. Throws RangeError for more than 2 953. */
export function qrCode(bytes: Uint8Array): QrCode {
  const version = CHECK.findIndex((_, i) => headBits(i + 1) + bytes.length * 8 <= dataIn(i + 1) * 8) + 1;
  if (version === 0) throw new RangeError(`${bytes.length} bytes are too many for a QR code`);
  const { check, blocks } = checkOf(version);
  const stream = withCorrection(padded(bytes, version), bytesIn(version), check, blocks);
  const drawn = MASKS.map((_, mask) => draw(version, stream, mask));
  const best = drawn.reduce((a, b) => (penalty(a) <= penalty(b) ? a : b));
  return best;
}

/** Head, bytes, and what fills the version up. */
function padded(bytes: Uint8Array, version: number): Uint8Array {
  const out = new Uint8Array(dataIn(version));
  let at = 0;
  const write = (value: number, bits: number): void => {
    for (let i = bits - 1; i >= 0; i -= 1, at += 1)
      if ((value >>> i) & 1) out[at >> 3] = out[at >> 3]! | (0x80 >> (at & 7));
  };
  write(0b0100, 4);
  write(bytes.length, headBits(version) - 4);
  for (const byte of bytes) write(byte, 8);
  at = Math.min(out.length * 8, at + 4);
  for (let n = Math.ceil(at / 8), i = 0; n < out.length; n += 1, i += 1) out[n] = i % 2 ? 0x11 : 0xec;
  return out;
}

/** Places of the small squares in each direction (annex E). */
function alignments(version: number): number[] {
  if (version === 1) return [];
  const count = Math.floor(version / 7) + 2;
  const step = Math.floor((version * 8 + count * 3 + 5) / (count * 4 - 4)) * 2;
  return [6, ...Array.from({ length: count - 1 }, (_, i) => sizeOf(version) - 7 - i * step).reverse()];
}

/** Remainder by a generator, as format and version are protected. */
function protectedBits(value: number, bits: number, generator: number): number {
  let rest = value;
  for (let i = 0; i < bits; i += 1) rest = (rest << 1) ^ ((rest >>> (bits - 1)) * generator);
  return (value << bits) | rest;
}

function draw(version: number, stream: Uint8Array, mask: number): boolean[][] {
  const size = sizeOf(version);
  const dark = Array.from({ length: size }, () => new Array<boolean>(size).fill(false));
  const fixed = Array.from({ length: size }, () => new Array<boolean>(size).fill(false));
  const set = (x: number, y: number, on: boolean): void => {
    if (x < 0 || y < 0 || x >= size || y >= size) return;
    dark[y]![x] = on;
    fixed[y]![x] = true;
  };
  /** Squares within one another: a ring is dark unless it is the `light` one. */
  const square = (cx: number, cy: number, reach: number, light: readonly number[]): void => {
    for (let dy = -reach; dy <= reach; dy += 1)
      for (let dx = -reach; dx <= reach; dx += 1)
        set(cx + dx, cy + dy, !light.includes(Math.max(Math.abs(dx), Math.abs(dy))));
  };
  for (let i = 0; i < size; i += 1) {
    set(6, i, i % 2 === 0);
    set(i, 6, i % 2 === 0);
  }
  for (const [x, y] of [
    [3, 3],
    [size - 4, 3],
    [3, size - 4],
  ] as const)
    square(x, y, 4, [2, 4]);
  const places = alignments(version);
  for (const x of places)
    for (const y of places) {
      const corner = (x === 6 && (y === 6 || y === size - 7)) || (y === 6 && x === size - 7);
      if (!corner) square(x, y, 2, [1]);
    }
  const format = protectedBits((LEVEL << 3) | mask, 10, 0x537) ^ 0x5412;
  const bit = (value: number, i: number): boolean => ((value >>> i) & 1) === 1;
  for (let i = 0; i < 15; i += 1) {
    const on = bit(format, i);
    if (i < 8) {
      set(8, i < 6 ? i : i + 1, on);
      set(size - 1 - i, 8, on);
    } else {
      set(i === 8 ? 7 : 14 - i, 8, on);
      set(8, size - 15 + i, on);
    }
  }
  set(8, size - 8, true);
  if (version >= 7) {
    const said = protectedBits(version, 12, 0x1f25);
    for (let i = 0; i < 18; i += 1) {
      const [a, b] = [size - 11 + (i % 3), Math.floor(i / 3)];
      set(a, b, bit(said, i));
      set(b, a, bit(said, i));
    }
  }
  let at = 0;
  for (let right = size - 1; right >= 1; right -= 2) {
    if (right === 6) right = 5;
    const up = ((right + 1) & 2) === 0;
    for (let n = 0; n < size; n += 1)
      for (const x of [right, right - 1]) {
        const y = up ? size - 1 - n : n;
        if (fixed[y]![x]) continue;
        const on = at < stream.length * 8 && bit(stream[at >> 3]!, 7 - (at & 7));
        dark[y]![x] = on !== (MASKS[mask]!(x, y) === 0);
        at += 1;
      }
  }
  return dark;
}

/** How hard a pattern is to read (7.8.3): long runs, blocks of four, what looks like a corner, and too much of one colour. */
function penalty(code: QrCode): number {
  const text = (lines: QrCode): string[] => lines.map((line) => line.map((on) => (on ? '1' : '0')).join(''));
  const turned = code.map((_, x) => code.map((line) => line[x]!));
  let sum = 0;
  for (const line of [...text(code), ...text(turned)]) {
    for (const [run] of line.matchAll(/1{5,}|0{5,}/g)) sum += run.length - 2;
    sum += 40 * [...line.matchAll(/(?=10111010000|00001011101)/g)].length;
  }
  for (let y = 1; y < code.length; y += 1)
    for (let x = 1; x < code.length; x += 1) {
      const on = code[y]![x];
      if (on === code[y - 1]![x] && on === code[y]![x - 1] && on === code[y - 1]![x - 1]) sum += 3;
    }
  const dark = code.flat().filter(Boolean).length / code.length ** 2;
  return sum + 10 * Math.floor(Math.abs(dark - 0.5) * 20);
}
