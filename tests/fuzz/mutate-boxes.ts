/** Changes to the structure of video containers: what bytes changed by chance hardly ever hit is broken on purpose. */
import { u32be } from '../../lib/formats/bytes.ts';

/** Where one part stands: its size field, its content, its end. */
interface Part {
  start: number;
  from: number;
  end: number;
  /** Bytes of the size field, and where it begins. */
  sizeAt: number;
  sizeBytes: number;
}

const BOX_FOLDERS = /^(moov|trak|mdia|minf|stbl|udta|meta|ilst|keys|moof|traf|edts|dinf|mvex)$/;
/** Segment, info, tracks, track, video, tags, tag, simple tag, cluster, block group, cues, seek head. */
const ELEMENT_FOLDERS = new Set([
  ...[0x18538067, 0x1549a966, 0x1654ae6b, 0xae, 0xe0, 0x1254c367, 0x7373, 0x67c8, 0x1f43b675, 0xa0],
  ...[0x1c53bb6b, 0xbb, 0xb7, 0x114d9b74, 0x4dbb],
]);

function boxesOf(bytes: Uint8Array, from: number, to: number, out: Part[], depth: number): void {
  for (let at = from; at + 8 <= to; ) {
    const size = u32be(bytes, at);
    if (size < 8 || at + size > to) return;
    const type = String.fromCharCode(...bytes.subarray(at + 4, at + 8));
    out.push({ start: at, from: at + 8, end: at + size, sizeAt: at, sizeBytes: 4 });
    if (BOX_FOLDERS.test(type) && depth < 10)
      boxesOf(bytes, at + (type === 'meta' ? 12 : 8), at + size, out, depth + 1);
    at += size;
  }
}

const widthOf = (first: number): number => (first === 0 ? 0 : Math.clz32(first) - 23);

function elementsOf(bytes: Uint8Array, from: number, to: number, out: Part[], depth: number): void {
  for (let at = from; at + 2 <= to; ) {
    const idWidth = widthOf(bytes[at] ?? 0);
    const sizeAt = at + idWidth;
    const sizeBytes = widthOf(bytes[sizeAt] ?? 0);
    if (idWidth < 1 || idWidth > 4 || sizeBytes < 1 || sizeAt + sizeBytes > to) return;
    let id = 0;
    for (let i = 0; i < idWidth; i++) id = id * 256 + (bytes[at + i] ?? 0);
    let size = (bytes[sizeAt] ?? 0) & (0xff >> sizeBytes);
    for (let i = 1; i < sizeBytes; i++) size = size * 256 + (bytes[sizeAt + i] ?? 0);
    const end = Math.min(to, sizeAt + sizeBytes + size);
    out.push({ start: at, from: sizeAt + sizeBytes, end, sizeAt, sizeBytes });
    if (ELEMENT_FOLDERS.has(id) && depth < 10) elementsOf(bytes, sizeAt + sizeBytes, end, out, depth + 1);
    at = end;
  }
}

/** The parts of an MP4, MOV, Matroska or WebM file, folders and what is in them. */
function partsOf(bytes: Uint8Array): Part[] {
  const out: Part[] = [];
  if (u32be(bytes, 0) === 0x1a45dfa3) elementsOf(bytes, 0, bytes.length, out, 0);
  else boxesOf(bytes, 0, bytes.length, out, 0);
  return out;
}

const joined = (...parts: Uint8Array[]): Uint8Array => new Uint8Array(Buffer.concat(parts));

/** Sizes and numbers that readers trip over: none, less than a head, to the end, beyond the file, negative. */
const SIZES = [
  0, 1, 2, 7, 8, 9, 16, 0x7f, 0x7fff, 0x00ffffff, 0x7fffffff, 0x80000000, 0xfffffff8, 0xffffffff,
];
const COUNTS = [0, 1, 0x10000, 1_000_000_000, 0x7fffffff, 0x80000000, 0xffffffff];

/** How often a part is put into itself, or beside itself. */
const DEEP = [2, 40, 400];
/** Longest file that comes out. */
const LONGEST = 200_000;

function setNumber(bytes: Uint8Array, at: number, width: number, value: number): void {
  for (let i = 0; i < width; i++) {
    const shift = (width - 1 - i) * 8;
    bytes[at + i] = shift >= 32 ? 0 : Math.floor(value / 2 ** shift) & 255;
  }
}

/** The part inside a copy of its own head, `deep` times: a folder in a folder. */
function nested(bytes: Uint8Array, part: Part, deep: number): Uint8Array {
  const head = bytes.subarray(part.start, part.from);
  const heads = Array.from({ length: deep }, () => head);
  const inside = bytes.subarray(part.start, part.end);
  const out = joined(bytes.subarray(0, part.start), ...heads, inside, bytes.subarray(part.end));
  // Every head reaches to the end of the file, so that each lies inside the one before it.
  for (let i = 0; i < deep; i++) {
    const at = part.start + i * head.length + (part.sizeAt - part.start);
    if (part.sizeBytes === 4 && part.sizeAt === part.start) setNumber(out, at, 4, out.length - at);
    else {
      out.fill(0xff, at, at + part.sizeBytes);
      out[at] = 0xff >> (part.sizeBytes - 1);
    }
  }
  return out;
}

/** One to three changes to the structure; the file itself where it has none. */
export function mutateBoxes(file: Uint8Array, next: () => number): Uint8Array {
  let out: Uint8Array = Uint8Array.from(file);
  const pick = <T>(from: readonly T[]): T => from[Math.floor(next() * from.length)]!;
  const changes = 1 + Math.floor(next() * 3);
  for (let i = 0; i < changes; i++) {
    const parts = partsOf(out);
    if (parts.length === 0) return out;
    const part = pick(parts);
    const kind = next();
    if (kind < 0.25) setNumber(out, part.sizeAt, part.sizeBytes, pick(SIZES));
    else if (kind < 0.35 && part.sizeAt === part.start) {
      // The size in eight bytes behind the type: up to 2^64.
      setNumber(out, part.sizeAt, 4, 1);
      setNumber(out, part.from, 4, pick(SIZES));
      setNumber(out, part.from + 4, 4, pick(SIZES));
    } else if (kind < 0.6) {
      // Counts, times and sizes of tables stand in the first words of a box.
      const at = part.from + 4 * Math.floor(next() * 8);
      if (at + 4 <= part.end) setNumber(out, at, 4, pick(COUNTS));
    } else if (kind < 0.7) out = nested(out, part, pick(DEEP));
    else if (kind < 0.8) {
      const again = Array.from({ length: pick(DEEP) }, () => out.subarray(part.start, part.end));
      out = joined(out.subarray(0, part.end), ...again, out.subarray(part.end));
    } else if (kind < 0.9) out = joined(out.subarray(0, part.start), out.subarray(part.end));
    else {
      const other = pick(parts);
      const moved = out.slice(other.start, other.end);
      out = joined(out.subarray(0, part.start), moved, out.subarray(part.start));
    }
    if (out.length > LONGEST) out = out.slice(0, LONGEST);
  }
  return out;
}
