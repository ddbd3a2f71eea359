/** JUMBF boxes (ISO 19566-5): the tree of a C2PA manifest store. */
import { fourcc, startsWith, u8, u32be, u64be, utf8 } from '../../formats/bytes.ts';
import { LIMITS } from '../limits.ts';

export interface JumbfBox {
  /** First four letters of the content type: `c2pa`, `c2ma`, `c2as`, `c2cl`, `c2cs`, `cbor`, `json`, … */
  type: string;
  label: string;
  /** Content of the superbox after its own header: what C2PA hashes for a reference to it. */
  hashed: Uint8Array;
  /** Where the superbox starts in the store's bytes. */
  start: number;
  content: { type: string; data: Uint8Array; at: number }[];
  children: JumbfBox[];
}

/** The store's superbox, or null when the bytes are no JUMBF of the C2PA kind. */
export function readJumbf(data: Uint8Array): JumbfBox | null {
  const budget = { left: LIMITS.jumbfBoxes };
  const bytes = data.subarray(0, LIMITS.jumbfBytes);
  if (!startsWith(bytes, 4, 'jumb')) return null;
  const root = superbox(bytes, 0, bytes.length, budget, 0);
  return root && root.type === 'c2pa' ? root : null;
}

function superbox(
  b: Uint8Array,
  start: number,
  limit: number,
  budget: { left: number },
  depth: number,
): JumbfBox | null {
  if (depth > LIMITS.depth || budget.left-- <= 0) return null;
  const [from, end] = extent(b, start, limit);
  const box: JumbfBox = {
    type: '',
    label: '',
    hashed: b.subarray(from, end),
    start,
    content: [],
    children: [],
  };
  let at = from;
  while (at + 8 <= end) {
    const [inner, innerEnd] = extent(b, at, end);
    if (innerEnd <= at) break;
    const type = fourcc(b, at + 4);
    if (type === 'jumd') {
      describe(b, inner, innerEnd, box);
    } else if (type === 'jumb') {
      const child = superbox(b, at, end, budget, depth + 1);
      if (child) box.children.push(child);
    } else if (budget.left-- > 0) {
      box.content.push({ type, data: b.subarray(inner, innerEnd), at: inner });
    }
    at = innerEnd;
  }
  return box;
}

/** Start of the content and end of a box, clamped. A size of 0 means "to the end". */
function extent(b: Uint8Array, at: number, limit: number): [number, number] {
  const size = u32be(b, at);
  if (size === 1) return [at + 16, Math.min(limit, at + Math.max(16, u64be(b, at + 8)))];
  if (size === 0) return [at + 8, limit];
  return [at + 8, Math.min(limit, at + Math.max(8, size))];
}

/** Description box: content type, toggles, then the label when it has one. */
function describe(b: Uint8Array, from: number, end: number, box: JumbfBox) {
  box.type = fourcc(b, from);
  if (!(u8(b, from + 16) & 2)) return;
  const nul = b.indexOf(0, from + 17);
  const stop = nul < 0 || nul > end ? end : nul;
  box.label = utf8(b.subarray(from + 17, Math.min(stop, from + 17 + 300)));
}

/** The decoded content box of this type (`cbor`, `json`), or undefined. */
export const contentOf = (box: JumbfBox, type: string): Uint8Array | undefined =>
  box.content.find((c) => c.type === type)?.data;
