/**
 * Text hidden in the lowest bits of a PNG's alpha channel ("stealth PNG info": NovelAI and extensions of Stable Diffusion
 * interfaces): down the columns, one bit a pixel: a 15-letter signature, a 32-bit length in bits, then the text, plain or as gzip.
 */
import { Inflate } from 'fflate';
import { fourcc, latin1, u8, u32be, utf8OrLatin1 } from '../../formats/bytes.ts';
import { LIMITS } from '../limits.ts';
import { inflate } from './inflate.ts';

const SIGNATURE_BITS = 15 * 8;
/** gzip without a name: ten bytes of header before the deflate stream (RFC 1952). */
const GZIP_HEADER = 10;
/** Pictures larger than this are not searched; generators stay far below. */
const MOST_PIXELS = 20_000_000;

interface Head {
  width: number;
  height: number;
}

/** @returns the hidden text; null where there is none, or the PNG is of another kind than 8-bit RGBA without interlacing. */
export function alphaText(png: Uint8Array): string | null {
  const head = rgba(png);
  if (!head) return null;
  // Most pictures are told from the first rows of the first column; small ones need more columns.
  const start = Math.ceil((SIGNATURE_BITS + 32) / head.height);
  if (start > head.width) return null;
  const first = columns(png, head, start, start === 1 ? SIGNATURE_BITS + 32 : head.height);
  if (!first) return null;
  const signature = latin1(pack(first, 0, SIGNATURE_BITS));
  if (signature !== 'stealth_pnginfo' && signature !== 'stealth_pngcomp') return null;
  const bits = u32be(pack(first, SIGNATURE_BITS, 32), 0);
  const needed = Math.ceil((SIGNATURE_BITS + 32 + bits) / head.height);
  if (bits === 0 || bits > LIMITS.textBytes * 8 || needed > head.width) return null;
  const all = columns(png, head, needed, head.height);
  if (!all) return null;
  const body = pack(all, SIGNATURE_BITS + 32, bits);
  if (signature === 'stealth_pnginfo') return utf8OrLatin1(body);
  // `inflate` leaves out the two bytes of a zlib header.
  return utf8OrLatin1(inflate(body.subarray(GZIP_HEADER - 2), LIMITS.inflatedBytes).data);
}

function rgba(png: Uint8Array): Head | null {
  const [depth, colour, interlace] = [u8(png, 24), u8(png, 25), u8(png, 28)];
  const [width, height] = [u32be(png, 16), u32be(png, 20)];
  if (fourcc(png, 12) !== 'IHDR' || depth !== 8 || colour !== 6 || interlace !== 0) return null;
  return width > 0 && height > 0 && width * height <= MOST_PIXELS ? { width, height } : null;
}

/** Lowest alpha bits of the first `count` columns and `rows` rows, column by column; null for damaged data. */
function columns(png: Uint8Array, { width }: Head, count: number, rows: number): Uint8Array | null {
  const stride = width * 4 + 1;
  const kept = count * 4;
  const out = new Uint8Array(count * rows);
  let above = new Uint8Array(kept);
  let line = new Uint8Array(kept);
  let filter = 0;
  let [row, at] = [0, 0];
  const take = (piece: Uint8Array) => {
    for (let i = 0; i < piece.length && row < rows; ) {
      if (at === 0) filter = piece[i]!;
      else if (at <= kept) line[at - 1] = piece[i]!;
      if (at > kept) {
        // Nothing more of this row is needed.
        const skip = Math.min(piece.length - i, stride - at);
        i += skip;
        at += skip;
      } else {
        i++;
        at++;
      }
      if (at < stride) continue;
      unfilter(filter, line, above);
      for (let x = 0; x < count; x++) out[x * rows + row] = line[x * 4 + 3]! & 1;
      [above, line] = [line, above];
      row++;
      at = 0;
    }
  };
  const stream = new Inflate(take);
  try {
    let header = 2;
    for (let p = 8; p + 12 <= png.length && row < rows; ) {
      const length = u32be(png, p);
      const type = fourcc(png, p + 4);
      if (type === 'IEND') break;
      if (type === 'IDAT') {
        const end = Math.min(png.length, p + 8 + length);
        for (let q = p + 8 + header; q < end && row < rows; q += LIMITS.inflateStep) {
          stream.push(png.subarray(q, Math.min(end, q + LIMITS.inflateStep)));
        }
        header = Math.max(0, header - length);
      }
      p += 12 + length;
    }
  } catch {
    return null;
  }
  return row === rows ? out : null;
}

/** Takes one row's filter back in place (PNG specification, 9.2); only bytes to the left and above are needed. */
function unfilter(type: number, line: Uint8Array, above: Uint8Array) {
  for (let i = 0; i < line.length; i++) {
    const a = i >= 4 ? line[i - 4]! : 0;
    const b = above[i]!;
    const c = i >= 4 ? above[i - 4]! : 0;
    if (type === 1) line[i]! += a;
    else if (type === 2) line[i]! += b;
    else if (type === 3) line[i]! += (a + b) >> 1;
    else if (type === 4) line[i]! += paeth(a, b, c);
  }
}

function paeth(a: number, b: number, c: number): number {
  const p = a + b - c;
  const [pa, pb, pc] = [Math.abs(p - a), Math.abs(p - b), Math.abs(p - c)];
  if (pa <= pb && pa <= pc) return a;
  return pb <= pc ? b : c;
}

/** Bits from `from` as bytes, the first bit highest. */
function pack(bits: Uint8Array, from: number, count: number): Uint8Array {
  const out = new Uint8Array(count >> 3);
  for (let i = 0; i < out.length * 8; i++) out[i >> 3]! |= bits[from + i]! << (7 - (i & 7));
  return out;
}
