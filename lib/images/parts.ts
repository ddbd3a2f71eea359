/** Files too large to be kept as a whole: of those the beginning and the end are kept, each with its place and hash. */
import { sha256Hex } from '../claims/canonical.ts';
import type { KeptParts } from '../store/rows.ts';

/** Notes what is kept of a file. @param pieces bytes with their place, in the order of the file */
export const partsOf = (
  total: number | null,
  why: KeptParts['why'],
  pieces: readonly { from: number; bytes: Uint8Array }[],
): KeptParts => ({
  total,
  why,
  parts: pieces.map(({ from, bytes }) => ({ from, to: from + bytes.length, sha256: sha256Hex(bytes) })),
});

/** A file that can be read at some places only. */
export interface SparseFile {
  size: number;
  /** Set where all of it can be read, only not at once. */
  whole?: true;
  /** Bytes [from, to) of the file; null where not all of them are there. */
  read(from: number, to: number): Uint8Array | null | Promise<Uint8Array | null>;
}

/** Stands for the size of a file whose server does not say it: beyond every video. */
const UNSAID = 2 ** 42;

/** The file of which `bytes` are the kept parts; null where the parts do not fit the bytes. */
export function sparseFile(bytes: Uint8Array, { total, parts }: KeptParts): SparseFile | null {
  const places: { from: number; to: number; at: number }[] = [];
  let at = 0;
  let last = 0;
  for (const { from, to } of parts) {
    if (from < last || to <= from) return null;
    places.push({ from, to, at });
    at += to - from;
    last = to;
  }
  const size = total ?? UNSAID;
  if (last > size || at !== bytes.length) return null;
  return {
    size,
    read(from, to) {
      const place = places.find((one) => one.from <= from && to <= one.to);
      return place ? bytes.subarray(place.at + from - place.from, place.at + to - place.from) : null;
    },
  };
}

/** Read at once from a file: tables and frames are read in pieces of a few bytes. */
const WINDOW = 1_000_000;

/** A file on the disk, read piece by piece. */
export function blobFile(blob: Blob): SparseFile {
  let from = 0;
  let held = new Uint8Array(0);
  return {
    size: blob.size,
    whole: true,
    async read(start, end) {
      if (start < from || end > from + held.length) {
        const piece = blob.slice(start, Math.max(end, Math.min(blob.size, start + WINDOW)));
        const bytes = new Uint8Array(await piece.arrayBuffer());
        [from, held] = [start, bytes];
        return bytes.subarray(0, end - start);
      }
      return held.subarray(start - from, end - from);
    },
  };
}

/** The first part alone, as a file that was cut off. */
export const firstPart = (bytes: Uint8Array, { parts }: KeptParts): Uint8Array =>
  bytes.subarray(0, Math.min(bytes.length, (parts[0]?.to ?? 0) - (parts[0]?.from ?? 0)));
