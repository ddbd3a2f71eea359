/** The pictures that a HEIC file holds: which one is shown, which others there are, and their colours (ISO 23008-12, ISO 14496-12 8.11). */
import { fourcc, u8, u16be, u32be } from '../../formats/bytes.ts';
import { type Box, boxes } from '../../formats/iso-boxes.ts';
import type { Colour } from '../colour/colour.ts';

/** Boxes and items read of one file; a file of a phone has some sixty. */
const MOST_BOXES = 4_000;
const MOST_ITEMS = 1_000;

export interface HeifItem {
  id: number;
  /** Four letters: `hvc1`, `grid`, `Exif` … */
  type: string;
  hidden: boolean;
  /** As `ispe` declares it, not turned; 0 where it does not. */
  width: number;
  height: number;
  colour: Colour | null;
  /** Items that this one is put together from (tiles of a grid, layers of an overlay). */
  parts: number[];
  /** Part, thumbnail, alpha plane, depth or gain map of another item: no picture of its own. */
  belongs: boolean;
}

export interface HeifItems {
  /** Id of the picture that `pitm` names, which is the one that viewers show; null where the file names none. */
  primary: number | null;
  items: Map<number, HeifItem>;
}

/** What kinds of reference make an item the property of another (ISO 23008-12 6.4.4 thumbnails, 6.4.5 auxiliary pictures). */
const BELONGING = new Set(['thmb', 'auxl']);

/** Reads the items of a HEIC or AVIF file. Never throws: what is damaged is left out. */
export function readHeifItems(bytes: Uint8Array): HeifItems {
  const found: HeifItems = { primary: null, items: new Map() };
  const budget = { left: MOST_BOXES };
  const metas: Box[] = [];
  for (const box of boxes(bytes, 0, bytes.length, budget)) if (box.type === 'meta') metas.push(box);
  const meta = metas[0];
  if (!meta) return found;
  const parts = [...boxes(bytes, meta.from + 4, meta.end, budget)];
  // The names of the items first: everything else refers to them, in any order.
  for (const box of parts) if (box.type === 'iinf') readInfos(bytes, box, found, budget);
  for (const box of parts) {
    if (box.type === 'pitm')
      found.primary = u8(bytes, box.from) === 0 ? u16be(bytes, box.from + 4) : u32be(bytes, box.from + 4);
    else if (box.type === 'iref') readReferences(bytes, box, found, budget);
    else if (box.type === 'iprp') readProperties(bytes, box, found, budget);
  }
  return found;
}

function readInfos(bytes: Uint8Array, iinf: Box, { items }: HeifItems, budget: { left: number }): void {
  const first = iinf.from + (u8(bytes, iinf.from) === 0 ? 6 : 8);
  for (const box of boxes(bytes, first, iinf.end, budget)) {
    const version = u8(bytes, box.from);
    if (box.type !== 'infe' || version < 2 || items.size >= MOST_ITEMS) continue;
    const wide = version >= 3;
    const id = wide ? u32be(bytes, box.from + 4) : u16be(bytes, box.from + 4);
    items.set(id, {
      id,
      type: fourcc(bytes, box.from + (wide ? 10 : 8)),
      hidden: (u8(bytes, box.from + 3) & 1) === 1,
      width: 0,
      height: 0,
      colour: null,
      parts: [],
      belongs: false,
    });
  }
}

/** `iref`: from one item to others; ids are 16 bit in version 0, 32 bit in version 1. */
function readReferences(bytes: Uint8Array, iref: Box, { items }: HeifItems, budget: { left: number }): void {
  const size = u8(bytes, iref.from) === 0 ? 2 : 4;
  const id = (at: number): number => (size === 2 ? u16be(bytes, at) : u32be(bytes, at));
  for (const box of boxes(bytes, iref.from + 4, iref.end, budget)) {
    const from = items.get(id(box.from));
    if (!from) continue;
    const count = Math.min(u16be(bytes, box.from + size), MOST_ITEMS);
    if (BELONGING.has(box.type) && count > 0) from.belongs = true;
    if (box.type !== 'dimg') continue;
    for (let i = 0; i < count; i++) {
      const to = id(box.from + size + 2 + i * size);
      from.parts.push(to);
      const part = items.get(to);
      if (part) part.belongs = true;
    }
  }
}

interface Property {
  size?: [number, number];
  colour?: Colour;
}

/** `ipco` holds the properties by number, `ipma` which item has which. */
function readProperties(bytes: Uint8Array, iprp: Box, { items }: HeifItems, budget: { left: number }): void {
  const properties: Property[] = [];
  const inside = [...boxes(bytes, iprp.from, iprp.end, budget)];
  for (const box of inside) {
    if (box.type !== 'ipco') continue;
    for (const one of boxes(bytes, box.from, box.end, budget)) properties.push(propertyOf(bytes, one));
  }
  for (const box of inside) {
    if (box.type !== 'ipma') continue;
    const wideId = u8(bytes, box.from) > 0;
    const wideIndex = (u8(bytes, box.from + 3) & 1) === 1;
    const entries = Math.min(u32be(bytes, box.from + 4), MOST_ITEMS);
    let at = box.from + 8;
    for (let i = 0; i < entries && at < box.end; i++) {
      const item = items.get(wideId ? u32be(bytes, at) : u16be(bytes, at));
      at += wideId ? 4 : 2;
      const count = u8(bytes, at);
      at += 1;
      for (let k = 0; k < count; k++, at += wideIndex ? 2 : 1) {
        const index = wideIndex ? u16be(bytes, at) & 0x7fff : u8(bytes, at) & 0x7f;
        const property = properties[index - 1];
        if (!item || !property) continue;
        if (property.size) [item.width, item.height] = property.size;
        // A profile says more than code points, and both may stand there (ISO 14496-12 12.1.5).
        if (property.colour && item.colour?.kind !== 'icc') item.colour = property.colour;
      }
    }
  }
}

function propertyOf(bytes: Uint8Array, box: Box): Property {
  if (box.type === 'ispe') return { size: [u32be(bytes, box.from + 4), u32be(bytes, box.from + 8)] };
  if (box.type !== 'colr') return {};
  const kind = fourcc(bytes, box.from);
  if (kind === 'prof' || kind === 'rICC')
    return { colour: { kind: 'icc', profile: bytes.subarray(box.from + 4, box.end) } };
  if (kind !== 'nclx') return {};
  return {
    colour: { kind: 'nclx', primaries: u16be(bytes, box.from + 4), transfer: u16be(bytes, box.from + 6) },
  };
}

/** Colours of an item: its own, else those of the first part it is put together from. */
export function colourOf({ items }: HeifItems, id: number): Colour | null {
  const item = items.get(id);
  return item?.colour ?? items.get(item?.parts[0] ?? -1)?.colour ?? null;
}

/** Kinds of item that hold a picture: coded ones by their codec, and ones that are put together or turned. */
const PICTURES = new Set(['hvc1', 'av01', 'avc1', 'vvc1', 'jpeg', 'j2k1', 'unci', 'grid', 'iovl', 'iden']);

/** Ids of the pictures beside the primary one: neither hidden nor part, thumbnail, plane or map of another. */
export function otherPictures({ primary, items }: HeifItems): HeifItem[] {
  return [...items.values()].filter(
    (item) => item.id !== primary && PICTURES.has(item.type) && !item.hidden && !item.belongs,
  );
}
