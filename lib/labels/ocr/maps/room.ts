/** The memory that a network's maps lie in, and the loops over them (build/kernels/assembly/network). */
import { bytesOfBase64 } from '../../../base/base64.ts';
import { type Calls, KERNELS } from './kernel-data.ts';

const PAGE = 65_536;
const LINE = 64;
/** Pages that are added at a time at least: 4 MB. */
const MORE = 64;

let compiled: WebAssembly.Module | undefined;

/** Weights that stay, and above them maps that come and go. */
export class NetworkRoom {
  readonly calls: Calls;
  private readonly memory = new WebAssembly.Memory({ initial: 1 });
  /** End of what stays. */
  private held = 0;
  /** End of what is in use. */
  private top = 0;
  /** Gaps below `top`, in order. */
  private gaps: { at: number; size: number }[] = [];

  /** Throws where there is no WebAssembly with SIMD: onnxruntime's build needs it too. */
  constructor() {
    compiled ??= new WebAssembly.Module(bytesOfBase64(KERNELS));
    const { exports } = new WebAssembly.Instance(compiled, { env: { memory: this.memory } });
    this.calls = exports as unknown as Calls;
  }

  floats(at: number, length: number): Float32Array {
    return new Float32Array(this.memory.buffer, at, length);
  }

  /** A place for numbers that stay. Not to be asked for while maps are in use. */
  keep(values: Float32Array): number {
    const at = this.take(values.byteLength);
    this.held = this.top;
    this.floats(at, values.length).set(values);
    return at;
  }

  /** Gives back all but what stays. */
  clear(): void {
    this.top = this.held;
    this.gaps = [];
  }

  /** A place for this many bytes, whose content is left from before. Throws RangeError when there is no memory. */
  take(bytes: number): number {
    const size = Math.ceil(bytes / LINE) * LINE;
    const gap = this.gaps.find((one) => one.size >= size);
    if (gap) {
      const { at } = gap;
      gap.at += size;
      gap.size -= size;
      return at;
    }
    const at = this.top;
    this.top += size;
    const missing = this.top - this.memory.buffer.byteLength;
    if (missing > 0) this.memory.grow(Math.max(MORE, Math.ceil(missing / PAGE)));
    return at;
  }

  /** Gives a place back. */
  free(at: number, bytes: number): void {
    const size = Math.ceil(bytes / LINE) * LINE;
    this.gaps.push({ at, size });
    this.gaps.sort((a, b) => a.at - b.at);
    const joined: typeof this.gaps = [];
    for (const gap of this.gaps) {
      const last = joined.at(-1);
      if (gap.size === 0) continue;
      if (last && last.at + last.size === gap.at) last.size += gap.size;
      else joined.push(gap);
    }
    const last = joined.at(-1);
    if (last && last.at + last.size === this.top) {
      this.top = last.at;
      joined.pop();
    }
    this.gaps = joined;
  }
}
