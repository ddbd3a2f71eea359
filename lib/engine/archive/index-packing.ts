/** One packing video of the archive: stills spread over it, to be found by buyers' photos and frames, and the numbers in view. */
import { withNumbers } from '../../cases/archive.ts';
import { saveStill } from '../../cases/archive-stills.ts';
import { formatVideoSpan } from '../../i18n/format.ts';
import type { ArchiveFileRow } from '../../store/case-rows.ts';
import { endJob } from '../../store/jobs.ts';
import type { JobRow } from '../../store/rows.ts';
import type { CheckDeps } from '../photo/check-photo.ts';

/** Reading numbers off single frames included; a packing video is a few minutes long. */
const TIMEOUT_MS = 300_000;

export interface PackingDeps extends CheckDeps {
  /** Address of the model folder, ending in a slash; null where none is shipped: no numbers are read then. */
  models: string | null;
  /** The file where it lies with the seller; null while it cannot be reached. */
  packingFile?(row: ArchiveFileRow): Promise<Blob | null>;
}

/**
 * Runs an `index-packing` job; its subject is the id of an archive file. What cannot be reached now is left for the next look into its folder.
 * Stills, times and numbers are one transaction, so that a job that was cut off leaves nothing.
 */
export async function indexPacking(deps: PackingDeps, job: JobRow): Promise<void> {
  const { db, dbName, pool, models } = deps;
  const row = await db.archiveFiles.get(job.subject);
  const end = () => endJob(db, job, { state: 'done' }, deps.now().getTime());
  if (row?.kind !== 'video' || !row.sha256 || row.frames || row.missingSince !== null) return end();
  const isKept = (await db.blobs.where('sha256').equals(row.sha256).count()) > 0;
  const file = isKept ? null : ((await deps.packingFile?.(row)) ?? null);
  if (!isKept && !file) return end();
  const seen = await pool.call(
    'packingFrames',
    {
      db: dbName,
      video: file ?? row.sha256,
      base: models,
      // What the name says needs no reading.
      readText: row.numbers.length === 0,
    },
    { timeoutMs: TIMEOUT_MS, about: row.sha256, behind: true },
  );
  const now = deps.now();
  const tables = [db.archiveFiles, db.products, db.libraryImages, db.blobs, db.jobs];
  await db.transaction('rw', tables, async () => {
    const current = await db.archiveFiles.get(row.id);
    // Forgotten or changed meanwhile: nothing of it is kept.
    if (current?.sha256 === row.sha256) {
      const frames: { at: number; still: string }[] = [];
      for (const { at, jpeg } of seen.frames) {
        const still = { folder: row.folder, path: `${row.path} · ${formatVideoSpan(at, at)}`, second: at };
        frames.push({ at, still: await saveStill(db, still, jpeg, now) });
      }
      const read = withNumbers(withNumbers(current, seen.codes), seen.text, 'text');
      await db.archiveFiles.put({ ...read, frames });
    }
    await end();
  });
}
