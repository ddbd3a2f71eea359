/** The seller's own packing photos and videos: which file belongs to which order, and what is missing. */

import type { Claim } from '../claims/model.ts';
import type { ArchiveFileRow } from '../store/case-rows.ts';
import { fileKey } from '../store/keys.ts';
import type { Clock } from './clock.ts';

const PHOTO = /\.(jpe?g|png|webp|heic|heif|avif|bmp)$/i;
const VIDEO = /\.(mp4|mov|m4v|webm|avi|mkv|ts|3gp)$/i;

/** Shorter tokens are counters and dates' parts; longer ones are hashes. */
const SHORTEST = 8;
const LONGEST = 40;
const MOST_NUMBERS = 12;

/** Photo or video by file name; null for files that the archive does not index. */
export const kindOf = (name: string): 'photo' | 'video' | null =>
  PHOTO.test(name) ? 'photo' : VIDEO.test(name) ? 'video' : null;

/** How a number is compared: letters in upper case, separators out. */
export const normalNumber = (text: string): string => text.toUpperCase().replace(/[^0-9A-Z]/g, '');

/**
 * The order and waybill numbers that a file name or a barcode's text may hold: runs of 8 to 40 letters and digits with at
 * least six digits, and runs joined by one dash (`261002-123456789012345`). At most twelve; whether one is a date or a
 * counter does not matter, since numbers are looked up by equality with a claim's own.
 */
export function numbersIn(text: string): string[] {
  const found = new Set<string>();
  for (const [run] of text.slice(0, 1_000).matchAll(/[0-9A-Za-z]+(?:-[0-9A-Za-z]+)*/g)) {
    const pieces = run.split('-');
    for (let from = 0; from < pieces.length && from < 8; from += 1)
      for (let to = from + 1; to <= pieces.length && to <= from + 4; to += 1) {
        const number = normalNumber(pieces.slice(from, to).join(''));
        const digits = number.replace(/\D/g, '').length;
        if (number.length >= SHORTEST && number.length <= LONGEST && digits >= 6) found.add(number);
        if (found.size >= MOST_NUMBERS) return [...found];
      }
  }
  return [...found];
}

/** A file met in the linked folder. `path` is relative to it, with forward slashes. */
export interface FolderFile {
  path: string;
  size: number;
  modified: number;
}

/**
 * The index after a look into the folder: new files are added (unhashed), changed ones lose their hash, those not found
 * keep their row with `missingSince`. Rows of other folders come back unchanged. `at` is the time of the look.
 */
export function updateIndex(
  known: readonly ArchiveFileRow[],
  folder: string,
  files: readonly FolderFile[],
  at: string,
): ArchiveFileRow[] {
  const rows = new Map(known.filter((row) => row.folder === folder).map((row) => [row.path, row]));
  const out: ArchiveFileRow[] = known.filter((row) => row.folder !== folder);
  for (const file of files) {
    const kind = kindOf(file.path);
    if (!kind) continue;
    const row = rows.get(file.path);
    rows.delete(file.path);
    const same = row && row.size === file.size && row.modified === file.modified;
    const numbers = numbersIn(file.path.slice(file.path.lastIndexOf('/') + 1).replace(/\.[^.]*$/, ''));
    out.push(
      same
        ? { ...row, missingSince: null }
        : {
            v: 1,
            id: fileKey(folder, file.path),
            folder,
            path: file.path,
            size: file.size,
            modified: file.modified,
            kind,
            sha256: null,
            hashedAt: null,
            numbers,
            numbersFrom: numbers.length > 0 ? 'name' : 'none',
            still: null,
            indexedAt: at,
            missingSince: null,
          },
    );
  }
  for (const row of rows.values()) out.push({ ...row, missingSince: row.missingSince ?? at });
  return out;
}

/** The row with the numbers that were read on its frames. @param from whether `texts` are of codes or of print */
export function withNumbers(
  row: ArchiveFileRow,
  texts: readonly string[],
  from: 'barcode' | 'text' = 'barcode',
): ArchiveFileRow {
  const read = [...new Set(texts.flatMap(numbersIn))].filter((number) => !row.numbers.includes(number));
  return {
    ...row,
    numbers: [...row.numbers, ...read].slice(0, MOST_NUMBERS * 2),
    numbersFrom: read.length === 0 ? row.numbersFrom : row.numbersFrom === 'none' ? from : 'both',
  };
}

/** The numbers under which a claim's parcel may be filed. */
export const claimNumbers = (claim: Pick<Claim, 'orderId' | 'trackingNo'>): string[] =>
  [claim.orderId, claim.trackingNo]
    .flatMap((text) => (text ? [normalNumber(text)] : []))
    .filter((number) => number.length >= 6);

export interface ArchiveAnswer {
  present: ArchiveFileRow[];
  /** In the index, and not found at the last look. */
  vanished: ArchiveFileRow[];
  /** True when nothing is there for the parcel while a dangerous clock still runs: time to look for it by hand. */
  missingWhileClockRuns: boolean;
}

/** What the archive holds for a claim. `now` in ms since epoch. */
export function archiveFor(
  claim: Pick<Claim, 'orderId' | 'trackingNo'>,
  files: readonly ArchiveFileRow[],
  clock: Clock | null,
  now: number,
): ArchiveAnswer {
  const numbers = new Set(claimNumbers(claim));
  const mine = files.filter((row) => row.numbers.some((number) => numbers.has(number)));
  const present = mine.filter((row) => row.missingSince === null);
  const running = clock !== null && clock.effect !== 'closes-for-seller' && Date.parse(clock.at) > now;
  return {
    present,
    vanished: mine.filter((row) => row.missingSince !== null),
    missingWhileClockRuns: present.length === 0 && running,
  };
}
