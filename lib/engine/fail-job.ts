/** A job that cannot be done: whatever it was to answer says so, and why. */
import { unreadable } from '../images/checks.ts';
import { labelsNotChecked } from '../labels/judge/judge.ts';
import type { ClaimLensDb } from '../store/db.ts';
import { endJob } from '../store/jobs.ts';
import { parsePhotoKey } from '../store/keys.ts';
import type { JobRow } from '../store/rows.ts';
import { VIDEO_VERSION, videoCheck } from '../video/check.ts';
import { recordUnavailable } from './fetch/fetch-evidence.ts';
import { writeStepResult } from './photo/results.ts';
import { endPhoto } from './photo/sum-up.ts';

/** Ends `job` as failed for the reason `why` (a code that the locale files know). */
export async function failJob(db: ClaimLensDb, job: JobRow, why: string, now: Date): Promise<void> {
  if (job.kind === 'check-photo' && job.claimKey) {
    const { sha256 } = parsePhotoKey(job.subject);
    const finding = unreadable(sha256, why);
    const checks = [{ name: 'match', version: '1', result: { state: 'not-checked' as const, reason: why } }];
    const result = { claimKey: job.claimKey, sha256, findings: [finding], checks, ms: {}, job, now };
    await endPhoto(db, result);
    return;
  }
  if (job.kind === 'read-labels' || job.kind === 'read-inside') {
    const checks = [labelsNotChecked(why)];
    await writeStepResult(db, 'labels', {
      ...parsePhotoKey(job.subject),
      findings: [],
      checks,
      ms: 0,
      job,
      now,
    });
    return;
  }
  if (job.kind === 'check-video') {
    const check = { name: videoCheck.id, version: VIDEO_VERSION };
    // A decoder that gave up twice says nothing about the file: it may know the codec by name only.
    const reason = why === 'cannot-decode' ? 'video-not-drawn' : why;
    const checks = [{ ...check, result: { state: 'not-checked' as const, reason } }];
    const subject = parsePhotoKey(job.subject);
    await writeStepResult(db, 'video', { ...subject, findings: [], checks, ms: 0, job, now });
    return;
  }
  if (job.kind === 'fetch-evidence') {
    await recordUnavailable(db, job.subject, why, [], job, now);
    return;
  }
  if (job.kind === 'fingerprint-library') {
    const image = await db.libraryImages.get(job.subject);
    if (image) await db.libraryImages.put({ ...image, state: 'unusable', why });
  }
  await endJob(db, job, { state: 'failed', error: why }, now.getTime());
}
