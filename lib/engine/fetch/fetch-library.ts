/** Product pictures named by an address (spreadsheet, product page): fetched, kept, queued for their fingerprint. */
import { stableAddress } from '../../claims/unite.ts';
import { UnavailablePhotoError } from '../../images/errors.ts';
import { fetchOriginal } from '../../images/fetch.ts';
import { askFor, endJob } from '../../store/jobs.ts';
import { imageKey } from '../../store/keys.ts';
import type { JobRow } from '../../store/rows.ts';
import type { FetchDeps } from './fetch-evidence.ts';
import { addressesOf, keepBytes } from './tries.ts';

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
    const now = deps.now();
    await db.transaction('rw', [db.libraryImages, db.blobs, db.jobs], async () => {
      const sha256 = await keepBytes(db, fetched.bytes, fetched.mime, now.toISOString());
      const id = imageKey(image.productKey, sha256);
      // The waiting row was keyed by its address; from here on content is the key, so the same picture is one row.
      await db.libraryImages.delete(image.id);
      await db.libraryImages.put({
        ...image,
        id,
        sha256,
        url: stableAddress(image.url ?? ''),
        state: 'waiting',
        why: null,
      });
      await askFor(
        db,
        [{ kind: 'fingerprint-library', subject: id, claimKey: null, priority: job.priority }],
        now.getTime(),
      );
      await endJob(db, job, { state: 'done' }, now.getTime());
    });
  } catch (error) {
    if (!(error instanceof UnavailablePhotoError)) throw error;
    await db.transaction('rw', [db.libraryImages, db.jobs], async () => {
      await db.libraryImages.put({ ...image, state: 'unusable', why: error.problem });
      await endJob(db, job, { state: 'failed', error: error.problem }, deps.now().getTime());
    });
  }
}
