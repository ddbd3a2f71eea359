/** Hamming distances of one descriptor to many: the processor's bit count through WebAssembly, typed arrays where that is missing. */
import { type KernelCalls, kernelRoom } from '../../pixels/kernels/kernels.ts';
import { bits } from './hamming.ts';

/** Words of 32 bits per descriptor. */
const WORDS = 8;
/** Descriptors that fit beside each other in the kernel's memory; a picture has at most 750. */
const MOST = 1024;
/** Distances (0..256) of descriptor `i` to all of the set; the array is overwritten by the next call. */
export type Distances = (one: Uint32Array, i: number) => Uint16Array;

interface Kernel {
  words: Uint32Array;
  row: Uint16Array;
  run: KernelCalls['distances'];
}

/** A room of its own: what one set of descriptors is compared with stays in it from call to call. */
function load(): Kernel | null {
  const room = kernelRoom();
  if (!room) return null;
  const rowAt = WORDS * 4 * (MOST + 1);
  room.reserve(rowAt + 2 * MOST);
  return {
    words: room.words(0, WORDS * (MOST + 1)),
    row: room.shorts(rowAt, MOST),
    run: room.calls.distances,
  };
}

let kernel: Kernel | null | undefined;

/** The same in plain typed arrays: the reference that tests hold the kernel against. */
export function plainDistances(many: Uint32Array, count: number): Distances {
  const row = new Uint16Array(count);
  return (one, i) => {
    const p = i * WORDS;
    for (let j = 0, q = 0; j < count; j++) {
      let d = 0;
      for (let w = 0; w < WORDS; w++, q++) d += bits(one[p + w]! ^ many[q]!);
      row[j] = d;
    }
    return row;
  };
}

/** `many` holds `count` descriptors of eight 32-bit words. Valid until the next call of `distancesTo`: one set is held at a time. */
export function distancesTo(many: Uint32Array, count: number): Distances {
  if (kernel === undefined) kernel = load();
  if (!kernel || count > MOST) return plainDistances(many, count);
  const { words, row, run } = kernel;
  words.set(many.subarray(0, count * WORDS), WORDS);
  const out = row.subarray(0, count);
  return (one, i) => {
    for (let w = 0, p = i * WORDS; w < WORDS; w++, p++) words[w] = one[p]!;
    run(0, WORDS * 4, count, row.byteOffset);
    return out;
  };
}
