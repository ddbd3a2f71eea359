/** How many frames a file shows and for how long, read from its blocks without decoding any. */
import { fourcc, startsWith, u8, u16be, u16le, u32be, u32le } from '../../formats/bytes.ts';

/** Frames counted of one file. */
const MOST_FRAMES = 2_000;

/** Browsers show frames that ask for less than this for 100 ms (WHATWG HTML leaves it to them; both do). */
const shown = (ms: number): number => (ms <= 10 ? 100 : ms);

/** Milliseconds that each frame is shown; one entry or none for a still picture, and for kinds of file that are not read here. */
export function frameDurations(bytes: Uint8Array): number[] {
  if (startsWith(bytes, 0, 'GIF8')) return gif(bytes);
  if (startsWith(bytes, 0, 'RIFF') && startsWith(bytes, 8, 'WEBP')) return webp(bytes);
  if (startsWith(bytes, 1, 'PNG')) return apng(bytes);
  return [];
}

/** GIF89a: the delay of a graphic control extension, in 1/100 s, belongs to the image that follows. */
function gif(bytes: Uint8Array): number[] {
  const out: number[] = [];
  const tableOf = (flags: number): number => (flags & 0x80 ? 3 * 2 ** ((flags & 7) + 1) : 0);
  let at = 13 + tableOf(u8(bytes, 10));
  let delay = 0;
  const skipBlocks = (from: number): number => {
    let p = from;
    while (p < bytes.length && u8(bytes, p) !== 0) p += u8(bytes, p) + 1;
    return p + 1;
  };
  while (at < bytes.length && out.length < MOST_FRAMES) {
    const kind = u8(bytes, at);
    if (kind === 0x21) {
      if (u8(bytes, at + 1) === 0xf9) delay = u16le(bytes, at + 4) * 10;
      at = skipBlocks(at + 2);
    } else if (kind === 0x2c) {
      out.push(shown(delay));
      delay = 0;
      at = skipBlocks(at + 10 + tableOf(u8(bytes, at + 9)) + 1);
    } else break;
  }
  return out;
}

/** WebP: `ANMF` chunks with a duration of 24 bits, in milliseconds. */
function webp(bytes: Uint8Array): number[] {
  const out: number[] = [];
  for (let at = 12; at + 8 <= bytes.length && out.length < MOST_FRAMES; ) {
    const size = u32le(bytes, at + 4);
    if (fourcc(bytes, at) === 'ANMF') out.push(shown(u16le(bytes, at + 20) | (u8(bytes, at + 22) << 16)));
    at += 8 + size + (size & 1);
  }
  return out;
}

/** APNG: `fcTL` chunks with a delay as a fraction of a second; without `acTL` the file is a still. */
function apng(bytes: Uint8Array): number[] {
  const out: number[] = [];
  let animated = false;
  for (let at = 8; at + 12 <= bytes.length && out.length < MOST_FRAMES; ) {
    const size = u32be(bytes, at);
    const type = fourcc(bytes, at + 4);
    if (type === 'acTL') animated = true;
    else if (type === 'fcTL') {
      const [top, below] = [u16be(bytes, at + 28), u16be(bytes, at + 30)];
      out.push(shown((1_000 * top) / (below || 100)));
    } else if (type === 'IEND') break;
    at += 12 + size;
  }
  return animated ? out : [];
}

/** The frame that is shown longest, the first of equals; 0 for a still picture. */
export function longestShown(durations: readonly number[]): number {
  return Math.max(0, durations.indexOf(Math.max(...durations)));
}
