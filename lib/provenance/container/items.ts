/** The items of a HEIC/AVIF `meta` box: EXIF, XMP, and the size of the largest picture (ISO 14496-12 8.11). */
import { latin1, u8, u16be, u32be, u64be } from '../../formats/bytes.ts';
import { type Box, boxes } from '../../formats/iso-boxes.ts';
import { LIMITS } from '../limits.ts';
import { exifWithOffset } from './exif-item.ts';
import { keep, note, type Walked } from './part.ts';

interface Item {
  type: string;
  mime: string;
}

export function readItems(bytes: Uint8Array, w: Walked, meta: Box, budget: { left: number }): void {
  const items = new Map<number, Item>();
  let locations: Box | undefined;
  let data: Box | undefined;
  for (const box of boxes(bytes, meta.from + 4, meta.end, budget)) {
    if (box.type === 'iinf') infos(bytes, box, items, budget);
    else if (box.type === 'iloc') locations = box;
    else if (box.type === 'idat') data = box;
    else if (box.type === 'iprp') sizes(bytes, w, box, budget, 0);
  }
  if (!locations) return;
  for (const [id, extents] of extentsOf(bytes, w, locations, items)) {
    const item = items.get(id)!;
    let { at, length } = extents;
    if (extents.inIdat) {
      if (!data) continue;
      at += data.from;
      length = Math.min(length || data.end - at, data.end - at);
    } else if (length === 0) {
      length = bytes.length - at;
    }
    if (at >= bytes.length || length <= 0) {
      note(w, `${w.prefix}:meta-${item.type}`, 'outside-the-file');
      continue;
    }
    if (item.type === 'Exif')
      exifWithOffset(bytes, w, `${w.prefix}:EXIF`, at, Math.min(length, bytes.length - at));
    else if (/rdf\+xml/.test(item.mime)) keep(w, bytes, 'xmp', `${w.prefix}:meta-XMP`, at, length);
    else if (item.type === 'mime') keep(w, bytes, 'app', `${w.prefix}:meta-mime`, at, length);
    else if (item.type === 'jpeg') keep(w, bytes, 'preview', `${w.prefix}:meta-jpeg`, at, length);
  }
}

/** Item types of interest; pictures themselves (hvc1, av01, grid) are left out. */
const WANTED = new Set(['Exif', 'mime', 'jpeg']);

function infos(bytes: Uint8Array, iinf: Box, items: Map<number, Item>, budget: { left: number }) {
  const first = iinf.from + (u8(bytes, iinf.from) === 0 ? 6 : 8);
  for (const box of boxes(bytes, first, iinf.end, budget)) {
    if (box.type !== 'infe' || items.size >= LIMITS.parts) continue;
    const version = u8(bytes, box.from);
    if (version < 2) continue;
    const wide = version >= 3;
    const id = wide ? u32be(bytes, box.from + 4) : u16be(bytes, box.from + 4);
    const at = box.from + (wide ? 10 : 8);
    const type = latin1(bytes.subarray(at, at + 4));
    if (!WANTED.has(type)) continue;
    const rest = latin1(bytes.subarray(at + 4, Math.min(box.end, at + 300)));
    items.set(id, { type, mime: rest.split('\0')[1] ?? '' });
  }
}

interface Extent {
  at: number;
  length: number;
  inIdat: boolean;
}

/** First extent of every wanted item; metadata split over several extents does not occur in files seen. */
function extentsOf(bytes: Uint8Array, w: Walked, iloc: Box, items: Map<number, Item>): Map<number, Extent> {
  const found = new Map<number, Extent>();
  const version = u8(bytes, iloc.from);
  const sizes = u16be(bytes, iloc.from + 4);
  const [offsetSize, lengthSize, baseSize] = [sizes >> 12, (sizes >> 8) & 15, (sizes >> 4) & 15];
  const indexSize = version > 0 ? sizes & 15 : 0;
  let at = iloc.from + 6;
  const count = version < 2 ? u16be(bytes, at) : u32be(bytes, at);
  at += version < 2 ? 2 : 4;
  const number = (size: number) => {
    const value =
      size === 8 ? u64be(bytes, at) : size === 4 ? u32be(bytes, at) : size === 2 ? u16be(bytes, at) : 0;
    at += size;
    return value;
  };
  for (let i = 0; i < Math.min(count, LIMITS.blocks) && at < iloc.end; i++) {
    const id = number(version < 2 ? 2 : 4);
    const method = version > 0 ? number(2) & 15 : 0;
    at += 2;
    const base = number(baseSize);
    const extents = number(2);
    for (let k = 0; k < extents && at < iloc.end; k++) {
      at += indexSize;
      const offset = number(offsetSize);
      const length = number(lengthSize);
      if (!items.has(id) || method > 1) continue;
      if (k === 0) found.set(id, { at: base + offset, length, inIdat: method === 1 });
      else note(w, `${w.prefix}:meta-${items.get(id)!.type}`, 'split-item');
    }
  }
  return found;
}

/** The largest `ispe` is the picture: tiles and thumbnails are smaller. */
function sizes(bytes: Uint8Array, w: Walked, parent: Box, budget: { left: number }, depth: number) {
  for (const box of boxes(bytes, parent.from, parent.end, budget)) {
    if (box.type === 'ipco' && depth === 0) sizes(bytes, w, box, budget, 1);
    if (box.type !== 'ispe') continue;
    const width = u32be(bytes, box.from + 4);
    const height = u32be(bytes, box.from + 8);
    if (width * height > w.width * w.height) {
      w.width = width;
      w.height = height;
    }
  }
}
