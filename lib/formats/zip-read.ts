/** Reading ZIP archives by their directory: one member in memory at a time, every size checked before and while inflating. */

import { Inflate } from 'fflate';
import { ProductError } from '../base/errors.ts';
import { crc32 } from './crc32.ts';

/** Largest member, unpacked: above any picture or video that is kept. */
const MAX_MEMBER = 130_000_000;
/** All members together, unpacked as declared: a library of 20 000 pictures of 1 MB stays far below. */
const MAX_TOTAL = 60_000_000_000;
const MAX_MEMBERS = 100_000;
/** The directory itself is held in memory. */
const MAX_DIRECTORY = 64_000_000;

/** Compressed bytes given to the inflater at a time; one piece cannot grow beyond 1 032 times its size (RFC 1951). */
const PIECE = 65_536;

const END = 0x06054b50;
const END64_LOCATOR = 0x07064b50;
const END64 = 0x06064b50;
const CENTRAL = 0x02014b50;
const LOCAL = 0x04034b50;

/** An archive, or one member of it, that cannot be read. */
export class ArchiveError extends ProductError {
  override readonly name = 'ArchiveError';
  static {
    ProductError.register('ArchiveError', ArchiveError);
  }
}

export interface ZipMember {
  /** As the archive spells it; may hold anything. */
  name: string;
  /** Unpacked size in bytes as declared; `bytes` never gives more. */
  size: number;
  /** Unpacks the member. Rejects with ArchiveError when it is damaged, encrypted, too large or packed in an unknown way. */
  bytes(): Promise<Uint8Array>;
}

async function view(blob: Blob, from: number, to: number): Promise<DataView> {
  return new DataView(await blob.slice(from, to).arrayBuffer());
}

/** 64-bit size or offset; beyond 2^53 nothing is believed. */
function u64(data: DataView, at: number): number {
  const value = data.getBigUint64(at, true);
  if (value > BigInt(Number.MAX_SAFE_INTEGER)) throw new ArchiveError('sizes that cannot be');
  return Number(value);
}

/** Place, length and member count of the directory, from the end record and its 64-bit form. */
async function findDirectory(zip: Blob): Promise<{ at: number; length: number; count: number }> {
  const from = Math.max(0, zip.size - 65_557);
  const tail = await view(zip, from, zip.size);
  for (let at = tail.byteLength - 22; at >= 0; at--) {
    if (tail.getUint32(at, true) !== END) continue;
    const small = {
      count: tail.getUint16(at + 10, true),
      length: tail.getUint32(at + 12, true),
      at: tail.getUint32(at + 16, true),
    };
    const locatorAt = at - 20;
    if (locatorAt < 0 || tail.getUint32(locatorAt, true) !== END64_LOCATOR) return small;
    const end64At = u64(tail, locatorAt + 8);
    const end64 = await view(zip, end64At, end64At + 56);
    if (end64.byteLength < 56 || end64.getUint32(0, true) !== END64) return small;
    return { count: u64(end64, 32), length: u64(end64, 40), at: u64(end64, 48) };
  }
  throw new ArchiveError('not a ZIP archive, or its end is missing');
}

/**
 * UTF-8 where flagged or where it decodes cleanly, otherwise GBK: archives made by Chinese Windows carry no flag.
 * GB 18030 decodes every byte sequence, so a name in another old code page comes out garbled but stays distinct.
 */
function nameOf(bytes: Uint8Array, flaggedUtf8: boolean): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder(flaggedUtf8 ? 'utf-8' : 'gb18030').decode(bytes);
  }
}

interface Entry {
  method: number;
  encrypted: boolean;
  crc: number;
  packed: number;
  size: number;
  localAt: number;
}

/** Replaces the 32-bit values that say "see the 64-bit field" (APPNOTE 4.5.3). */
function widen(entry: Entry, extra: DataView): void {
  let at = 0;
  while (at + 4 <= extra.byteLength) {
    const id = extra.getUint16(at, true);
    const end = at + 4 + extra.getUint16(at + 2, true);
    if (end > extra.byteLength) return;
    if (id === 1) {
      let field = at + 4;
      for (const name of ['size', 'packed', 'localAt'] as const) {
        if (entry[name] !== 0xffffffff || field + 8 > end) continue;
        entry[name] = u64(extra, field);
        field += 8;
      }
    }
    at = end;
  }
}

/** Inflates to exactly `size` bytes; stops at the first byte beyond it. */
function inflate(packed: Uint8Array, size: number, name: string): Uint8Array {
  const out = new Uint8Array(size);
  let filled = 0;
  const inflater = new Inflate((chunk) => {
    if (filled + chunk.length > size) throw new ArchiveError(`${name}: larger than declared`);
    out.set(chunk, filled);
    filled += chunk.length;
  });
  try {
    for (let at = 0; at < packed.length; at += PIECE)
      inflater.push(packed.subarray(at, at + PIECE), at + PIECE >= packed.length);
  } catch (error) {
    if (error instanceof ArchiveError) throw error;
    throw new ArchiveError(`${name}: ${error instanceof Error ? error.message : 'damaged'}`);
  }
  if (filled !== size) throw new ArchiveError(`${name}: shorter than declared`);
  return out;
}

async function unpack(zip: Blob, name: string, entry: Entry): Promise<Uint8Array> {
  if (entry.encrypted) throw new ArchiveError(`${name}: encrypted`);
  if (entry.size > MAX_MEMBER || entry.packed > MAX_MEMBER) throw new ArchiveError(`${name}: too large`);
  const local = await view(zip, entry.localAt, entry.localAt + 30);
  if (local.byteLength < 30 || local.getUint32(0, true) !== LOCAL)
    throw new ArchiveError(`${name}: not where the directory says`);
  const from = entry.localAt + 30 + local.getUint16(26, true) + local.getUint16(28, true);
  const packed = new Uint8Array(await zip.slice(from, from + entry.packed).arrayBuffer());
  if (packed.length !== entry.packed) throw new ArchiveError(`${name}: cut short`);
  let bytes: Uint8Array;
  if (entry.method === 0) bytes = packed;
  else if (entry.method === 8) bytes = inflate(packed, entry.size, name);
  else throw new ArchiveError(`${name}: packed in an unknown way (${entry.method})`);
  if (bytes.length !== entry.size || crc32(bytes) !== entry.crc) throw new ArchiveError(`${name}: damaged`);
  return bytes;
}

/**
 * The members of a ZIP (files only, in the directory's order). A damaged member fails alone, when it is read.
 * Rejects with ArchiveError when the directory cannot be read or declares more than the limits allow.
 */
export async function openZip(zip: Blob): Promise<ZipMember[]> {
  const { at: start, length, count } = await findDirectory(zip);
  if (count > MAX_MEMBERS || length > MAX_DIRECTORY) throw new ArchiveError('too many members');
  const directory = await view(zip, start, start + length);
  const members: ZipMember[] = [];
  let total = 0;
  let at = 0;
  while (at + 46 <= directory.byteLength && directory.getUint32(at, true) === CENTRAL) {
    const flags = directory.getUint16(at + 8, true);
    const nameLength = directory.getUint16(at + 28, true);
    const extraLength = directory.getUint16(at + 30, true);
    const next = at + 46 + nameLength + extraLength + directory.getUint16(at + 32, true);
    if (next > directory.byteLength) break;
    const entry: Entry = {
      method: directory.getUint16(at + 10, true),
      encrypted: (flags & 1) !== 0,
      crc: directory.getUint32(at + 16, true),
      packed: directory.getUint32(at + 20, true),
      size: directory.getUint32(at + 24, true),
      localAt: directory.getUint32(at + 42, true),
    };
    widen(entry, new DataView(directory.buffer, at + 46 + nameLength, extraLength));
    const name = nameOf(new Uint8Array(directory.buffer, at + 46, nameLength), (flags & 0x800) !== 0);
    at = next;
    if (/[\\/]$/.test(name)) continue;
    total += entry.size;
    if (members.length >= MAX_MEMBERS || total > MAX_TOTAL) throw new ArchiveError('too large when unpacked');
    members.push({ name, size: entry.size, bytes: () => unpack(zip, name, entry) });
  }
  if (members.length === 0 && count > 0) throw new ArchiveError('the directory is damaged');
  return members;
}
