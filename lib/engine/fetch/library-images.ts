/** Making saved product images findable: fingerprint, preview, index; unusable ones say why. */
import { UnreadablePhotoError } from '../../images/errors.ts';
import { isCurrentFingerprint, windowsOf } from '../../match/index.ts';
import { endJobs, type JobOutcome } from '../../store/jobs.ts';
import type { JobRow, LibraryImageRow, PhotoRow } from '../../store/rows.ts';
import { type CheckDeps, photoRow } from '../photo/check-photo.ts';

/** Calls that wait at the workers for each run of jobs: with one beside the one that runs, no worker waits for the database. */
const AHEAD = 2;

/** What a job's image turned out to be, written together with that of its neighbours. */
interface Finished {
  job: JobRow;
  /** Null where the image was removed before its turn. */
  found: Pick<LibraryImageRow, 'state' | 'why'> | null;
  photo: PhotoRow | null;
  ms?: Record<string, number>;
}

/** Looks at one image, unless what is known of its content says everything already. */
async function lookAt(
  deps: CheckDeps,
  job: JobRow,
  image: LibraryImageRow,
  known: PhotoRow | undefined,
): Promise<Finished> {
  // What another seat told of it is not taken for its content.
  const current = known && !known.foreign && isCurrentFingerprint(known.fingerprintVersion);
  // Long pictures kept before they were looked at in windows are looked at again.
  if (known && current && known.fingerprint && (known.windows || !windowsOf(known).length)) {
    deps.index.put('library', image.sha256, known.fingerprint, known.windows);
    return { job, found: { state: 'ready', why: null }, photo: null };
  }
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
  const photo = photoRow(inspection);
  const windows = inspection.windows.map((window) => window.fingerprint);
  if (photo.fingerprint && known?.foreign) deps.index.renew(image.sha256, photo.fingerprint, windows);
  if (photo.fingerprint) deps.index.put('library', image.sha256, photo.fingerprint, windows);
  const why = inspection.unreadable?.problem ?? null;
  const state = photo.fingerprint ? ('ready' as const) : ('unusable' as const);
  return { job, found: { state, why }, photo, ms: inspection.ms };
}

/**
 * Runs `fingerprint-library` jobs together: read at once, looked at side by side, written at once, since the database takes
 * longer over each transaction than a worker over a picture. Returns the jobs that failed with their errors; the others are ended.
 */
export async function fingerprintLibraryImages(
  deps: CheckDeps,
  jobs: JobRow[],
): Promise<[JobRow, unknown][]> {
  const { db } = deps;
  await deps.index.load();
  const images = await db.libraryImages.bulkGet(jobs.map(({ subject }) => subject));
  const known = new Map(
    (await db.photos.bulkGet([...new Set(images.flatMap((image) => (image ? [image.sha256] : [])))])).flatMap(
      (row) => (row ? [[row.sha256, row] as const] : []),
    ),
  );
  const finished: Finished[] = [];
  const failed: [JobRow, unknown][] = [];
  let next = 0;
  const work = async (): Promise<void> => {
    for (let at = next++; at < jobs.length; at = next++) {
      const job = jobs[at]!;
      const image = images[at];
      try {
        finished.push(
          image ? await lookAt(deps, job, image, known.get(image.sha256)) : { job, found: null, photo: null },
        );
      } catch (error) {
        failed.push([job, error]);
      }
    }
  };
  await Promise.all(Array.from({ length: AHEAD }, work));
  await write(deps, finished);
  return failed;
}

/** All rows in one transaction. An image that was removed meanwhile must not come back. */
async function write({ db, now }: CheckDeps, finished: Finished[]): Promise<void> {
  await db.transaction('rw', [db.libraryImages, db.photos, db.jobs], async () => {
    const there = await db.libraryImages.bulkGet(finished.map(({ job }) => job.subject));
    await db.photos.bulkPut(finished.flatMap(({ photo }) => (photo ? [photo] : [])));
    await db.libraryImages.bulkPut(
      finished.flatMap(({ found }, i) => {
        const row = there[i];
        return found && row ? [{ ...row, ...found }] : [];
      }),
    );
    const ends = finished.map(({ job, ms }): [JobRow, JobOutcome] => [job, { state: 'done', ms }]);
    await endJobs(db, ends, now().getTime());
  });
}

/** Runs one `fingerprint-library` job. */
export async function fingerprintLibraryImage(deps: CheckDeps, job: JobRow): Promise<void> {
  const [failed] = await fingerprintLibraryImages(deps, [job]);
  if (failed) throw failed[1];
}
