/** Hamming distances of one descriptor to many: the processor's bit count through WebAssembly, typed arrays where that is missing. */
import { bits } from './hamming.ts';
import { KERNELS } from './kernel-data.ts';

/** Words of 32 bits per descriptor. */
const WORDS = 8;
/** Descriptors that fit beside each other in the kernel's memory; a picture has at most 750. */
const MOST = 1024;
const PAGE = 65_536;

/** Distances (0..256) of descriptor `i` to all of the set; the array is overwritten by the next call. */
export type Distances = (one: Uint32Array, i: number) => Uint16Array;

interface Kernel {
  words: Uint32Array;
  row: Uint16Array;
  run: (one: number, many: number, count: number, out: number) => void;
}

function load(): Kernel | null {
  try {
    const bytes = Uint8Array.from(atob(KERNELS), (c) => c.charCodeAt(0));
    const memory = new WebAssembly.Memory({ initial: Math.ceil((WORDS * 4 * (MOST + 1) + 2 * MOST) / PAGE) });
    const { exports } = new WebAssembly.Instance(new WebAssembly.Module(bytes), { env: { memory } });
    return {
      words: new Uint32Array(memory.buffer, 0, WORDS * (MOST + 1)),
      row: new Uint16Array(memory.buffer, WORDS * 4 * (MOST + 1), MOST),
      run: exports.distances as Kernel['run'],
    };
  } catch {
    // A page whose policy forbids WebAssembly still gets its answer, slower.
    return null;
  }
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
