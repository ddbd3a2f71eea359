/**
 * Memory that is borrowed while a comparison runs and taken back at its end: fresh memory is touched page by page, which costs more than
 * most of what is worked out in it.
 */

/** Less than this is cheap to get anew. */
const LEAST = 16 * 1_024;
/** Kept for the next comparison: what one of two large pictures takes. */
const MOST_SPARE = 48 * 1_024 ** 2;

/** Free memory by its size. */
const spare = new Map<number, ArrayBuffer[]>();
let spareBytes = 0;
/** What the comparison in work was borrowed; null while there is none. */
let borrowed: ArrayBuffer[] | null = null;

/**
 * Runs `work`; what is borrowed in it goes back when it ends. Nothing of it may be kept, or be part of what it gives. Outside of such work
 * memory is fresh, and whoever has it may keep it.
 */
export function withScratch<T>(work: () => T): T {
  const outer = borrowed;
  const own: ArrayBuffer[] = [];
  borrowed = own;
  try {
    return work();
  } finally {
    borrowed = outer;
    for (const buffer of own) takeBack(buffer);
  }
}

/** Sizes that nobody asked for the longest go first. */
function takeBack(buffer: ArrayBuffer): void {
  const bytes = buffer.byteLength;
  const alike = spare.get(bytes) ?? [];
  alike.push(buffer);
  spare.delete(bytes);
  spare.set(bytes, alike);
  spareBytes += bytes;
  for (const [size, free] of spare) {
    while (spareBytes > MOST_SPARE && free.pop()) spareBytes -= size;
    if (spareBytes <= MOST_SPARE) return;
    spare.delete(size);
  }
}

/** The next of four sizes to an octave: what two pictures need differs a little. */
function roomFor(bytes: number): number {
  const step = 2 ** (Math.floor(Math.log2(bytes)) - 2);
  return Math.ceil(bytes / step) * step;
}

function borrow(bytes: number): ArrayBuffer {
  if (!borrowed || bytes < LEAST) return new ArrayBuffer(bytes);
  const size = roomFor(bytes);
  let buffer = spare.get(size)?.pop();
  if (buffer) spareBytes -= size;
  else buffer = new ArrayBuffer(size);
  borrowed.push(buffer);
  return buffer;
}

/** Room for `n` numbers, which hold anything. */
export const scratchFloats = (n: number): Float32Array => new Float32Array(borrow(4 * n), 0, n);
export const scratchBytes = (n: number): Uint8Array => new Uint8Array(borrow(n), 0, n);
export const scratchDoubles = (n: number): Float64Array => new Float64Array(borrow(8 * n), 0, n);
export const scratchInts = (n: number): Int32Array => new Int32Array(borrow(4 * n), 0, n);

/** Copies of what stands in a room of kernels, for as long as memory is borrowed. */
export function floatsFrom(values: Float32Array): Float32Array {
  const out = scratchFloats(values.length);
  out.set(values);
  return out;
}

export function bytesFrom(values: Uint8Array): Uint8Array {
  const out = scratchBytes(values.length);
  out.set(values);
  return out;
}
