/** A small TIFF reader (TIFF 6.0, EXIF 3.0): every IFD that EXIF knows, bounded, loops cut. */
import {
  looksUtf16,
  startsWith,
  trimEnd,
  u8,
  u16be,
  u16le,
  u32be,
  u32le,
  utf8OrLatin1,
  utf16,
} from '../../formats/bytes.ts';
import { note, type Walked } from '../container/part.ts';
import { LIMITS } from '../limits.ts';

export type IfdName = 'IFD0' | 'IFD1' | 'Exif' | 'GPS' | 'Sub' | 'Interop';

export interface ExifField {
  ifd: IfdName;
  tag: number;
  type: number;
  count: number;
  /** Position of the value inside the TIFF data. */
  at: number;
  bytes: Uint8Array;
}

export interface Exif {
  little: boolean;
  fields: ExifField[];
  /** First field of this tag in this IFD. */
  get(ifd: IfdName, tag: number): ExifField | undefined;
  /** Text of an ASCII (or UTF-8, or Windows XP UTF-16) value. */
  text(field: ExifField | undefined): string;
  /** Integers of a BYTE, SHORT, LONG value. */
  numbers(field: ExifField | undefined): number[];
  /** Quotients of a RATIONAL value; NaN where the divisor is 0. */
  rationals(field: ExifField | undefined): number[];
}

const SIZE = [0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8, 4];

/** Pointers to other IFDs, by tag. */
const POINTERS: Record<number, IfdName> = { 34665: 'Exif', 34853: 'GPS', 330: 'Sub', 40965: 'Interop' };

export function readExif(data: Uint8Array, w: Walked, place: string): Exif | null {
  const little = startsWith(data, 0, 'II');
  if (!little && !startsWith(data, 0, 'MM')) {
    note(w, place, 'byte-order');
    return null;
  }
  const u16 = little ? u16le : u16be;
  const u32 = little ? u32le : u32be;
  const fields: ExifField[] = [];
  const seen = new Set<number>();
  const queue: { ifd: IfdName; at: number }[] = [{ ifd: 'IFD0', at: u32(data, 4) }];
  let left: number = LIMITS.ifdEntriesTotal;
  for (let next = queue.shift(); next; next = queue.shift()) {
    const { ifd, at } = next;
    if (at < 8 || at + 2 > data.length) {
      if (at !== 0) note(w, `${place}-${ifd}`, 'outside-the-block');
      continue;
    }
    if (seen.has(at)) {
      note(w, `${place}-${ifd}`, 'loop');
      continue;
    }
    seen.add(at);
    if (seen.size > LIMITS.ifds) {
      note(w, place, 'too-many-directories');
      break;
    }
    const declared = u16(data, at);
    const count = Math.min(declared, LIMITS.ifdEntries, left, Math.floor((data.length - at - 2) / 12));
    if (count < declared) note(w, `${place}-${ifd}`, 'truncated');
    left -= count;
    for (let i = 0; i < count; i++) {
      const field = entry(data, ifd, at + 2 + i * 12, u16, u32);
      if (!field) continue;
      fields.push(field);
      const pointer = POINTERS[field.tag];
      if (pointer && (ifd === 'IFD0' || ifd === 'IFD1' || field.tag === 0xa005)) {
        const targets = Math.min(field.count, 4);
        for (let k = 0; k < targets; k++) queue.push({ ifd: pointer, at: u32(field.bytes, k * 4) });
      }
    }
    if (ifd === 'IFD0') {
      const second = u32(data, at + 2 + declared * 12);
      if (second > 0 && second < data.length) queue.push({ ifd: 'IFD1', at: second });
    }
  }
  return access(fields, little, u16, u32);
}

function entry(
  data: Uint8Array,
  ifd: IfdName,
  at: number,
  u16: typeof u16be,
  u32: typeof u32be,
): ExifField | null {
  const type = u16(data, at + 2);
  const size = SIZE[type];
  if (!size) return null;
  const count = u32(data, at + 4);
  const length = count * size;
  const from = length <= 4 ? at + 8 : u32(data, at + 8);
  if (from > data.length) return null;
  const end = Math.min(data.length, from + length);
  return { ifd, tag: u16(data, at), type, count, at: from, bytes: data.subarray(from, end) };
}

function access(fields: ExifField[], little: boolean, u16: typeof u16be, u32: typeof u32be): Exif {
  const index = new Map<string, ExifField>();
  for (const field of fields) {
    const key = `${field.ifd}:${field.tag}`;
    if (!index.has(key)) index.set(key, field);
  }
  return {
    little,
    fields,
    get: (ifd, tag) => index.get(`${ifd}:${tag}`),
    text: (field) => (field ? plainText(field.bytes) : ''),
    numbers: (field) => (field ? integers(field, u16, u32) : []),
    rationals: (field) => {
      if (!field || (field.type !== 5 && field.type !== 10)) return [];
      const out: number[] = [];
      for (let i = 0; i + 8 <= field.bytes.length && i < 64; i += 8) {
        out.push(u32(field.bytes, i) / u32(field.bytes, i + 4));
      }
      return out;
    },
  };
}

function integers(field: ExifField, u16: typeof u16be, u32: typeof u32be): number[] {
  const size = SIZE[field.type] ?? 1;
  const out: number[] = [];
  for (let i = 0; i + size <= field.bytes.length && out.length < 64; i += size) {
    out.push(size === 1 ? u8(field.bytes, i) : size === 2 ? u16(field.bytes, i) : u32(field.bytes, i));
  }
  return out;
}

/** Text up to its padding: UTF-16 where the bytes look like it (Windows XP tags), else UTF-8 or Latin-1. */
function plainText(bytes: Uint8Array): string {
  const cut = bytes.subarray(0, LIMITS.textBytes);
  const text = looksUtf16(cut) ? utf16(cut, 'le') : utf8OrLatin1(cut);
  return trimEnd(text);
}

/**
 * UserComment (EXIF 3.0, 4.6.6.3): eight bytes of character code, then text. The code is often missing or wrong, and
 * the byte order of UNICODE text is the TIFF's only sometimes, so the bytes themselves decide where they can.
 * @returns the text, how many bytes stand before it, and how many each of its characters takes.
 */
export function userComment(exif: Exif, field: ExifField): { text: string; skip: number; step: 1 | 2 } {
  const bytes = field.bytes.subarray(0, LIMITS.textBytes);
  const coded =
    startsWith(bytes, 0, 'ASCII\0') || startsWith(bytes, 0, 'UNICODE') || startsWith(bytes, 0, 'JIS\0');
  const blank = bytes.length >= 8 && bytes.subarray(0, 8).every((b) => b === 0);
  const skip = coded || blank ? 8 : 0;
  const body = bytes.subarray(skip);
  // Some writers put 8 bit text behind the UNICODE code.
  const wide = looksUtf16(body) || (startsWith(bytes, 0, 'UNICODE') && hasWide(body));
  const text = trimEnd(wide ? utf16(body, exif.little || skip === 0 ? 'le' : 'be') : utf8OrLatin1(body));
  return { text, skip, step: wide ? 2 : 1 };
}

/** Any byte pair that 8 bit text would not have: a NUL, or bytes that are not valid UTF-8. */
function hasWide(body: Uint8Array): boolean {
  if (body.subarray(0, 200).includes(0)) return true;
  return (
    utf8OrLatin1(body.subarray(0, 200)).length === Math.min(200, body.length) && body.some((b) => b > 0x7f)
  );
}
