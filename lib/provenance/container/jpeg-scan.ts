/**
 * Is the compressed picture of a JPEG whole? Walks the Huffman codes of its scans (ITU-T T.81, annex F and G) without
 * making a picture of them. A file that was cut or hit by a few wrong bytes no longer adds up: codes that do not exist, values
 * out of range, too few blocks, or data left over. Browsers draw such files without a word, with grey or shifted parts.
 */
import { u8, u16be } from '../../formats/bytes.ts';
import { Bits, Damaged, type Huffman, huffman, PADDING } from './jpeg-codes.ts';

interface Component {
  id: number;
  h: number;
  v: number;
  /** Quantisation table, and the sum of DC differences so far. */
  table: number;
  dc: number;
}

interface State {
  bytes: Uint8Array;
  width: number;
  height: number;
  progressive: boolean;
  components: Component[];
  dc: Map<number, Huffman>;
  ac: Map<number, Huffman>;
  restart: number;
  /** First step of each quantisation table. */
  steps: Map<number, number>;
}

/** What this walk does not read: arithmetic coding, 12 bit, lossless. */
const OTHER_FRAMES = new Set([0xc3, 0xc5, 0xc6, 0xc7, 0xc9, 0xca, 0xcb, 0xcd, 0xce, 0xcf]);

/**
 * @param bytes a whole file.
 * @returns false only for a JPEG whose picture data is damaged or cut off; true for whole ones, for other types and for
 * the kinds of coding that are not read here.
 */
export function jpegIntact(bytes: Uint8Array): boolean {
  if (u8(bytes, 0) !== 0xff || u8(bytes, 1) !== 0xd8) return true;
  try {
    return walk(bytes);
  } catch (error) {
    if (error instanceof Damaged) return false;
    throw error;
  }
}

function walk(bytes: Uint8Array): boolean {
  const s: State = {
    bytes,
    width: 0,
    height: 0,
    progressive: false,
    components: [],
    dc: new Map(),
    ac: new Map(),
    restart: 0,
    steps: new Map(),
  };
  let at = 2;
  let scans = 0;
  while (at + 4 <= bytes.length) {
    if (bytes[at] !== 0xff) return scans === 0;
    const marker = bytes[at + 1]!;
    if (marker === 0xff) {
      at++;
      continue;
    }
    if (marker === 0xd9) return true;
    const end = at + 2 + u16be(bytes, at + 2);
    if (end > bytes.length) return false;
    if (OTHER_FRAMES.has(marker)) return true;
    if (marker === 0xdb) steps(s, at + 4, end);
    else if (marker === 0xc4) tables(s, at + 4, end);
    else if (marker === 0xdd) s.restart = u16be(bytes, at + 4);
    else if (marker >= 0xc0 && marker <= 0xc2) {
      if (bytes[at + 4] !== 8) return true;
      frame(s, at + 4, marker === 0xc2);
    } else if (marker === 0xda) {
      if (s.components.length === 0) return false;
      // The height may follow the scan (DNL): rare, and not read here.
      if (s.height === 0) return true;
      at = scan(s, at + 4, end);
      scans++;
      continue;
    }
    at = end;
  }
  // Some writers leave out the end marker of a complete picture.
  return bytes[bytes.length - 2] === 0xff && bytes[bytes.length - 1] === 0xd9;
}

function frame(s: State, at: number, progressive: boolean) {
  s.progressive = progressive;
  s.height = u16be(s.bytes, at + 1);
  s.width = u16be(s.bytes, at + 3);
  const count = Math.min(4, u8(s.bytes, at + 5));
  s.components = Array.from({ length: count }, (_, i) => {
    const sampling = u8(s.bytes, at + 7 + i * 3);
    const [id, table] = [u8(s.bytes, at + 6 + i * 3), u8(s.bytes, at + 8 + i * 3)];
    return { id, h: Math.max(1, sampling >> 4), v: Math.max(1, sampling & 15), table, dc: 0 };
  });
}

function steps(s: State, from: number, end: number) {
  for (let at = from; at < end; ) {
    const head = s.bytes[at]!;
    s.steps.set(head & 15, head >> 4 ? u16be(s.bytes, at + 1) : u8(s.bytes, at + 1));
    at += head >> 4 ? 129 : 65;
  }
}

function tables(s: State, from: number, end: number) {
  let at = from;
  while (at + 17 <= end) {
    const kind = s.bytes[at]!;
    const counts = s.bytes.subarray(at + 1, at + 17);
    const total = counts.reduce((sum, n) => sum + n, 0);
    if (total > 256) throw new Damaged('table');
    (kind >> 4 ? s.ac : s.dc).set(kind & 15, huffman(counts, s.bytes.subarray(at + 17, at + 17 + total)));
    at += 17 + total;
  }
}

interface Part {
  component: Component;
  dc: Huffman | undefined;
  ac: Huffman | undefined;
}

/** What rounding of the encoder may add to the range. */
const DRIFT = 32;

/** Reads one scan. @returns where the next marker is looked for. */
function scan(s: State, at: number, end: number): number {
  const count = u8(s.bytes, at);
  const parts: Part[] = [];
  for (let i = 0; i < count; i++) {
    const component = s.components.find((c) => c.id === u8(s.bytes, at + 1 + i * 2));
    if (!component) throw new Damaged('component');
    const table = u8(s.bytes, at + 2 + i * 2);
    parts.push({ component, dc: s.dc.get(table >> 4), ac: s.ac.get(table & 15) });
  }
  const [from, to, refine] = [0, 1, 2].map((i) => u8(s.bytes, at + 1 + count * 2 + i)) as [
    number,
    number,
    number,
  ];
  // Refining scans need the values so far; their end is looked for, no more.
  if (s.progressive && refine >> 4 !== 0) return nextMarker(s.bytes, end);
  const bits = new Bits(s.bytes, end);
  blocks(s, parts, bits, s.progressive ? { from, to } : { from: 0, to: 63 });
  if (bits.overrun) throw new Damaged('short');
  const next = nextMarker(s.bytes, bits.at);
  if (next - bits.at + bits.ahead > PADDING) throw new Damaged('left over');
  return next;
}

/** The next marker that is neither a stuffed byte nor a restart. */
function nextMarker(bytes: Uint8Array, from: number): number {
  for (let at = from; at + 1 < bytes.length; at++) {
    const code = bytes[at + 1]!;
    if (bytes[at] === 0xff && code !== 0 && code !== 0xff && !(code >= 0xd0 && code <= 0xd7)) return at;
  }
  return bytes.length;
}

function blocks(s: State, parts: Part[], bits: Bits, band: { from: number; to: number }) {
  const [hMax, vMax] = [Math.max(...s.components.map((c) => c.h)), Math.max(...s.components.map((c) => c.v))];
  const single = parts.length === 1 ? parts[0]! : null;
  // A scan of one component has no interleaving: its own blocks, row by row (T.81 A.2.2).
  const across = single
    ? Math.ceil(Math.ceil((s.width * single.component.h) / hMax) / 8)
    : Math.ceil(s.width / (8 * hMax));
  const down = single
    ? Math.ceil(Math.ceil((s.height * single.component.v) / vMax) / 8)
    : Math.ceil(s.height / (8 * vMax));
  const run = { left: 0 };
  for (const part of parts) part.component.dc = 0;
  const total = across * down;
  for (let unit = 0; unit < total; unit++) {
    if (s.restart > 0 && unit > 0 && unit % s.restart === 0) {
      bits.restart((unit / s.restart - 1) % 8);
      run.left = 0;
      for (const part of parts) part.component.dc = 0;
    }
    for (const part of parts) {
      const n = single ? 1 : part.component.h * part.component.v;
      for (let i = 0; i < n; i++) block(part, bits, band, run);
      // Eight-bit samples have DC values within ±1024 (T.81 F.1.1); a wrong difference moves all that follow it.
      const step = s.progressive ? 1 : (s.steps.get(part.component.table) ?? 1);
      if (Math.abs(part.component.dc) * step > 1_024 + 2 * step + DRIFT) throw new Damaged('range');
    }
    if (bits.overrun) throw new Damaged('short');
  }
}

/** One block's codes; `run` counts the blocks that an end-of-band code of a progressive scan still skips. */
function block(part: Part, bits: Bits, band: { from: number; to: number }, run: { left: number }) {
  let k = band.from;
  if (k === 0) {
    if (!part.dc) throw new Damaged('no table');
    const size = bits.symbol(part.dc);
    // Eight-bit samples need 11 bits at most (T.81 table F.1).
    if (size > 11) throw new Damaged('range');
    const value = bits.take(size);
    if (size > 0) part.component.dc += value >= 1 << (size - 1) ? value : value - (1 << size) + 1;
    k = 1;
  }
  if (band.to === 0) return;
  if (run.left > 0) {
    run.left--;
    return;
  }
  if (!part.ac) throw new Damaged('no table');
  while (k <= band.to) {
    const code = bits.symbol(part.ac);
    const size = code & 15;
    const zeros = code >> 4;
    if (size === 0) {
      if (zeros === 15) {
        k += 16;
        continue;
      }
      if (zeros > 0) run.left = (1 << zeros) - 1 + bits.take(zeros);
      return;
    }
    k += zeros;
    if (k > band.to || size > 10) throw new Damaged('range');
    bits.take(size);
    k++;
  }
}
