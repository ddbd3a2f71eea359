/** The label step as a job of its own: slower than everything else, so the first answer never waits for it. */
import type { Check, Finding } from '../claims/finding.ts';
import { UnreadablePhotoError } from '../images/errors.ts';
import { labelsNotChecked } from '../labels/judge.ts';
import { endJob } from '../store/jobs.ts';
import type { JobRow } from '../store/rows.ts';
import { readSettings } from '../store/settings.ts';
import type { CheckDeps } from './check-photo.ts';
import { earlierLabels } from './earlier-labels.ts';
import { writeLabelResult } from './results.ts';

export interface LabelDeps extends CheckDeps {
  /** Address of the model folder, ending in a slash; null where none is shipped. */
  models: string | null;
}

/** Runs a `read-labels` job for one photo of one claim. Whatever fails is said as not checked. */
export async function readLabelsJob(deps: LabelDeps, job: JobRow): Promise<void> {
  const { db } = deps;
  const cut = job.subject.lastIndexOf('#');
  const claimKey = job.subject.slice(0, cut);
  const sha256 = job.subject.slice(cut + 1);
  const photo = await db.photos.get(sha256);
  if (!photo?.fingerprint) {
    await endJob(db, job, { state: 'done' }, deps.now().getTime());
    return;
  }
  let findings: Finding[] = [];
  let checks: Check[];
  let ms = 0;
  const { labels } = await readSettings(db);
  if (deps.models === null || !labels.on) checks = [labelsNotChecked('switched-off')];
  else {
    const started = performance.now();
    try {
      const claim = (await db.claims.get(claimKey))?.claim;
      const numbers = { orderId: claim?.orderId, trackingNo: claim?.trackingNo };
      const earlier = await earlierLabels(db, claimKey, sha256);
      ({ findings, checks } = await deps.pool.call('labels', {
        db: deps.dbName,
        sha256,
        base: deps.models,
        numbers,
        earlier,
      }));
    } catch (error) {
      if (error instanceof UnreadablePhotoError && error.problem === 'worker-died') throw error;
      console.error('claimlens engine: reading labels failed', error);
      checks = [labelsNotChecked('failed')];
    }
    ms = performance.now() - started;
  }
  await writeLabelResult(db, { claimKey, sha256, findings, checks, ms, job, now: deps.now() });
}
