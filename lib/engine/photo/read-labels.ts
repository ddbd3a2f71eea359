/** The label step as jobs of its own: slower than everything else, so the first answer never waits for it. */

import { logOf } from '../../base/log.ts';
import type { Check, Finding } from '../../claims/finding.ts';
import { UnreadablePhotoError } from '../../images/errors.ts';
import type { SeenText } from '../../labels/index.ts';
import { labelsNotChecked } from '../../labels/judge/judge.ts';
import { endJob, type JobAsk } from '../../store/jobs.ts';
import { parsePhotoKey } from '../../store/keys.ts';
import type { JobRow } from '../../store/rows.ts';
import { readSettings } from '../../store/settings.ts';
import { type PackDeps, packsFollow } from './ask-packs.ts';
import type { CheckDeps } from './check-photo.ts';
import { earlierLabels } from './earlier-labels.ts';
import { writeStepResult } from './results.ts';

const log = logOf('engine');

export interface LabelDeps extends CheckDeps, PackDeps {
  /** Address of the model folder, ending in a slash; null where none is shipped. */
  models: string | null;
}

/**
 * The whole picture is looked at after the edges of every waiting photo: nearly all labels stand at an edge, and the look at the
 * whole costs as much again.
 */
const INSIDE_PRIORITY = 8;

/**
 * Runs a `read-labels` job (the edges) or a `read-inside` job (the rest of the picture) for one photo of one claim.
 * Whatever fails is said as not checked.
 */
export async function readLabelsJob(deps: LabelDeps, job: JobRow): Promise<void> {
  const { db } = deps;
  const { claimKey, sha256 } = parsePhotoKey(job.subject);
  const photo = await db.photos.get(sha256);
  const seen = job.kind === 'read-inside' ? ((job.carry ?? null) as SeenText | null) : null;
  if (!photo?.fingerprint || (job.kind === 'read-inside' && !seen)) {
    await endJob(db, job, { state: 'done' }, deps.now().getTime());
    return;
  }
  let findings: Finding[] = [];
  let checks: Check[];
  let rest: SeenText | null = null;
  let ms = 0;
  const { labels } = await readSettings(db);
  if (deps.models === null || !labels.on) checks = [labelsNotChecked('switched-off')];
  else {
    const started = performance.now();
    try {
      if (photo.frames) ({ findings, checks } = await readFilm(deps, deps.models, sha256));
      else {
        const claim = (await db.claims.get(claimKey))?.claim;
        const numbers = { orderId: claim?.orderId, trackingNo: claim?.trackingNo };
        const earlier = await earlierLabels(db, claimKey, sha256);
        const call = { db: deps.dbName, sha256, base: deps.models, numbers, earlier, seen };
        ({ findings, checks, rest } = await deps.pool.call('labels', call));
      }
    } catch (error) {
      // What may lie in the computer is tried again by the engine.
      if (error instanceof UnreadablePhotoError) throw error;
      log.error('reading labels failed', error);
      checks = [labelsNotChecked('failed')];
    }
    ms = performance.now() - started;
  }
  const { subject } = job;
  const next: JobAsk[] = rest
    ? [{ kind: 'read-inside', subject, claimKey, priority: INSIDE_PRIORITY, again: true, carry: rest }]
    : [];
  if (job.kind === 'read-labels' && !photo.frames) next.push(...(await packsFollow(deps, subject, claimKey)));
  const now = deps.now();
  await writeStepResult(db, 'labels', { claimKey, sha256, findings, checks, ms, job, next, now });
}

/** Six frames at most, of which one may take as long as a photo on a slow machine. */
const FILM_TIMEOUT_MS = 120_000;

/** Labels laid over a video, behind all other work. */
const readFilm = ({ pool, dbName }: LabelDeps, base: string, sha256: string) =>
  pool.call(
    'filmLabels',
    { db: dbName, sha256, base },
    { timeoutMs: FILM_TIMEOUT_MS, about: sha256, behind: true },
  );
