/** Loads the compiled pixel loops: WebAssembly with SIMD, built ahead; whoever calls them has a version in plain code too. */
import { bytesOfBase64 } from '../../base/base64.ts';
import { type Calls, KERNELS } from './kernel-data.ts';

const PAGE = 65_536;

/** One memory and the loops that work in it. Views are taken again after `reserve`, which may move the memory. */
export class KernelRoom {
  readonly calls: Calls;
  private readonly memory: WebAssembly.Memory;

  constructor(module: WebAssembly.Module) {
    this.memory = new WebAssembly.Memory({ initial: 1 });
    const { exports } = new WebAssembly.Instance(module, { env: { memory: this.memory } });
    this.calls = exports as unknown as Calls;
  }

  /** Makes room for this many bytes; what is held stays. Throws RangeError when there is no memory. */
  reserve(bytes: number): void {
    const missing = bytes - this.memory.buffer.byteLength;
    if (missing > 0) this.memory.grow(Math.ceil(missing / PAGE));
  }

  bytes(at: number, length: number): Uint8Array {
    return new Uint8Array(this.memory.buffer, at, length);
  }

  words(at: number, length: number): Uint32Array {
    return new Uint32Array(this.memory.buffer, at, length);
  }

  ints(at: number, length: number): Int32Array {
    return new Int32Array(this.memory.buffer, at, length);
  }

  shorts(at: number, length: number): Uint16Array {
    return new Uint16Array(this.memory.buffer, at, length);
  }

  floats(at: number, length: number): Float32Array {
    return new Float32Array(this.memory.buffer, at, length);
  }

  doubles(at: number, length: number): Float64Array {
    return new Float64Array(this.memory.buffer, at, length);
  }
}

let compiled: WebAssembly.Module | null | undefined;

/** A room of its own; null where WebAssembly or its SIMD is missing or forbidden: plain code then gives the same answer, slower. */
export function kernelRoom(): KernelRoom | null {
  try {
    compiled ??= new WebAssembly.Module(bytesOfBase64(KERNELS));
    return compiled && new KernelRoom(compiled);
  } catch {
    compiled = null;
    return null;
  }
}

let shared: KernelRoom | null | undefined;

/** The room for calls that hold nothing in it once they return. */
export function sharedRoom(): KernelRoom | null {
  if (shared === undefined) shared = kernelRoom();
  return shared;
}

/** The next multiple of 16: vectors are loaded from there. */
export const aligned = (at: number): number => (at + 15) & ~15;
