/**
 * Matroska and WebM: what the head names (writing programs, date, title), the size of the picture, and the tags, in which the AIGC guide
 * for video (TC260-PG-20257A) puts its label (RFC 8794 EBML, RFC 9559 Matroska).
 */
import { u8, u64be } from '../../formats/bytes.ts';
import { LIMITS } from '../limits.ts';
import { keep, note, type Walked, walked } from './part.ts';

const ID = {
  segment: 0x18538067,
  info: 0x1549a966,
  tracks: 0x1654ae6b,
  trackEntry: 0xae,
  video: 0xe0,
  tags: 0x1254c367,
  tag: 0x7373,
  simpleTag: 0x67c8,
} as const;
const TEXTS: Readonly<Record<number, string>> = { 19840: 'MuxingApp', 22337: 'WritingApp', 31657: 'Title' };
const DATE = 0x4461;
const WIDTH = 0xb0;
const HEIGHT = 0xba;
const TAG_NAME = 0x45a3;
const TAG_TEXT = 0x4487;
const TAG_BYTES = 0x4485;

/** Elements that hold others and are looked into; a cluster holds nothing but pictures and sound. */
const FOLDERS = new Set<number>([
  ID.segment,
  ID.info,
  ID.tracks,
  ID.trackEntry,
  ID.video,
  ID.tags,
  ID.tag,
  ID.simpleTag,
]);

/** Nanoseconds of `DateUTC` count from 2001-01-01 UTC. */
const EPOCH_2001 = Date.UTC(2001, 0, 1);

interface Element {
  id: number;
  start: number;
  from: number;
  end: number;
}

/** Length of a number by the leading zero bits of its first byte: 1 to 8; 0 where it is none. */
const widthOf = (first: number): number => (first === 0 ? 0 : Math.clz32(first) - 23);

/** The element at `at`, its end clamped to `to`; null where there is none. Live recordings leave a length open: it ends with its parent. */
function elementAt(bytes: Uint8Array, at: number, to: number): Element | null {
  const idWidth = widthOf(u8(bytes, at));
  if (idWidth < 1 || idWidth > 4 || at + idWidth >= to) return null;
  let id = 0;
  for (let i = 0; i < idWidth; i++) id = id * 256 + u8(bytes, at + i);
  const sizeAt = at + idWidth;
  const width = widthOf(u8(bytes, sizeAt));
  if (width < 1 || sizeAt + width > to) return null;
  let size = u8(bytes, sizeAt) & (0xff >> width);
  let open = size === 0xff >> width;
  for (let i = 1; i < width; i++) {
    size = size * 256 + u8(bytes, sizeAt + i);
    open &&= u8(bytes, sizeAt + i) === 0xff;
  }
  const from = sizeAt + width;
  return { id, start: at, from, end: open ? to : Math.min(to, from + size) };
}

interface Walk {
  bytes: Uint8Array;
  w: Walked;
  left: number;
}

function* children(walk: Walk, from: number, to: number): Generator<Element> {
  for (let at = from; at < to && walk.left-- > 0; ) {
    const element = elementAt(walk.bytes, at, to);
    if (!element) return note(walk.w, 'mkv:elements', 'damaged');
    yield element;
    // A cluster of open length ends at the next one, which only its blocks tell: what stands behind is looked for from the end.
    at = element.end;
  }
}

/** Name and value of one tag: texts as they are, bytes as text too. */
function simpleTag({ bytes, w }: Walk, inside: Element[]): void {
  const name = inside.find(({ id }) => id === TAG_NAME);
  const value = inside.find(({ id }) => id === TAG_TEXT) ?? inside.find(({ id }) => id === TAG_BYTES);
  if (!name || !value) return;
  const key = new TextDecoder('latin1').decode(
    bytes.subarray(name.from, Math.min(name.end, name.from + 100)),
  );
  keep(w, bytes, 'text', `mkv:tag-${key.slice(0, 40)}`, value.from, value.end - value.from, key);
}

function look(walk: Walk, from: number, to: number, depth: number): void {
  if (depth > 8) return;
  const { bytes, w } = walk;
  for (const element of children(walk, from, to)) {
    const { id } = element;
    const length = element.end - element.from;
    if (id === ID.simpleTag) {
      const inside = [...children(walk, element.from, element.end)];
      simpleTag(walk, inside);
      for (const one of inside.filter((two) => two.id === ID.simpleTag))
        look(walk, one.start, one.end, depth + 1);
    } else if (FOLDERS.has(id)) {
      look(walk, element.from, element.end, depth + 1);
    } else if (id in TEXTS) {
      keep(w, bytes, 'text', `mkv:${TEXTS[id]}`, element.from, length, TEXTS[id]);
    } else if (id === DATE && length === 8) {
      const ns = u64be(bytes, element.from);
      // Dates before 2001 are negative: no video of today's.
      if (ns < 2 ** 63) w.created = EPOCH_2001 + Math.round(ns / 1e6);
    } else if (id === WIDTH || id === HEIGHT) {
      let side = 0;
      for (let i = 0; i < Math.min(4, length); i++) side = side * 256 + u8(bytes, element.from + i);
      if (id === WIDTH) w.width = Math.max(w.width, side);
      else w.height = Math.max(w.height, side);
    }
  }
}

/** Where clusters of open length hide what follows them, tags are looked for by their mark near the end of the file. */
function tagsNearEnd(walk: Walk): void {
  const { bytes } = walk;
  for (let at = Math.max(0, bytes.length - LIMITS.trailerScan); at + 8 < bytes.length; at++) {
    if (
      u8(bytes, at) !== 0x12 ||
      u8(bytes, at + 1) !== 0x54 ||
      u8(bytes, at + 2) !== 0xc3 ||
      u8(bytes, at + 3) !== 0x67
    )
      continue;
    const element = elementAt(bytes, at, bytes.length);
    if (element) look(walk, element.from, element.end, 1);
    return;
  }
}

/** Reads a file that begins with an EBML head. */
export function walkMatroska(bytes: Uint8Array): Walked {
  const w = walked('video/x-matroska', 'mkv');
  const walk: Walk = { bytes, w, left: LIMITS.blocks };
  look(walk, 0, bytes.length, 0);
  if (!w.parts.some(({ place }) => place.startsWith('mkv:tag-'))) tagsNearEnd(walk);
  return w;
}
