/**
 * ISO base media files: HEIC and AVIF items, `uuid` boxes, the head of MP4/MOV, and JPEG XL's boxes
 * (ISO 14496-12, ISO 23008-12, ISO 18181-2, QuickTime metadata keys).
 */
import { findAscii, latin1, startsWith, u8, u16be, u32be, u64be } from '../../formats/bytes.ts';
import { type Box, boxes } from '../../formats/iso-boxes.ts';
import { LIMITS } from '../limits.ts';
import { exifWithOffset } from './exif-item.ts';
import { readItems } from './items.ts';
import { keep, note, type Walked, walked } from './part.ts';

const C2PA_UUID = 'd8fec3d61b0e483c92975828877ec481';
const XMP_UUID = 'be7acfcb97a942e89c71999491e3afac';

/** Seconds between 1904-01-01, the zero of movie headers, and 1970-01-01. */
const EPOCH_1904 = 2_082_844_800;

/** HEIC, AVIF, MP4, MOV by the brands of `ftyp`; JPEG XL by its signature box. */
export function walkBmff(bytes: Uint8Array): Walked {
  const [mime, prefix] = brand(bytes);
  const w = walked(mime, prefix);
  const budget = { left: LIMITS.blocks };
  let covered = 0;
  for (const box of boxes(bytes, 0, bytes.length, budget)) {
    const named = /^[\w ]{4}$/.test(box.type);
    // Something that is no box, and would reach beyond the file, is what a program put behind the boxes.
    if (!named && box.end === bytes.length) break;
    covered = box.end;
    w.blocks.add(named ? box.type : '????');
    top(bytes, w, box, budget);
  }
  if (covered < bytes.length)
    keep(w, bytes, 'trailer', `${prefix}:after-boxes`, covered, bytes.length - covered);
  return w;
}

function brand(bytes: Uint8Array): [string, string] {
  if (startsWith(bytes, 4, 'JXL ')) return ['image/jxl', 'jxl'];
  const brands = latin1(bytes.subarray(8, Math.min(u32be(bytes, 0), 200, bytes.length)));
  if (/avi[fs]/.test(brands)) return ['image/avif', 'avif'];
  if (/he[iv][cxms]/.test(brands)) return ['image/heic', 'heic'];
  if (/mif1|msf1/.test(brands)) return ['image/heif', 'heif'];
  return /^qt {2}/.test(brands) ? ['video/quicktime', 'mov'] : ['video/mp4', 'mp4'];
}

function top(bytes: Uint8Array, w: Walked, box: Box, budget: { left: number }) {
  const length = box.end - box.from;
  if (box.type === 'meta') {
    readItems(bytes, w, box, budget);
    keysAndValues(bytes, w, box, budget);
  } else if (box.type === 'uuid') {
    uuid(bytes, w, box);
  } else if (box.type === 'moov') {
    movie(bytes, w, box, budget, 0);
  } else if (box.type === 'Exif') {
    exifWithOffset(bytes, w, `${w.prefix}:EXIF`, box.from, length);
  } else if (box.type === 'xml ') {
    keep(w, bytes, 'xmp', `${w.prefix}:XMP`, box.from, length);
  } else if (box.type === 'jumb') {
    keep(w, bytes, 'jumbf', `${w.prefix}:jumb`, box.start, box.end - box.start);
  } else if (box.type === 'AIGC') {
    keep(w, bytes, 'text', `${w.prefix}:AIGC`, box.from, length, 'AIGC');
  } else if (box.type === 'free' || box.type === 'skip') {
    // Room left for later; read only where a label's keyword stands in it.
    keep(w, bytes, 'app', `${w.prefix}:${box.type}`, box.from, Math.min(length, LIMITS.trailerScan));
  } else if (box.type === 'brob') {
    note(w, `${w.prefix}:brob`, 'brotli-compressed');
  }
}

function uuid(bytes: Uint8Array, w: Walked, box: Box) {
  let id = '';
  for (let i = 0; i < 16; i++)
    id += u8(bytes, box.from + i)
      .toString(16)
      .padStart(2, '0');
  if (id === XMP_UUID) {
    keep(w, bytes, 'xmp', `${w.prefix}:uuid-XMP`, box.from + 16, box.end - box.from - 16);
  } else if (id === C2PA_UUID) {
    // Version and flags, a purpose text, then (for "manifest") the offset of the first auxiliary box, then JUMBF.
    const jumb = findAscii(bytes, 'jumb', box.from + 20, Math.min(box.end, box.from + 200));
    if (jumb >= 0) keep(w, bytes, 'jumbf', `${w.prefix}:uuid-C2PA`, jumb - 4, box.end - jumb + 4);
  }
}

const MOVIE_FOLDERS = new Set(['udta', 'trak']);
/** Boxes of free text in `udta`: description, title, author. */
const NOTES = new Set(['dscp', 'titl', 'auth']);

/** `moov`: creation time, the texts of `udta`, and the key/value pairs of `meta`. */
function movie(bytes: Uint8Array, w: Walked, parent: Box, budget: { left: number }, depth: number) {
  if (depth > 4) return;
  for (const box of boxes(bytes, parent.from, parent.end, budget)) {
    if (box.type === 'mvhd') {
      const seconds = u8(bytes, box.from) === 1 ? u64be(bytes, box.from + 4) : u32be(bytes, box.from + 4);
      if (seconds > EPOCH_1904) w.created = (seconds - EPOCH_1904) * 1000;
    } else if (box.type === 'tkhd') {
      const at = box.end - 8;
      w.width = Math.max(w.width, u16be(bytes, at));
      w.height = Math.max(w.height, u16be(bytes, at + 4));
    } else if (MOVIE_FOLDERS.has(box.type)) {
      movie(bytes, w, box, budget, depth + 1);
    } else if (box.type === 'meta') {
      keysAndValues(bytes, w, box, budget);
    } else if (box.type.startsWith('©')) {
      keep(w, bytes, 'text', `${w.prefix}:udta`, box.from + 4, box.end - box.from - 4, box.type.slice(1));
    } else if (box.type === 'XMP_') {
      keep(w, bytes, 'xmp', `${w.prefix}:udta-XMP`, box.from, box.end - box.from);
    } else if (box.type === 'uuid') {
      uuid(bytes, w, box);
    } else if (box.type === 'AIGC') {
      keep(w, bytes, 'text', `${w.prefix}:udta-AIGC`, box.from, box.end - box.from, 'AIGC');
    } else if (NOTES.has(box.type) && parent.type === 'udta') {
      // 3GPP's own boxes: version and flags, a language, the text (3GPP TS 26.244 section 8).
      keep(w, bytes, 'text', `${w.prefix}:udta-${box.type}`, box.from + 6, box.end - box.from - 6, box.type);
    }
  }
}

/** `meta` with `keys` (mdta) and `ilst`, as QuickTime and the AIGC guide for video write it. */
function keysAndValues(bytes: Uint8Array, w: Walked, meta: Box, budget: { left: number }) {
  const keys: string[] = [];
  const skip = startsWith(bytes, meta.from + 4, 'hdlr') ? 0 : 4;
  for (const box of boxes(bytes, meta.from + skip, meta.end, budget)) {
    if (box.type === 'keys') {
      for (const key of boxes(bytes, box.from + 8, box.end, budget)) {
        keys.push(latin1(bytes.subarray(key.from, Math.min(key.end, key.from + 100))));
      }
    } else if (box.type === 'ilst') {
      for (const item of boxes(bytes, box.from, box.end, budget)) listItem(bytes, w, item, keys, budget);
    }
  }
}

/** One item of `ilst`: its key by number, by its own type, or (freeform `----`) by its `name` box. */
function listItem(bytes: Uint8Array, w: Walked, item: Box, keys: string[], budget: { left: number }) {
  let key = (keys[u32be(bytes, item.start + 4) - 1] ?? item.type).replace(/^\u00a9/, '');
  for (const box of boxes(bytes, item.from, item.end, budget)) {
    if (box.type === 'name') key = latin1(bytes.subarray(box.from + 4, Math.min(box.end, box.from + 104)));
    if (box.type !== 'data') continue;
    const place = `${w.prefix}:moov-meta-${key.slice(0, 40)}`;
    keep(w, bytes, 'text', place, box.from + 8, box.end - box.from - 8, key);
  }
}
