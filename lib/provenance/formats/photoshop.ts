/** Photoshop image resources (8BIM) and the IPTC IIM records inside them (IIM 4.2). */
import { startsWith, u8, u16be, u32be, utf8OrLatin1 } from '../../formats/bytes.ts';
import { LIMITS } from '../limits.ts';

export interface Resource {
  id: number;
  at: number;
  data: Uint8Array;
}

export const RESOURCE = { iptc: 0x0404, thumbnail: 0x040c } as const;

/** Resources in the order of the block. */
export function readResources(data: Uint8Array): Resource[] {
  const out: Resource[] = [];
  let at = 0;
  while (at + 12 <= data.length && out.length < LIMITS.resources) {
    if (!startsWith(data, at, '8BIM')) break;
    const id = u16be(data, at + 4);
    const name = u8(data, at + 6);
    const sizeAt = at + 6 + ((name + 2) & ~1);
    const size = u32be(data, sizeAt);
    const from = sizeAt + 4;
    if (from > data.length) break;
    out.push({ id, at: from, data: data.subarray(from, Math.min(data.length, from + size)) });
    at = from + size + (size % 2);
  }
  return out;
}

export interface IimSet {
  record: number;
  dataset: number;
  at: number;
  length: number;
  text: string;
}

/** Names of the sets that are read. */
export const IIM = {
  instructions: 40,
  program: 65,
  credit: 110,
} as const;

/** Data sets of record 2 (application record), values as text. */
export function readIim(data: Uint8Array): IimSet[] {
  const out: IimSet[] = [];
  let at = 0;
  while (at + 5 <= data.length && out.length < LIMITS.iimSets) {
    if (u8(data, at) !== 0x1c) break;
    const length = u16be(data, at + 3);
    // Extended sizes (bit 15) are for objects of over 32 KB, which no text is.
    if (length & 0x8000) break;
    const value = data.subarray(at + 5, at + 5 + length);
    out.push({
      record: u8(data, at + 1),
      dataset: u8(data, at + 2),
      at: at + 5,
      length: value.length,
      text: utf8OrLatin1(value.subarray(0, 4_000)),
    });
    at += 5 + length;
  }
  return out.filter((s) => s.record === 2);
}
