/** Where a JPEG picture begins and ends inside a file, without decoding it (ISO 10918-1 annex B, CIPA DC-007). */
import { findAscii, u8, u16be } from '../../formats/bytes.ts';

/** Segments walked of one picture; scans included, real files have under a hundred. */
const MOST_SEGMENTS = 5_000;

/** JPEGs looked at behind the first one; the Multi-Picture Format knows panoramas of some twenty. */
const MOST_PICTURES = 24;

export interface JpegOutline {
  /** Byte range; `end` is the position after the end marker, or the file's length where there is none. */
  start: number;
  end: number;
  /** Whether the end marker is there. */
  complete: boolean;
  /** In pixels, not turned; 0 where no frame header was found. */
  width: number;
  height: number;
  /** 1 for grey, 3 for colour, 4 for CMYK. */
  components: number;
  /** A map of brightness or distance that belongs to another picture and is none itself. */
  isMap: boolean;
}

/** Words in the head of pictures that are maps: gain maps of Ultra HDR, ISO 21496-1 and Apple, depth and mattes of Apple. */
const MAP_WORDS = ['ns.adobe.com/hdr-gain-map', 'urn:iso:std:iso:ts:21496', 'AuxiliaryImageType'];

const isFrame = (marker: number): boolean =>
  marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc;

/** The picture that begins at `start` (its FF D8). Never throws; what is damaged ends the walk. */
export function jpegOutline(bytes: Uint8Array, start = 0): JpegOutline {
  const out: JpegOutline = {
    start,
    end: bytes.length,
    complete: false,
    width: 0,
    height: 0,
    components: 0,
    isMap: false,
  };
  let at = start + 2;
  let headEnd = 0;
  for (let n = 0; n < MOST_SEGMENTS && at + 1 < bytes.length; n++) {
    at = bytes.indexOf(0xff, at);
    if (at < 0) break;
    const marker = u8(bytes, at + 1);
    // Stuffed data, fill bytes and markers that stand alone.
    if (marker === 0xff || marker === 0) {
      at += marker === 0 ? 2 : 1;
      n--;
      continue;
    }
    if (marker === 0xd9) {
      out.end = at + 2;
      out.complete = true;
      break;
    }
    if ((marker >= 0xd0 && marker <= 0xd8) || marker === 0x01) {
      at += 2;
      n--;
      continue;
    }
    if (isFrame(marker) && out.width === 0) {
      out.height = u16be(bytes, at + 5);
      out.width = u16be(bytes, at + 7);
      out.components = u8(bytes, at + 9);
    }
    if (marker === 0xda && headEnd === 0) headEnd = at;
    const length = u16be(bytes, at + 2);
    at += 2 + Math.max(2, length);
  }
  const head = headEnd || Math.min(bytes.length, start + 65_536);
  out.isMap = MAP_WORDS.some((word) => findAscii(bytes, word, start, head) >= 0);
  return out;
}

/**
 * Whether a picture's head stands there without a gap: segment after segment, tables and frame before the first scan. Chance bytes
 * of a video or a trailer do not, and decoders forgive gaps only in pictures that were damaged.
 */
function hasHead(bytes: Uint8Array, start: number): boolean {
  let at = start + 2;
  let tables = false;
  let frame = false;
  for (let n = 0; n < MOST_SEGMENTS && u8(bytes, at) === 0xff; n++) {
    const marker = u8(bytes, at + 1);
    if (marker === 0xda) return tables && frame;
    if (marker < 0xc0 || (marker >= 0xd0 && marker <= 0xd9)) return false;
    tables ||= marker === 0xdb;
    frame ||= isFrame(marker);
    const length = u16be(bytes, at + 2);
    if (length < 2) return false;
    at += 2 + length;
  }
  return false;
}

/**
 * The JPEG pictures behind the first one: second pictures of the Multi-Picture Format and whatever else was appended. Thumbnails
 * inside application segments are not among them.
 */
export function jpegsBehind(bytes: Uint8Array, first = jpegOutline(bytes)): JpegOutline[] {
  const found: JpegOutline[] = [];
  let at = first.end;
  while (at + 3 < bytes.length && found.length < MOST_PICTURES) {
    at = bytes.indexOf(0xff, at);
    if (at < 0) break;
    if (u8(bytes, at + 1) !== 0xd8 || !hasHead(bytes, at)) {
      at += 1;
      continue;
    }
    const one = jpegOutline(bytes, at);
    if (one.complete && one.width > 0 && one.height > 0) {
      found.push(one);
      at = one.end;
    } else at += 2;
  }
  return found;
}
