/**
 * GIF89a writer for short picture stories. All frames share one palette and one dither pattern, so that what jumps between two
 * frames is a difference of the pictures and never one of the encoding.
 */

export interface GifFrame {
  /** RGBA, opaque; `width * height * 4` bytes. */
  data: Uint8ClampedArray;
  /** How long it stands, in ms; GIF counts in hundredths of a second. */
  delayMs: number;
}

/** Longest side in pixels and most frames: a picture story, not a video. */
export const MOST_SIDE = 800;
export const MOST_FRAMES = 8;

const COLOURS = 256;
/** Bits per channel in which colours are counted. */
const BITS = 5;
const LEVELS = 1 << BITS;
/** Bayer's 4×4 order, −0.5 … 0.5, and how far it moves a value (of 255): half the step between two counted levels. */
const BAYER = [0, 8, 2, 10, 12, 4, 14, 6, 3, 11, 1, 9, 15, 7, 13, 5].map((n) => (n + 0.5) / 16 - 0.5);
const SPREAD = 256 / LEVELS;

const cell = (r: number, g: number, b: number): number =>
  ((r >> (8 - BITS)) << (2 * BITS)) | ((g >> (8 - BITS)) << BITS) | (b >> (8 - BITS));

interface Bucket {
  cells: number[];
  count: number;
}

const channelOf = (index: number, channel: number): number =>
  (index >> ((2 - channel) * BITS)) & (LEVELS - 1);

/** Longest channel of a bucket, and how long. */
function longest({ cells }: Bucket): { channel: number; length: number } {
  let best = { channel: 0, length: -1 };
  for (let channel = 0; channel < 3; channel += 1) {
    let low = LEVELS;
    let high = 0;
    for (const index of cells) {
      const value = channelOf(index, channel);
      if (value < low) low = value;
      if (value > high) high = value;
    }
    if (high - low > best.length) best = { channel, length: high - low };
  }
  return best;
}

/** Median cut (Heckbert 1982) over the counted colours: the bucket with most pixels times length is halved by count. */
function paletteOf(counts: Uint32Array): { palette: Uint8Array; indexOf: Uint8Array } {
  const used = [...counts.keys()].filter((index) => counts[index]);
  const total = (cells: number[]): number => cells.reduce((sum, index) => sum + (counts[index] ?? 0), 0);
  const buckets: Bucket[] = [{ cells: used, count: total(used) }];
  while (buckets.length < COLOURS) {
    let pick = -1;
    let most = 0;
    for (const [i, bucket] of buckets.entries()) {
      const worth = bucket.cells.length > 1 ? bucket.count * longest(bucket).length : 0;
      if (worth > most) {
        most = worth;
        pick = i;
      }
    }
    const bucket = buckets[pick];
    if (!bucket) break;
    const { channel } = longest(bucket);
    bucket.cells.sort((a, b) => channelOf(a, channel) - channelOf(b, channel) || a - b);
    let at = 0;
    for (let sum = 0; at < bucket.cells.length - 1 && sum < bucket.count / 2; at += 1)
      sum += counts[bucket.cells[at] ?? 0] ?? 0;
    const right = bucket.cells.splice(Math.max(1, at));
    bucket.count = total(bucket.cells);
    buckets.push({ cells: right, count: total(right) });
  }
  const palette = new Uint8Array(COLOURS * 3);
  const indexOf = new Uint8Array(counts.length);
  for (const [i, { cells, count }] of buckets.entries()) {
    for (let channel = 0; channel < 3; channel += 1) {
      const sum = cells.reduce(
        (all, index) => all + (counts[index] ?? 0) * ((channelOf(index, channel) + 0.5) * (256 / LEVELS)),
        0,
      );
      palette[i * 3 + channel] = count ? Math.min(255, Math.round(sum / count)) : 0;
    }
    for (const index of cells) indexOf[index] = i;
  }
  return { palette, indexOf };
}

/** Colours of a frame moved by the dither pattern, as counted cells. */
function cellsOf({ data }: GifFrame, width: number): Uint16Array {
  const out = new Uint16Array(data.length / 4);
  for (let i = 0; i < out.length; i += 1) {
    const x = i % width;
    const y = (i / width) | 0;
    const shift = (BAYER[(y & 3) * 4 + (x & 3)] ?? 0) * SPREAD;
    const at = (channel: number): number =>
      Math.max(0, Math.min(255, (data[i * 4 + channel] ?? 0) + shift)) | 0;
    out[i] = cell(at(0), at(1), at(2));
  }
  return out;
}

/** Bytes as they come, grown by doubling. */
class Out {
  private bytes = new Uint8Array(1 << 16);
  private length = 0;
  add(...values: number[]): void {
    for (const value of values) {
      if (this.length === this.bytes.length) {
        const more = new Uint8Array(this.bytes.length * 2);
        more.set(this.bytes);
        this.bytes = more;
      }
      this.bytes[this.length++] = value;
    }
  }
  word(value: number): void {
    this.add(value & 255, value >> 8);
  }
  done(): Uint8Array {
    return this.bytes.slice(0, this.length);
  }
}

/** LZW with 8-bit symbols as GIF has it (appendix F of the specification): codes of 9 to 12 bits, in blocks of 255 bytes. */
function addPixels(out: Out, pixels: Uint8Array): void {
  const CLEAR = 256;
  const END = 257;
  const codes = new Map<number, number>();
  let next = END + 1;
  let bits = 9;
  let held = 0;
  let heldBits = 0;
  const block: number[] = [];
  const flush = (): void => {
    if (block.length) out.add(block.length, ...block);
    block.length = 0;
  };
  const put = (code: number): void => {
    held |= code << heldBits;
    heldBits += bits;
    while (heldBits >= 8) {
      block.push(held & 255);
      if (block.length === 255) flush();
      held >>>= 8;
      heldBits -= 8;
    }
  };
  out.add(8);
  put(CLEAR);
  let prefix = pixels[0] ?? 0;
  for (let i = 1; i < pixels.length; i += 1) {
    const symbol = pixels[i] ?? 0;
    const key = prefix * 256 + symbol;
    const known = codes.get(key);
    if (known !== undefined) {
      prefix = known;
      continue;
    }
    put(prefix);
    if (next === 4096) {
      put(CLEAR);
      codes.clear();
      next = END + 1;
      bits = 9;
    } else {
      if (next === 1 << bits) bits += 1;
      codes.set(key, next++);
    }
    prefix = symbol;
  }
  put(prefix);
  put(END);
  if (heldBits > 0) block.push(held & 255);
  flush();
  out.add(0);
}

/**
 * A GIF that repeats for ever. Throws RangeError for a side over `MOST_SIDE`, for no or more than `MOST_FRAMES` frames, and for
 * a frame of another size.
 */
export function writeGif(width: number, height: number, frames: readonly GifFrame[]): Uint8Array {
  if (Math.max(width, height) > MOST_SIDE || Math.min(width, height) < 1) throw new RangeError('side');
  if (frames.length === 0 || frames.length > MOST_FRAMES) throw new RangeError('frames');
  if (frames.some(({ data }) => data.length !== width * height * 4)) throw new RangeError('frame size');
  const cells = frames.map((frame) => cellsOf(frame, width));
  const counts = new Uint32Array(LEVELS ** 3);
  for (const frame of cells) for (const index of frame) counts[index] = (counts[index] ?? 0) + 1;
  const { palette, indexOf } = paletteOf(counts);
  const out = new Out();
  const ascii = (text: string): void => out.add(...[...text].map((char) => char.charCodeAt(0)));
  ascii('GIF89a');
  out.word(width);
  out.word(height);
  out.add(0xf7, 0, 0, ...palette);
  out.add(0x21, 0xff, 11);
  ascii('NETSCAPE2.0');
  out.add(3, 1, 0, 0, 0);
  for (const [i, frame] of frames.entries()) {
    out.add(0x21, 0xf9, 4, 4);
    out.word(Math.round(frame.delayMs / 10));
    out.add(0, 0, 0x2c, 0, 0, 0, 0);
    out.word(width);
    out.word(height);
    out.add(0);
    addPixels(
      out,
      (cells[i] ?? new Uint16Array()).reduce(
        (all, index, at) => {
          all[at] = indexOf[index] ?? 0;
          return all;
        },
        new Uint8Array(width * height),
      ),
    );
  }
  out.add(0x3b);
  return out.done();
}
