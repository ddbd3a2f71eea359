/**
 * The keys of rows, built and taken apart in one place. Keys come from content or claim, never from a counter, so that the
 * same thing met twice is one row and several seats can be joined. Branded, so that a key is not mistaken for another text;
 * rows and indexes hold them as plain text.
 */
import type { JobKind } from './rows.ts';

declare const brand: unique symbol;
type Key<B extends string> = string & { readonly [brand]: B };

/** A photo's content in one claim: `${claimKey}#${sha256}`. Subject of the jobs about one photo. */
export type PhotoKey = Key<'photo'>;
/** A saved picture of a product: `${productKey}#${sha256}`, or `${productKey}@${address}` while its bytes are awaited. */
export type ImageKey = Key<'image'>;
/** The product picture in a claim's row: `${claimKey}#${place of the item}`. */
export type ItemKey = Key<'item'>;
/** A photo or video attached to a claim: `${claimKey}#${hash of its stable address}`. */
export type EvidenceKey = Key<'evidence'>;
/** A job: `${kind}:${subject}`. */
export type JobKey = Key<'job'>;
/** What one check said of a photo: `${claimKey}#${sha256}#${check}`. */
export type CheckKey = Key<'check'>;
/** A kind of page of a console: `${console}#${page}`. */
export type PageKey = Key<'page'>;
/** A file below a folder that the seller keeps: `${owner}#${path}`. */
export type FileKey = Key<'file'>;

export const photoKey = (claimKey: string, sha256: string): PhotoKey => `${claimKey}#${sha256}` as PhotoKey;
export const imageKey = (productKey: string, sha256: string): ImageKey =>
  `${productKey}#${sha256}` as ImageKey;
export const awaitedImageKey = (productKey: string, address: string): ImageKey =>
  `${productKey}@${address}` as ImageKey;
export const evidenceKey = (claimKey: string, addressHash: string): EvidenceKey =>
  `${claimKey}#${addressHash}` as EvidenceKey;
export const itemKey = (claimKey: string, index: number): ItemKey => `${claimKey}#${index}` as ItemKey;
export const jobKey = (kind: JobKind, subject: string): JobKey => `${kind}:${subject}` as JobKey;
/** The kind that a job's key names. */
export const kindOfJob = (id: string): JobKind => id.slice(0, id.indexOf(':')) as JobKind;
export const checkKey = (claimKey: string, sha256: string, check: string): CheckKey =>
  `${claimKey}#${sha256}#${check}` as CheckKey;
export const pageKey = (console: string, page: string): PageKey => `${console}#${page}` as PageKey;
export const fileKey = (owner: string, path: string): FileKey => `${owner}#${path}` as FileKey;

/** Splits at the last `#`: claim and product keys may hold one themselves, what follows never does. */
function lastParts(key: string): [string, string] {
  const cut = key.lastIndexOf('#');
  if (cut < 0) throw new RangeError(`not a row key: ${key}`);
  return [key.slice(0, cut), key.slice(cut + 1)];
}

/** Throws RangeError when the text is no key of a photo. */
export function parsePhotoKey(key: string): { claimKey: string; sha256: string } {
  const [claimKey, sha256] = lastParts(key);
  return { claimKey, sha256 };
}

/** Throws RangeError when the text is no key of an item. */
export function parseItemKey(key: string): { claimKey: string; index: number } {
  const [claimKey, index] = lastParts(key);
  return { claimKey, index: Number(index) };
}
