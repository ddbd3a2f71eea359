/** Product pictures named by an address (spreadsheet, product page): fetched, kept, queued for their fingerprint. */
import { sha256HexAsync } from '../../claims/canonical.ts';
import { stableAddress } from '../../claims/unite.ts';
import { UnavailablePhotoError } from '../../images/errors.ts';
import { fetchOriginal } from '../../images/fetch.ts';
import type { ClaimLensDb } from '../../store/db.ts';
import { askFor, endJob, PRIORITY } from '../../store/jobs.ts';
import { imageKey } from '../../store/keys.ts';
import type { JobRow, LibraryImageRow } from '../../store/rows.ts';
import type { FetchDeps } from './fetch-evidence.ts';
import { addressesOf, keepBytes } from './tries.ts';

/**
 * Stores the bytes of a library image that waited for them, and queues its fingerprint. The waiting row was keyed by its address;
 * from here on content is the key, so that the same picture is one row, which keeps the date of its first sight.
 */
export async function keepLibraryBytes(
  db: ClaimLensDb,
  image: LibraryImageRow,
  bytes: Uint8Array,
  mime: string,
  job: JobRow | null,
  now: Date,
): Promise<void> {
  const sha256 = await sha256HexAsync(bytes);
  await db.transaction('rw', [db.libraryImages, db.blobs, db.jobs], async () => {
    await keepBytes(db, sha256, bytes, mime, now.toISOString());
    const id = imageKey(image.productKey, sha256);
    const known = await db.libraryImages.get(id);
    await db.libraryImages.delete(image.id);
    await db.libraryImages.put({
      ...image,
      ...(known && { addedAt: known.addedAt, name: known.name }),
      id,
      sha256,
      url: stableAddress(image.url ?? ''),
      state: known?.state === 'ready' ? 'ready' : 'waiting',
      why: null,
    });
    if (known?.state !== 'ready')
      await askFor(
        db,
        [
          {
            kind: 'fingerprint-library',
            subject: id,
            claimKey: null,
            priority: job?.priority ?? PRIORITY.background,
          },
        ],
        now.getTime(),
      );
    if (job) await endJob(db, job, { state: 'done' }, now.getTime());
  });
}

/** Runs a `fetch-library` job; its subject is the id of a library image that still waits for its bytes. */
export async function fetchLibraryImage(deps: FetchDeps, job: JobRow): Promise<void> {
  const { db } = deps;
  const image = await db.libraryImages.get(job.subject);
  if (!image?.url || image.sha256) {
    await endJob(db, job, { state: 'done' }, deps.now().getTime());
    return;
  }
  try {
    const fetched = await fetchOriginal(addressesOf(image.url), 'photo', deps.rules);
    await keepLibraryBytes(db, image, fetched.bytes, fetched.mime, job, deps.now());
  } catch (error) {
    if (!(error instanceof UnavailablePhotoError)) throw error;
    await db.transaction('rw', [db.libraryImages, db.jobs], async () => {
      await db.libraryImages.put({ ...image, state: 'unusable', why: error.problem });
      await endJob(db, job, { state: 'failed', error: error.problem }, deps.now().getTime());
    });
  }
}
