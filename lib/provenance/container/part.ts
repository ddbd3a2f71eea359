/** What a container walker hands on: the metadata blocks of a file with their place and their bytes. */
import { LIMITS } from '../limits.ts';

export type PartKind =
  /** A TIFF structure (EXIF). */
  | 'exif'
  /** An XMP packet, or one piece of extended XMP. */
  | 'xmp'
  | 'xmp-extended'
  /** Text with an optional keyword: PNG text, comments, container tags. */
  | 'text'
  /** Photoshop image resources (8BIM), bare IPTC IIM. */
  | 'photoshop'
  | 'iim'
  /** C2PA manifest store in JUMBF. */
  | 'jumbf'
  /** A complete JPEG kept as a preview. */
  | 'preview'
  /** An application block nobody claims; may hold a label. */
  | 'app'
  /** What follows the end of the picture. */
  | 'trailer';

export interface Part {
  kind: PartKind;
  place: string;
  /** Where the block stands in the file. */
  offset: number;
  length: number;
  /** The bytes to read: those of the file, or inflated or joined ones when `stored` is false. */
  data: Uint8Array;
  stored: boolean;
  /** Keyword of a text. */
  key?: string;
}

/** Quantisation tables and sampling of a JPEG, in the order of the file. */
export interface JpegTables {
  /** Table id → 64 values in row order. */
  tables: Map<number, number[]>;
  /** Sampling factors and table of each component. */
  components: { h: number; v: number; table: number }[];
}

export interface Walked {
  mime: string;
  /** First word of every place in this file: `jpeg`, `png`, `heic`, … */
  prefix: string;
  width: number;
  height: number;
  parts: Part[];
  unreadable: { place: string; why: string }[];
  /** Names of the blocks met once each (chunk names, marker names), for the checks that look for one. */
  blocks: Set<string>;
  jpeg?: JpegTables;
  /** Container's own dates, in ms since 1970 UTC (movie header). */
  created?: number;
}

export const walked = (mime: string, prefix: string): Walked => ({
  mime,
  prefix,
  width: 0,
  height: 0,
  parts: [],
  unreadable: [],
  blocks: new Set(),
});

/** Notes a part that could not be read. */
export function note(w: Walked, place: string, why: string): void {
  if (w.unreadable.length < LIMITS.unreadable) w.unreadable.push({ place, why });
}

/** Keeps a block of the file itself. */
export function keep(
  w: Walked,
  bytes: Uint8Array,
  kind: PartKind,
  place: string,
  offset: number,
  length: number,
  key?: string,
): void {
  if (w.parts.length >= LIMITS.parts) {
    if (w.parts.length === LIMITS.parts) note(w, place, 'too-many-blocks');
    return;
  }
  const end = Math.min(bytes.length, offset + length);
  if (end <= offset && length > 0) return;
  w.parts.push({
    kind,
    place,
    offset,
    length: Math.max(0, end - offset),
    data: bytes.subarray(offset, end),
    stored: true,
    ...(key === undefined ? {} : { key }),
  });
}
