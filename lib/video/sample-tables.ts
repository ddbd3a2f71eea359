/**
 * What a video's tables of samples may claim, looked at before a reader believes them: a few bytes can say that a billion frames follow
 * (ISO 14496-12 8.6 to 8.8).
 */
import { fourcc, u32be } from '../formats/bytes.ts';
import { type Box, boxes } from '../formats/iso-boxes.ts';
import { VideoError } from './video-error.ts';

/** Samples of one track: four hours at 240 a second. */
const MOST_SAMPLES = 3_456_000;
/** Boxes looked at; an hour in fragments of one second has about 40 000 of these kinds. */
const MOST_BOXES = 400_000;

const FOLDERS = new Set(['moov', 'trak', 'mdia', 'minf', 'stbl', 'moof', 'traf']);

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

function look(bytes: Uint8Array, from: number, to: number, budget: { left: number }, depth: number): void {
  for (const box of boxes(bytes, from, to, budget)) {
    if (FOLDERS.has(box.type) && depth < 8) look(bytes, box.from, box.end, budget, depth + 1);
    else if (claimed(bytes, box) > MOST_SAMPLES)
      throw new VideoError('damaged', `${box.type} claims too much`);
  }
}

/** Throws VideoError `damaged` where an MP4 or MOV file claims more samples than any video has. Other files pass. */
export function guardSamples(bytes: Uint8Array): void {
  if (fourcc(bytes, 0) === '\x1aE\xdf\xa3') return;
  look(bytes, 0, bytes.length, { left: MOST_BOXES }, 0);
}
