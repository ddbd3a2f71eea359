/** What the installed model packs say about a claim's photos: a job of its own, after the label step. */

import { logOf } from '../../base/log.ts';
import type { Check, Finding } from '../../claims/finding.ts';
import { UnreadablePhotoError } from '../../images/errors.ts';
import { PACK_CHECK, type PackRepository } from '../../packs/index.ts';
import { packVersion } from '../../packs/judge-score.ts';
import { endJob, type JobAsk } from '../../store/jobs.ts';
import { parsePhotoKey } from '../../store/keys.ts';
import type { JobRow } from '../../store/rows.ts';
import type { CheckDeps } from './check-photo.ts';
import { writeStepResult } from './results.ts';

const log = logOf('engine');

export interface PackDeps {
  /** Where installed packs stand; null where none may be used. */
  packs: PackRepository | null;
}

/** After the labels of every waiting photo. */
const PACKS_PRIORITY = 8;
/** A pack of 64 tiles at a second each, twice. */
const PACKS_TIMEOUT_MS = 300_000;

/** The cards of packs that judge photos. */
const judging = async ({ packs }: PackDeps) =>
  ((await packs?.cards()) ?? []).filter(({ manifest }) => manifest.task !== 'embedding');

const notChecked = (cards: Awaited<ReturnType<typeof judging>>, reason: string): Check[] =>
  cards.map(({ manifest }) => ({
    name: PACK_CHECK,
    version: packVersion(manifest),
    result: { state: 'not-checked', reason },
  }));

/** The job that asks the packs about a photo; none while no pack is installed. */
export async function packsFollow(deps: PackDeps, subject: string, claimKey: string): Promise<JobAsk[]> {
  if ((await judging(deps)).length === 0) return [];
  return [{ kind: 'ask-packs', subject, claimKey, priority: PACKS_PRIORITY, again: true }];
}

/** Runs an `ask-packs` job. Whatever fails is said as not checked, for each pack by name. */
export async function askPacksJob(
  deps: CheckDeps & PackDeps & { models: string | null },
  job: JobRow,
): Promise<void> {
  const { db, dbName, models } = deps;
  const { claimKey, sha256 } = parsePhotoKey(job.subject);
  const cards = await judging(deps);
  const photo = await db.photos.get(sha256);
  if (models === null || !photo?.fingerprint || photo.frames) {
    await endJob(db, job, { state: 'done' }, deps.now().getTime());
    return;
  }
  let findings: Finding[] = [];
  let checks: Check[] = [];
  const started = performance.now();
  if (cards.length > 0) {
    try {
      const rows = await db.findings.where('[claimKey+sha256]').equals([claimKey, sha256]).toArray();
      const marked = rows.flatMap(({ finding }) =>
        finding.check.name === PACK_CHECK ? [] : (finding.region ?? []),
      );
      const call = { base: models, db: dbName, sha256, marked };
      const answer = await deps.pool.call('askPacks', call, { timeoutMs: PACKS_TIMEOUT_MS });
      findings = answer.findings;
      checks = answer.unreadable ? notChecked(cards, answer.unreadable) : answer.checks;
    } catch (error) {
      // What may lie in the computer is tried again by the engine.
      if (error instanceof UnreadablePhotoError) throw error;
      log.error('asking model packs failed', error);
      checks = notChecked(cards, 'failed');
    }
  }
  // A pack that was removed meanwhile has nothing to say any more.
  const still = new Set((await judging(deps)).map(({ manifest }) => packVersion(manifest)));
  findings = findings.filter(({ check }) => still.has(check.version));
  checks = checks.filter(({ version }) => still.has(version));
  const ms = performance.now() - started;
  await writeStepResult(db, 'packs', { claimKey, sha256, findings, checks, ms, job, now: deps.now() });
}
