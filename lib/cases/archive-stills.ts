/** Stills of the shipping archive as reference pictures, so that a buyer's photo made from one is found. */
import { sha256Hex } from '../claims/canonical.ts';
import type { ArchiveFileRow } from '../store/case-rows.ts';
import type { ClaimLensDb } from '../store/db.ts';
import { askFor, PRIORITY } from '../store/jobs.ts';
import { imageKey } from '../store/keys.ts';

/** Products of this key prefix are folders of the shipping archive, not listings. */
export const ARCHIVE_PRODUCT = 'archive:';

/**
 * Saves a still (JPEG) of an archive file as a reference picture; the same bytes are saved once. Returns its hash. Joins a running
 * transaction over the tables below, or opens its own.
 * @param file `second`: where the still stands in it, for videos
 */
export async function saveStill(
  db: ClaimLensDb,
  file: { folder: string; path: string; second?: number },
  bytes: Uint8Array,
  now: Date,
): Promise<string> {
  const at = now.toISOString();
  const sha256 = sha256Hex(bytes);
  const productKey = `${ARCHIVE_PRODUCT}${file.folder}`;
  await db.transaction('rw', [db.products, db.libraryImages, db.blobs, db.jobs], async () => {
    const id = imageKey(productKey, sha256);
    if (await db.libraryImages.get(id)) return;
    if (!(await db.products.get(productKey)))
      await db.products.put({
        v: 1,
        key: productKey,
        title: file.folder,
        itemIds: [],
        source: 'folder',
        addedAt: at,
      });
    if (!(await db.blobs.get(sha256)))
      await db.blobs.put({ v: 1, sha256, bytes, size: bytes.length, mime: 'image/jpeg', addedAt: at });
    await db.libraryImages.put({
      v: 1,
      id,
      productKey,
      sha256,
      name: file.path,
      url: null,
      addedAt: at,
      state: 'waiting',
      why: null,
      ...(file.second !== undefined && { second: file.second }),
    });
    await askFor(
      db,
      [{ kind: 'fingerprint-library', subject: id, claimKey: null, priority: PRIORITY.background }],
      now.getTime(),
    );
  });
  return sha256;
}

/** All stills that are kept of an archive file. */
export const stillsOf = ({ still, frames }: ArchiveFileRow): string[] => [
  ...(still === null ? [] : [still]),
  ...(frames ?? []).map((frame) => frame.still),
];
