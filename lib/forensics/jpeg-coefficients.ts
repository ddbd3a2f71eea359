/** Reads the quantised luma coefficients of a baseline JPEG file, without turning them into pixels. */

export interface LumaCoefficients {
  /** Picture size in pixels. */
  width: number;
  height: number;
  /** Luma blocks across and down. */
  across: number;
  down: number;
  /** Quantised values, [block][zigzag 0..KEPT-1], row by row. */
  values: Int16Array;
  /** Luma quantisation steps in zigzag order. */
  steps: Uint16Array;
}

/** Zigzag positions that are kept: the low frequencies that carry double-quantisation traces. */
export const KEPT = 16;
/** Larger pictures are not read: 40 megapixels of coefficients take 20 MB and a second. */
const MOST_PIXELS = 40_000_000;

interface Huffman {
  /** By code length: smallest code, its index into `symbols`, one past the largest code (-1 where there is none). */
  first: Int32Array;
  offset: Int32Array;
  end: Int32Array;
  symbols: Uint8Array;
}

function huffman(bytes: Uint8Array, at: number): { table: Huffman; next: number } | null {
  let total = 0;
  for (let i = 0; i < 16; i++) total += bytes[at + i] ?? 0;
  if (total > 256 || at + 16 + total > bytes.length) return null;
  const table: Huffman = {
    first: new Int32Array(17),
    offset: new Int32Array(17),
    end: new Int32Array(17).fill(-1),
    symbols: bytes.slice(at + 16, at + 16 + total),
  };
  let code = 0;
  let index = 0;
  for (let length = 1; length <= 16; length++) {
    const n = bytes[at + length - 1]!;
    table.first[length] = code;
    table.offset[length] = index;
    if (n > 0) table.end[length] = code + n;
    code = (code + n) << 1;
    index += n;
  }
  return { table, next: at + 16 + total };
}

class BitReader {
  readonly #bytes: Uint8Array;
  #at: number;
  #buffer = 0;
  #left = 0;
  /** Set once data ran out or a marker stood in the way; reads give zeros from there on. */
  ended = false;

  constructor(bytes: Uint8Array, at: number) {
    this.#bytes = bytes;
    this.#at = at;
  }

  bit(): number {
    if (this.#left === 0) {
      const b = this.#bytes[this.#at];
      if (b === undefined) {
        this.ended = true;
        return 0;
      }
      if (b === 0xff) {
        if (this.#bytes[this.#at + 1] !== 0) {
          this.ended = true;
          return 0;
        }
        this.#at++;
      }
      this.#at++;
      this.#buffer = b;
      this.#left = 8;
    }
    this.#left--;
    return (this.#buffer >> this.#left) & 1;
  }

  bits(n: number): number {
    let v = 0;
    for (let i = 0; i < n; i++) v = (v << 1) | this.bit();
    return v;
  }

  symbol(t: Huffman): number {
    let code = 0;
    for (let length = 1; length <= 16; length++) {
      code = (code << 1) | this.bit();
      if (code < t.end[length]!) return t.symbols[t.offset[length]! + code - t.first[length]!] ?? 0;
    }
    this.ended = true;
    return 0;
  }

  /** Skips to the byte after the restart marker; false when there is none. */
  restart(): boolean {
    this.#left = 0;
    this.ended = false;
    const b = this.#bytes;
    while (
      this.#at + 1 < b.length &&
      !(b[this.#at] === 0xff && b[this.#at + 1]! >= 0xd0 && b[this.#at + 1]! <= 0xd7)
    ) {
      if (b[this.#at] === 0xff && b[this.#at + 1] === 0xd9) return false;
      this.#at++;
    }
    this.#at += 2;
    return this.#at < b.length;
  }
}

const extended = (v: number, size: number): number =>
  size > 0 && v < 1 << (size - 1) ? v - (1 << size) + 1 : v;

/** Null for anything but a readable baseline Huffman JPEG within the limits (progressive and arithmetic ones are not read). */
export function lumaCoefficients(bytes: Uint8Array): LumaCoefficients | null {
  if (bytes[0] !== 0xff || bytes[1] !== 0xd8) return null;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const quantisation: Uint16Array[] = [];
  const dc: Huffman[] = [];
  const ac: Huffman[] = [];
  let components: { id: number; h: number; v: number; table: number }[] = [];
  let width = 0;
  let height = 0;
  let interval = 0;
  for (let at = 2; at + 4 <= bytes.length; ) {
    if (bytes[at] !== 0xff) return null;
    const marker = bytes[at + 1]!;
    if (marker === 0xff) {
      at++;
      continue;
    }
    const length = view.getUint16(at + 2);
    const body = at + 4;
    const end = at + 2 + length;
    if (length < 2 || end > bytes.length) return null;
    if (marker === 0xdb) {
      for (let p = body; p < end; ) {
        const wide = bytes[p]! >> 4;
        const id = bytes[p]! & 15;
        if (id > 3 || p + 1 + 64 * (wide ? 2 : 1) > end) return null;
        quantisation[id] = Uint16Array.from({ length: 64 }, (_, i) =>
          wide ? view.getUint16(p + 1 + i * 2) : bytes[p + 1 + i]!,
        );
        p += 1 + 64 * (wide ? 2 : 1);
      }
    } else if (marker === 0xc4) {
      for (let p = body; p < end; ) {
        const id = bytes[p]! & 15;
        const read = id > 3 ? null : huffman(bytes, p + 1);
        if (!read || read.next > end) return null;
        (bytes[p]! >> 4 ? ac : dc)[id] = read.table;
        p = read.next;
      }
    } else if (marker === 0xc0 || marker === 0xc1) {
      if (length < 8 || bytes[body] !== 8) return null;
      height = view.getUint16(body + 1);
      width = view.getUint16(body + 3);
      const n = bytes[body + 5]!;
      if (n > 4 || body + 6 + n * 3 > end || width * height === 0 || width * height > MOST_PIXELS)
        return null;
      components = Array.from({ length: n }, (_, i) => ({
        id: bytes[body + 6 + i * 3]!,
        h: bytes[body + 7 + i * 3]! >> 4,
        v: bytes[body + 7 + i * 3]! & 15,
        table: bytes[body + 8 + i * 3]!,
      }));
      if (components.some((c) => c.h < 1 || c.v < 1 || c.h > 4 || c.v > 4)) return null;
    } else if (marker >= 0xc2 && marker <= 0xcf && marker !== 0xc8 && marker !== 0xcc) {
      return null;
    } else if (marker === 0xdd) {
      interval = view.getUint16(body);
    } else if (marker === 0xda) {
      const n = bytes[body]!;
      const steps = quantisation[components[0]?.table ?? 0];
      if (n !== components.length || n === 0 || !steps) return null;
      const coders = components.map((_, i) => ({
        dc: dc[bytes[body + 2 + i * 2]! >> 4],
        ac: ac[bytes[body + 2 + i * 2]! & 15],
      }));
      if (coders.some((c) => !c.dc || !c.ac)) return null;
      return readScan(
        bytes,
        end,
        { width, height, components, steps, interval },
        coders as { dc: Huffman; ac: Huffman }[],
      );
    }
    at = end;
  }
  return null;
}

interface Frame {
  width: number;
  height: number;
  components: { h: number; v: number }[];
  steps: Uint16Array;
  interval: number;
}

function readScan(
  bytes: Uint8Array,
  at: number,
  frame: Frame,
  coders: { dc: Huffman; ac: Huffman }[],
): LumaCoefficients | null {
  const most = frame.components.length === 1 ? [{ h: 1, v: 1 }] : frame.components;
  const hMax = Math.max(...most.map((c) => c.h));
  const vMax = Math.max(...most.map((c) => c.v));
  const unitsAcross = Math.ceil(frame.width / (8 * hMax));
  const unitsDown = Math.ceil(frame.height / (8 * vMax));
  const across = unitsAcross * most[0]!.h;
  const down = unitsDown * most[0]!.v;
  const values = new Int16Array(across * down * KEPT);
  const reader = new BitReader(bytes, at);
  const last = new Int32Array(most.length);
  for (let unit = 0; unit < unitsAcross * unitsDown; unit++) {
    if (frame.interval > 0 && unit > 0 && unit % frame.interval === 0) {
      if (!reader.restart()) break;
      last.fill(0);
    }
    const ux = unit % unitsAcross;
    const uy = (unit / unitsAcross) | 0;
    for (let c = 0; c < most.length; c++) {
      const { h, v } = most[c]!;
      const coder = coders[c]!;
      for (let b = 0; b < h * v; b++) {
        const size = reader.symbol(coder.dc);
        if (size > 16) return null;
        last[c] = last[c]! + extended(reader.bits(size), size);
        const block = ((uy * v + ((b / h) | 0)) * across + ux * h + (b % h)) * KEPT;
        if (c === 0) values[block] = last[c]!;
        for (let k = 1; k < 64; ) {
          const symbol = reader.symbol(coder.ac);
          const bitsRead = symbol & 15;
          const run = symbol >> 4;
          if (bitsRead === 0) {
            if (run !== 15) break;
            k += 16;
            continue;
          }
          k += run;
          const value = extended(reader.bits(bitsRead), bitsRead);
          if (c === 0 && k < KEPT) values[block + k] = value;
          k++;
        }
        if (reader.ended && frame.interval === 0)
          return unit > 0.9 * unitsAcross * unitsDown ? finish() : null;
      }
    }
  }
  return finish();
  function finish(): LumaCoefficients {
    return { width: frame.width, height: frame.height, across, down, values, steps: frame.steps };
  }
}
