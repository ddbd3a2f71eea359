/** One file opened up once: its blocks, EXIF, XMP, texts and trailers, for the checks to look at. */
import { findAscii, looksUtf16, utf8OrLatin1, utf16 } from '../formats/bytes.ts';
import { alphaText } from './container/alpha-bits.ts';
import { note, type Part, type Walked } from './container/part.ts';
import { walk } from './container/walk.ts';
import { type Exif, type ExifField, readExif, userComment } from './formats/exif.ts';
import { type IimSet, RESOURCE, type Resource, readIim, readResources } from './formats/photoshop.ts';
import { readSef, type SefBlock } from './formats/sef.ts';
import { scanXmp, type XmpProperty } from './formats/xmp.ts';
import { LIMITS } from './limits.ts';
import type { Trace } from './types.ts';

export interface ExifBlock {
  exif: Exif;
  part: Part;
  /** `jpeg:EXIF`, `png:eXIf`, … */
  place: string;
}

export interface XmpPacket {
  part: Part;
  properties: XmpProperty[];
}

/** A piece of text with where it stands. */
export interface TextBlock {
  place: string;
  key: string;
  text: string;
  /** Position in the file of the first character; -1 when the text was inflated or joined. */
  offset: number;
  length: number;
  /** Bytes per character where that is fixed. */
  step: 1 | 2;
}

export interface Reading {
  bytes: Uint8Array;
  name: string;
  w: Walked;
  exif: ExifBlock[];
  xmp: XmpPacket[];
  texts: TextBlock[];
  resources: { part: Part; list: Resource[] }[];
  iim: { place: string; base: number; sets: IimSet[] }[];
  sef: SefBlock[];
  traces: Trace[];
  /** `bytes` are only what is kept of the file: no hash over it can be checked. */
  inPart: boolean;
}

/** EXIF tags whose text is read, with the name shown. */
export const EXIF_TEXTS: readonly { ifd: 'IFD0' | 'Exif'; tag: number; name: string }[] = [
  { ifd: 'IFD0', tag: 0x010e, name: 'ImageDescription' },
  { ifd: 'IFD0', tag: 0x010f, name: 'Make' },
  { ifd: 'IFD0', tag: 0x0110, name: 'Model' },
  { ifd: 'IFD0', tag: 0x0131, name: 'Software' },
  { ifd: 'IFD0', tag: 0x013b, name: 'Artist' },
  { ifd: 'IFD0', tag: 0x013c, name: 'HostComputer' },
  { ifd: 'IFD0', tag: 0x8298, name: 'Copyright' },
  { ifd: 'IFD0', tag: 0x9c9b, name: 'XPTitle' },
  { ifd: 'IFD0', tag: 0x9c9c, name: 'XPComment' },
  { ifd: 'IFD0', tag: 0x9c9d, name: 'XPAuthor' },
  { ifd: 'IFD0', tag: 0x9c9e, name: 'XPKeywords' },
  { ifd: 'IFD0', tag: 0x9c9f, name: 'XPSubject' },
  { ifd: 'IFD0', tag: 0x000b, name: 'ProcessingSoftware' },
  { ifd: 'Exif', tag: 0x9286, name: 'UserComment' },
  // Some writers put it into the first directory, where it does not belong.
  { ifd: 'IFD0', tag: 0x9286, name: 'UserComment' },
  { ifd: 'Exif', tag: 0xa420, name: 'ImageUniqueID' },
];

export function open(bytes: Uint8Array, name: string, inPart = false): Reading {
  const w = walk(bytes);
  const r: Reading = {
    bytes,
    name,
    w,
    exif: [],
    xmp: [],
    texts: [],
    resources: [],
    iim: [],
    sef: readSef(bytes, w),
    traces: [],
    inPart,
  };
  for (const part of [...w.parts]) openPart(r, part);
  const hidden = w.prefix === 'png' ? alphaText(bytes) : null;
  if (hidden)
    addText(r, { place: 'png:alpha-bits', key: 'stealth', text: hidden, offset: -1, length: 0, step: 1 });
  return r;
}

function openPart(r: Reading, part: Part): void {
  if (part.kind === 'exif') openExif(r, part);
  else if (part.kind === 'xmp' || part.kind === 'xmp-extended') openXmp(r, part);
  else if (part.kind === 'text') openText(r, part);
  else if (part.kind === 'photoshop') openResources(r, part);
  else if (part.kind === 'iim')
    r.iim.push({ place: `${part.place}-IIM`, base: -1, sets: readIim(part.data) });
  else if (part.kind === 'app') openUnknown(r, part);
  else if (part.kind === 'trailer') openTrailer(r, part);
}

function openExif(r: Reading, part: Part) {
  const exif = readExif(part.data, r.w, part.place);
  if (!exif) return;
  r.exif.push({ exif, part, place: part.place });
  for (const { ifd, tag, name } of EXIF_TEXTS) {
    const field = exif.get(ifd, tag);
    if (!field || field.bytes.length === 0) continue;
    const plain = { text: exif.text(field), skip: 0, step: looksUtf16(field.bytes) ? 2 : 1 } as const;
    const { text, skip, step } = name === 'UserComment' ? userComment(exif, field) : plain;
    addText(r, {
      place: `${part.place}-${name}`,
      key: name,
      text,
      offset: part.stored ? part.offset + field.at + skip : -1,
      length: field.bytes.length - skip,
      step,
    });
  }
  if (r.w.prefix === 'tiff') openTiffBlocks(r, part, exif);
}

/** Blocks that a TIFF keeps as tags: XMP, IPTC, Photoshop resources, C2PA store. */
function openTiffBlocks(r: Reading, part: Part, exif: Exif) {
  const [width] = exif.numbers(exif.get('IFD0', 0x0100));
  const [height] = exif.numbers(exif.get('IFD0', 0x0101));
  r.w.width = width ?? 0;
  r.w.height = height ?? 0;
  const block = (field: ExifField, kind: Part['kind'], place: string) => {
    const made: Part = {
      kind,
      place,
      offset: part.offset + field.at,
      length: field.bytes.length,
      data: field.bytes,
      stored: true,
    };
    r.w.parts.push(made);
    openPart(r, made);
  };
  const xmp = exif.get('IFD0', 0x02bc);
  if (xmp) block(xmp, 'xmp', 'tiff:IFD0-XMP');
  const iptc = exif.get('IFD0', 0x83bb);
  if (iptc) block(iptc, 'iim', 'tiff:IFD0-IPTC');
  const photoshop = exif.get('IFD0', 0x8649);
  if (photoshop) block(photoshop, 'photoshop', 'tiff:IFD0-Photoshop');
  const c2pa = exif.get('IFD0', 0xcd41);
  if (c2pa) block(c2pa, 'jumbf', 'tiff:IFD0-C2PA');
}

function openXmp(r: Reading, part: Part) {
  const data = looksUtf16(part.data.subarray(0, 512)) ? recoded(part.data) : part.data;
  const { properties, cut } = scanXmp(data);
  if (cut) note(r.w, part.place, 'too-large');
  r.xmp.push({ part: data === part.data ? part : { ...part, data, stored: false }, properties });
}

/** A UTF-16 packet as UTF-8 bytes. */
const recoded = (data: Uint8Array): Uint8Array =>
  new TextEncoder().encode(utf16(data.subarray(0, LIMITS.xmpBytes), 'be'));

function openText(r: Reading, part: Part) {
  const cut = part.data.subarray(0, LIMITS.textBytes);
  if (cut.length < part.data.length) note(r.w, part.place, 'too-large');
  const wide = looksUtf16(cut);
  addText(r, {
    place: part.place,
    key: part.key ?? '',
    text: wide ? utf16(cut, 'le') : utf8OrLatin1(cut),
    offset: part.stored ? part.offset : -1,
    length: part.length,
    step: wide ? 2 : 1,
  });
}

function openResources(r: Reading, part: Part) {
  const list = readResources(part.data);
  r.resources.push({ part, list });
  const base = part.stored ? part.offset : -1;
  for (const resource of list) {
    if (resource.id !== RESOURCE.iptc) continue;
    const sets = readIim(resource.data);
    r.iim.push({ place: `${part.place}-IPTC`, base: base < 0 ? -1 : base + resource.at, sets });
  }
}

/** An application block nobody claims: read as text only when a label's keyword or a JSON brace stands in it. */
function openUnknown(r: Reading, part: Part) {
  const head = part.data.subarray(0, LIMITS.textBytes);
  if (findAscii(head, 'AIGC') < 0) return;
  addText(r, {
    place: part.place,
    key: '',
    text: utf8OrLatin1(head),
    offset: part.stored ? part.offset : -1,
    length: part.length,
    step: 1,
  });
}

/** What follows the picture: the first and last stretch are searched for a label. */
function openTrailer(r: Reading, part: Part) {
  const size = LIMITS.trailerScan;
  const starts = part.length > size * 2 ? [0, part.length - size] : [0];
  for (const start of starts) {
    const stretch = part.data.subarray(
      start,
      Math.min(part.length, start + (starts.length > 1 ? size : size * 2)),
    );
    const hit = findAscii(stretch, 'AIGC');
    if (hit < 0) continue;
    const from = Math.max(0, hit - 16);
    const text = stretch.subarray(from, Math.min(stretch.length, from + LIMITS.jsonChars));
    addText(r, {
      place: part.place,
      key: '',
      text: utf8OrLatin1(text),
      offset: part.offset + start + from,
      length: text.length,
      step: 1,
    });
  }
}

function addText(r: Reading, block: TextBlock) {
  const total = r.texts.reduce((sum, t) => sum + t.text.length, 0);
  if (total + block.text.length > LIMITS.textTotal) return note(r.w, block.place, 'too-much-text');
  r.texts.push(block);
}
