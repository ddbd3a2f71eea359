/**
 * What a video's tables of samples may claim, looked at before a reader believes them: a few bytes can say that a billion frames follow
 * (ISO 14496-12 8.6 to 8.8).
 */
import { fourcc, u32be, u64be } from '../formats/bytes.ts';
import { type Box, boxes } from '../formats/iso-boxes.ts';
import { VideoError } from './video-error.ts';

/** Samples of one video: four hours at 240 a second. */
const MOST_SAMPLES = 3_456_000;
/** A frame takes a byte at least; so many may be claimed by the shortest file. */
const LEAST_ALLOWED = 10_000;
/** Boxes looked at; an hour in fragments of one frame has about 500 000. */
const MOST_BOXES = 2_000_000;

const FOLDERS = new Set([
  ...['moov', 'trak', 'mdia', 'minf', 'stbl', 'moof', 'traf'],
  // What the reader goes into as well, wherever it meets them.
  ...['dinf', 'edts', 'mvex', 'sinf', 'schi', 'udta', 'wave'],
]);
const TABLES = ['stts', 'ctts', 'stsc', 'stsz', 'stz2', 'trun'];

/** Sums the counts of a table whose rows begin with one, as far as the table goes. */
function rowsSum(bytes: Uint8Array, { from, end }: Box): number {
  const rows = Math.min(u32be(bytes, from + 4), Math.floor((end - from - 8) / 8));
  let sum = 0;
  for (let i = 0; i < rows && sum <= MOST_SAMPLES; i++) sum += u32be(bytes, from + 8 + i * 8);
  return sum;
}

/** Most samples that one chunk is said to hold. */
function mostInChunk(bytes: Uint8Array, { from, end }: Box): number {
  const rows = Math.min(u32be(bytes, from + 4), Math.floor((end - from - 8) / 12));
  let most = 0;
  for (let i = 0; i < rows; i++) most = Math.max(most, u32be(bytes, from + 8 + i * 12 + 4));
  return most;
}

/** How many samples one box claims; 0 for boxes that claim none. */
function claimed(bytes: Uint8Array, box: Box): number {
  if (box.type === 'stts' || box.type === 'ctts') return rowsSum(bytes, box);
  if (box.type === 'stsc') return mostInChunk(bytes, box);
  if (box.type === 'stsz' || box.type === 'stz2') return u32be(bytes, box.from + 8);
  return box.type === 'trun' ? u32be(bytes, box.from + 4) : 0;
}

/** A look through one file. */
interface Look {
  bytes: Uint8Array;
  budget: { left: number };
  /** Samples that one table, and that all fragments together, may claim; and what the fragments have claimed. */
  most: number;
  inFragments: number;
  /** Boxes of the outermost level that were looked at. */
  known: Set<number>;
}

/** Whether a track says of itself that it is sound: its samples are counted one by one in plain recordings, and never read here. */
function isSound(bytes: Uint8Array, track: Box): boolean {
  const kinds: string[] = [];
  for (const media of boxes(bytes, track.from, track.end, { left: 100 }))
    if (media.type === 'mdia')
      for (const { type, from } of boxes(bytes, media.from, media.end, { left: 100 }))
        if (type === 'hdlr') kinds.push(fourcc(bytes, from + 8));
  return kinds.length > 0 && kinds.every((kind) => kind === 'soun');
}

function weigh(look: Look, box: Box): void {
  const count = claimed(look.bytes, box);
  if (box.type === 'trun') look.inFragments += count;
  if (Math.max(count, look.inFragments) > look.most)
    throw new VideoError('damaged', `${box.type} claims too much`);
}

/** Sample descriptions hold boxes behind fields of many shapes: tables that hide there are known by their names. */
function describe(look: Look, { from, end }: Box): void {
  for (let at = from; at + 4 <= end; at++) {
    const type = fourcc(look.bytes, at);
    if (TABLES.includes(type)) weigh(look, { type, start: at - 4, from: at + 4, end });
  }
}

function inside(look: Look, from: number, to: number, depth: number): void {
  const { bytes, budget, known } = look;
  for (const box of boxes(bytes, from, to, budget)) {
    if (depth === 0) {
      if (known.has(box.start)) return;
      known.add(box.start);
    }
    if (FOLDERS.has(box.type) && depth < 12) {
      if (box.type !== 'trak' || !isSound(bytes, box)) inside(look, box.from, box.end, depth + 1);
    } else if (box.type === 'stsd') describe(look, box);
    else weigh(look, box);
  }
  if (budget.left <= 0) throw new VideoError('damaged', 'too many boxes');
}

/** Where the list at the end of a file says that fragments begin (ISO 14496-12 8.8.9): a reader goes there, whatever else stands there. */
function listedFragments(bytes: Uint8Array): number[] {
  const at = bytes.length - u32be(bytes, bytes.length - 4);
  const out: number[] = [];
  const budget = { left: 1_000 };
  for (const list of boxes(bytes, Math.max(0, at), bytes.length, { left: 1 })) {
    if (list.type !== 'mfra') continue;
    for (const { type, from, end } of boxes(bytes, list.from, list.end, budget)) {
      if (type !== 'tfra') continue;
      const wide = bytes[from] === 1;
      const numbers = u32be(bytes, from + 8);
      const row = (wide ? 16 : 8) + 3 + ((numbers >> 4) & 3) + ((numbers >> 2) & 3) + (numbers & 3);
      const rows = Math.min(u32be(bytes, from + 12), Math.floor((end - from - 16) / row));
      for (let i = 0; i < rows; i++) {
        const start = from + 16 + i * row;
        out.push(wide ? u64be(bytes, start + 8) : u32be(bytes, start + 4));
      }
    }
  }
  return out;
}

/**
 * Throws VideoError `damaged` where an MP4 or MOV file claims more samples than any video has. Other files pass.
 * @param size bytes of the whole file, where `bytes` are its outline
 */
export function guardSamples(bytes: Uint8Array, size = bytes.length): void {
  if (fourcc(bytes, 0) === '\x1aE\xdf\xa3') return;
  const look: Look = {
    bytes,
    budget: { left: MOST_BOXES },
    most: Math.min(MOST_SAMPLES, Math.max(LEAST_ALLOWED, size)),
    inFragments: 0,
    known: new Set(),
  };
  inside(look, 0, bytes.length, 0);
  for (const at of listedFragments(bytes)) if (at < bytes.length) inside(look, at, bytes.length, 0);
}
