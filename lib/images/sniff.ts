/** What a file is, from its first bytes and never from its name, and how many pixels it claims, before any decoder runs. */

export interface Sniffed {
  /** MIME type, or `application/octet-stream` when nothing known begins like this. */
  mime: string;
  kind: 'image' | 'video' | 'other';
  /** As the header declares them; 0 when the header does not tell or is cut off. Orientation is not applied. */
  width: number;
  height: number;
}

const ascii = (b: Uint8Array, at: number, length: number): string =>
  String.fromCharCode(...b.subarray(at, at + length));
const u16 = (b: Uint8Array, at: number): number => ((b[at] ?? 0) << 8) | (b[at + 1] ?? 0);
const u16le = (b: Uint8Array, at: number): number => (b[at] ?? 0) | ((b[at + 1] ?? 0) << 8);
const u24le = (b: Uint8Array, at: number): number => u16le(b, at) | ((b[at + 2] ?? 0) << 16);
const u32 = (b: Uint8Array, at: number): number => u16(b, at) * 65_536 + u16(b, at + 2);
const i32le = (b: Uint8Array, at: number): number => u16le(b, at) | (u16le(b, at + 2) << 16);

const OTHER: Sniffed = { mime: 'application/octet-stream', kind: 'other', width: 0, height: 0 };
const image = (mime: string, width = 0, height = 0): Sniffed => ({ mime, kind: 'image', width, height });

/** Frame header of a JPEG: the first SOF segment. Stops at the scan; lengths that lie end the walk. */
function jpegSize(b: Uint8Array): [number, number] {
  let at = 2;
  while (at + 9 < b.length) {
    const marker = b[at + 1] ?? 0;
    // Fill bytes, and stray bytes between segments, which decoders skip too.
    if (b[at] !== 0xff || marker === 0xff || marker === 0) {
      at += 1;
      continue;
    }
    // Markers that stand alone: restart, start of image, TEM.
    if ((marker >= 0xd0 && marker <= 0xd8) || marker === 0x01) {
      at += 2;
      continue;
    }
    if (marker === 0xda || marker === 0xd9) return [0, 0];
    if (marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc) {
      return [u16(b, at + 7), u16(b, at + 5)];
    }
    const length = u16(b, at + 2);
    if (length < 2) return [0, 0];
    at += 2 + length;
  }
  return [0, 0];
}

function webpSize(b: Uint8Array): [number, number] {
  const form = ascii(b, 12, 4);
  if (form === 'VP8X') return [u24le(b, 24) + 1, u24le(b, 27) + 1];
  if (form === 'VP8L') {
    const bits = i32le(b, 21);
    return [(bits & 0x3fff) + 1, ((bits >>> 14) & 0x3fff) + 1];
  }
  if (form === 'VP8 ') return [u16le(b, 26) & 0x3fff, u16le(b, 28) & 0x3fff];
  return [0, 0];
}

/** BMP: sizes of 16 bits in the header of OS/2 1.x (12 bytes), of 32 bits, the height negative for pictures from the top, in all others. */
function bmpSize(b: Uint8Array): [number, number] {
  if (i32le(b, 14) === 12) return [u16le(b, 18), u16le(b, 20)];
  return [Math.abs(i32le(b, 18)), Math.abs(i32le(b, 22))];
}

/** Largest `ispe` (image spatial extents) in the first 64 KiB; the box is found by its name, bounded. */
function heifSize(b: Uint8Array): [number, number] {
  let best: [number, number] = [0, 0];
  const end = Math.min(b.length - 16, 65_536);
  for (let at = 4; at < end; at++) {
    if (b[at] === 0x69 && b[at + 1] === 0x73 && b[at + 2] === 0x70 && b[at + 3] === 0x65) {
      const [w, h] = [u32(b, at + 8), u32(b, at + 12)];
      if (w * h > best[0] * best[1]) best = [w, h];
    }
  }
  return best;
}

function isoMedia(b: Uint8Array): Sniffed {
  const brands = ascii(b, 8, Math.min(32, Math.max(0, b.length - 8)));
  if (brands.startsWith('crx ')) return image('image/x-canon-cr3');
  if (/avif|avis/.test(brands)) return image('image/avif', ...heifSize(b));
  if (/heic|heix|hevc|heim|heis|mif1|msf1/.test(brands)) return image('image/heic', ...heifSize(b));
  return {
    mime: brands.startsWith('qt') ? 'video/quicktime' : 'video/mp4',
    kind: 'video',
    width: 0,
    height: 0,
  };
}

/** Type and declared size of a file. Never throws; reads headers only. */
export function sniff(b: Uint8Array): Sniffed {
  if (b.length < 12) return OTHER;
  if (b[0] === 0xff && b[1] === 0xd8 && b[2] === 0xff) return image('image/jpeg', ...jpegSize(b));
  if (u32(b, 0) === 0x89504e47 && u32(b, 4) === 0x0d0a1a0a) return image('image/png', u32(b, 16), u32(b, 20));
  if (ascii(b, 0, 4) === 'GIF8') return image('image/gif', u16le(b, 6), u16le(b, 8));
  if (ascii(b, 0, 4) === 'RIFF' && ascii(b, 8, 4) === 'WEBP') return image('image/webp', ...webpSize(b));
  if (ascii(b, 0, 2) === 'BM' && b.length > 26) return image('image/bmp', ...bmpSize(b));
  if (u32(b, 0) === 0x49492a00 || u32(b, 0) === 0x4d4d002a) return image('image/tiff');
  if (ascii(b, 4, 4) === 'ftyp') return isoMedia(b);
  if (u16(b, 0) === 0xff0a || ascii(b, 4, 4) === 'JXL ') return image('image/jxl');
  if (ascii(b, 4, 4) === 'jP  ' || u32(b, 0) === 0xff4fff51) return image('image/jp2');
  if (u32(b, 0) === 0x1a45dfa3) return { mime: 'video/webm', kind: 'video', width: 0, height: 0 };
  return OTHER;
}
