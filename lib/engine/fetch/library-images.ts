/** Making saved product images findable: fingerprint, preview, index; unusable ones say why. */
import { UnreadablePhotoError } from '../../images/errors.ts';
import { isCurrentFingerprint, windowsOf } from '../../match/index.ts';
import { endJob } from '../../store/jobs.ts';
import type { JobRow } from '../../store/rows.ts';
import { type CheckDeps, keepPhoto } from '../photo/check-photo.ts';

/** Runs a `fingerprint-library` job for one saved image. */
export async function fingerprintLibraryImage(deps: CheckDeps, job: JobRow): Promise<void> {
  const { db } = deps;
  const image = await db.libraryImages.get(job.subject);
  if (!image) {
    await endJob(db, job, { state: 'done' }, deps.now().getTime());
    return;
  }
  await deps.index.load();
  const known = await db.photos.get(image.sha256);
  const current = known && isCurrentFingerprint(known.fingerprintVersion);
  // Long pictures kept before they were looked at in windows are looked at again.
  let encoded = current && (known.windows || !windowsOf(known).length) ? known.fingerprint : null;
  let windows = known?.windows;
  let why: string | null = null;
  let ms: Record<string, number> | undefined;
  if (!encoded) {
    const inspection = await deps.pool.call('inspect', {
      db: deps.dbName,
      sha256: image.sha256,
      name: image.name,
      context: { now: deps.now().toISOString() },
      pixels: true,
      search: false,
    });
    if (inspection.unreadable?.problem === 'cannot-decode' && job.attempts < 2)
      throw new UnreadablePhotoError('cannot-decode', inspection.unreadable.detail);
    await keepPhoto(db, inspection);
    encoded = inspection.fingerprint;
    windows = inspection.windows.map((window) => window.fingerprint);
    why = inspection.unreadable?.problem ?? null;
    ms = inspection.ms;
  }
  if (encoded) deps.index.put('library', image.sha256, encoded, windows);
  await db.transaction('rw', [db.libraryImages, db.jobs], async () => {
    await db.libraryImages.put({ ...image, state: encoded ? 'ready' : 'unusable', why });
    await endJob(db, job, { state: 'done', ms }, deps.now().getTime());
  });
}
