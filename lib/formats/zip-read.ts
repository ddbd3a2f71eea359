/** Reading ZIP archives by their directory: one member in memory at a time, every size checked before and while inflating. */

import { Inflate } from 'fflate';
import { ProductError } from '../base/errors.ts';
import { crc32 } from './crc32.ts';
import { decodeText, type TextEncoding } from './text-encoding.ts';
import { encodingOfNames, unicodeName } from './zip-names.ts';

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

export type ArchiveProblem = 'damaged' | 'encrypted' | 'too-large' | 'unknown-packing' | 'split';

/** An archive, or one member of it, that cannot be read. */
export class ArchiveError extends ProductError {
  override readonly name = 'ArchiveError';
  static {
    ProductError.register('ArchiveError', ArchiveError);
  }
  readonly reason: ArchiveProblem;
  constructor(message: string, reason: ArchiveProblem = 'damaged') {
    super(message);
    this.reason = reason;
  }
}

export interface ZipMember {
  /** As the archive spells it; may hold anything. */
  name: string;
  /** Unpacked size in bytes as declared; `bytes` never gives more. */
  size: number;
  /** Unpacks the member. Rejects with ArchiveError when it is damaged, encrypted, too large or packed in an unknown way. */
  bytes(): Promise<Uint8Array>;
  /** The first bytes, at least as many as asked for where the member has them; for telling what it is. Rejects as `bytes`. */
  head(length: number): Promise<Uint8Array>;
}

export interface Archive {
  members: ZipMember[];
  /** Members that the archive counts but whose directory entries cannot be read. */
  missing: number;
  /** Whether other data stands before the archive: a self-extracting program, or an archive to which this one was appended. */
  prefixed: boolean;
  /** How names were read that are not marked as UTF-8; null where all are ASCII or marked. */
  encoding: TextEncoding | null;
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

interface Directory {
  at: number;
  length: number;
  count: number;
  /** Bytes before the archive's first one (a self-extracting program, a download header): all offsets are that much too small. */
  prefix: number;
  /** Number of the part that this file is, the last one; 0 for an archive in one piece. */
  disk: number;
}

/**
 * Where a directory that should be at `at` really is: directly before its end record, else where it says. In this order, since of
 * two archives in one file the first may have its own directory at the second one's place.
 */
async function placed(
  zip: Blob,
  { at, length, count, disk }: Omit<Directory, 'prefix'>,
  end: number,
): Promise<Directory> {
  const isThere = async (from: number): Promise<boolean> => {
    if (count === 0 || from < 0 || from + 4 > zip.size) return false;
    return (await view(zip, from, from + 4)).getUint32(0, true) === CENTRAL;
  };
  const before = end - length;
  if (before !== at && (await isThere(before)))
    return { at: before, length, count, disk, prefix: disk > 0 ? 0 : before - at };
  return { at, length, count, disk, prefix: 0 };
}

/** Place, length and member count of the directory, from the end record and its 64-bit form. */
async function findDirectory(zip: Blob): Promise<Directory> {
  const from = Math.max(0, zip.size - 65_557);
  const tail = await view(zip, from, zip.size);
  for (let at = tail.byteLength - 22; at >= 0; at--) {
    if (tail.getUint32(at, true) !== END) continue;
    const count = tail.getUint16(at + 10, true);
    const length = tail.getUint32(at + 12, true);
    // 0xffff says "see the 64-bit record".
    const disk = tail.getUint16(at + 4, true) % 0xffff;
    const small = placed(zip, { at: tail.getUint32(at + 16, true), length, count, disk }, from + at);
    const locatorAt = at - 20;
    if (locatorAt < 0 || tail.getUint32(locatorAt, true) !== END64_LOCATOR) return small;
    // As declared, or directly before its locator where something was put before the archive.
    for (const end64At of [u64(tail, locatorAt + 8), from + locatorAt - 56]) {
      const end64 = await view(zip, Math.max(0, end64At), Math.max(0, end64At) + 56);
      if (end64.byteLength < 56 || end64.getUint32(0, true) !== END64) continue;
      const place = { at: u64(end64, 48), length: u64(end64, 40), count: u64(end64, 32) };
      return placed(zip, { ...place, disk: end64.getUint32(16, true) }, end64At);
    }
    return small;
  }
  throw new ArchiveError('not a ZIP archive, or its end is missing');
}

interface Entry {
  method: number;
  encrypted: boolean;
  crc: number;
  packed: number;
  size: number;
  localAt: number;
  /** Whether it begins in another part of a split archive. */
  elsewhere: boolean;
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

/** The first bytes of a member: as many as inflating its first packed bytes gives. */
function inflateHead(packed: Uint8Array, length: number): Uint8Array {
  const out = new Uint8Array(length);
  let filled = 0;
  const inflater = new Inflate((chunk) => {
    const part = chunk.subarray(0, length - filled);
    out.set(part, filled);
    filled += part.length;
  });
  try {
    // In small pieces: a bomb grows by 1 032 times the piece at most before this ends.
    for (let at = 0; at < packed.length && filled < length; at += 256)
      inflater.push(packed.subarray(at, at + 256), false);
  } catch {
    // Whoever reads the member whole is told that it is damaged.
  }
  return out.subarray(0, filled);
}

/** Bytes of a member's own header, and of the name and extra fields behind it as far as they are read together with its data. */
const HEADER = 30;
const BESIDE = 512;

/** The first `length` packed bytes of a member, fewer where the file ends: read together with its header, since every read of a file waits. */
async function packedBytes(zip: Blob, name: string, entry: Entry, length: number): Promise<Uint8Array> {
  if (entry.elsewhere) throw new ArchiveError(`${name}: in another part of the archive`, 'split');
  if (entry.encrypted) throw new ArchiveError(`${name}: encrypted`, 'encrypted');
  const local = await view(zip, entry.localAt, entry.localAt + HEADER + BESIDE + length);
  if (local.byteLength < HEADER || local.getUint32(0, true) !== LOCAL)
    throw new ArchiveError(`${name}: not where the directory says`);
  const beside = local.getUint16(26, true) + local.getUint16(28, true);
  // A copy: who keeps the bytes would keep the header with them.
  if (beside <= BESIDE) return new Uint8Array(local.buffer).slice(HEADER + beside, HEADER + beside + length);
  const from = entry.localAt + HEADER + beside;
  return new Uint8Array(await zip.slice(from, from + length).arrayBuffer());
}

async function unpackHead(zip: Blob, name: string, entry: Entry, length: number): Promise<Uint8Array> {
  const bytes = await packedBytes(zip, name, entry, Math.min(entry.packed, length + 1_024));
  if (entry.method === 0) return bytes.subarray(0, length);
  return entry.method === 8 ? inflateHead(bytes, length) : new Uint8Array(0);
}

async function unpack(zip: Blob, name: string, entry: Entry): Promise<Uint8Array> {
  if (entry.size > MAX_MEMBER || entry.packed > MAX_MEMBER)
    throw new ArchiveError(`${name}: too large`, 'too-large');
  const packed = await packedBytes(zip, name, entry, entry.packed);
  if (packed.length !== entry.packed) throw new ArchiveError(`${name}: cut short`);
  let bytes: Uint8Array;
  if (entry.method === 0) bytes = packed;
  else if (entry.method === 8) bytes = inflate(packed, entry.size, name);
  else throw new ArchiveError(`${name}: packed in an unknown way (${entry.method})`, 'unknown-packing');
  if (bytes.length !== entry.size || crc32(bytes) !== entry.crc) throw new ArchiveError(`${name}: damaged`);
  return bytes;
}

interface Listed {
  entry: Entry;
  raw: Uint8Array;
  flagged: boolean;
  /** From the Unicode path extra field, which is right where the header's own name is in an unknown code page. */
  unicode: string | null;
}

function listed(directory: DataView, { count, prefix, disk }: Directory): Listed[] {
  const out: Listed[] = [];
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
      elsewhere: disk > 0 && directory.getUint16(at + 34, true) !== disk,
    };
    const extra = new DataView(directory.buffer, at + 46 + nameLength, extraLength);
    widen(entry, extra);
    entry.localAt += prefix;
    const raw = new Uint8Array(directory.buffer, at + 46, nameLength);
    out.push({ entry, raw, flagged: (flags & 0x800) !== 0, unicode: unicodeName(extra, raw) });
    if (out.length > MAX_MEMBERS) throw new ArchiveError('too many members', 'too-large');
    at = next;
  }
  if (out.length === 0 && count > 0) throw new ArchiveError('the directory is damaged');
  return out;
}

/**
 * The members of a ZIP (files only, in the directory's order). A damaged member fails alone, when it is read.
 * Rejects with ArchiveError when the directory cannot be read or declares more than the limits allow.
 * @param encoding of the names that are not marked as UTF-8; guessed from all of them together where it is not given
 */
export async function openArchive(zip: Blob, encoding?: TextEncoding): Promise<Archive> {
  const place = await findDirectory(zip);
  if (place.count > MAX_MEMBERS || place.length > MAX_DIRECTORY)
    throw new ArchiveError('too many members', 'too-large');
  const list = listed(await view(zip, place.at, place.at + place.length), place);
  const unmarked = list.filter(({ flagged, unicode }) => !flagged && unicode === null).map(({ raw }) => raw);
  const guessed = encodingOfNames(unmarked);
  const used = guessed && (encoding ?? guessed);
  const members: ZipMember[] = [];
  let total = 0;
  for (const { entry, raw, flagged, unicode } of list) {
    const name = unicode ?? decodeText(raw, flagged ? 'utf-8' : (used ?? 'utf-8'));
    if (/[\\/]$/.test(name)) continue;
    total += entry.size;
    if (total > MAX_TOTAL) throw new ArchiveError('too large when unpacked', 'too-large');
    members.push({
      name,
      size: entry.size,
      bytes: () => unpack(zip, name, entry),
      head: (length) => unpackHead(zip, name, entry, length),
    });
  }
  return {
    members,
    missing: Math.max(0, place.count - list.length),
    prefixed: place.prefix > 0,
    encoding: used,
  };
}

/** The members alone; see `openArchive`. */
export const openZip = async (zip: Blob): Promise<ZipMember[]> => (await openArchive(zip)).members;
