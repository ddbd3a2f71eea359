/** What only the whole claim can tell: its photos compared with each other, its buyer's other claims, then the verdict. */
import { contextFindings } from '../../cases/claim-context.ts';
import type { Finding } from '../../claims/finding.ts';
import { claimSet } from '../../provenance/index.ts';
import type { FileReport } from '../../provenance/types.ts';
import type { ClaimLensDb } from '../../store/db.ts';
import { endJob, isLastOf } from '../../store/jobs.ts';
import type { JobRow } from '../../store/rows.ts';
import { writeClaimFindings, writePhotoResult } from './results.ts';

/** What a claim's photos say together, and what its history does. */
export async function claimFindings(db: ClaimLensDb, claimKey: string, now: Date): Promise<Finding[]> {
  const evidence = (await db.evidence.where('claimKey').equals(claimKey).toArray()).filter(
    (row) => row.sha256,
  );
  const photos = evidence.length > 1 ? await db.photos.bulkGet(evidence.map((row) => row.sha256 ?? '')) : [];
  const reports = evidence.flatMap((row, i) => {
    const report = photos[i]?.report as FileReport | undefined;
    return row.sha256 && report ? [{ sha256: row.sha256, name: row.name ?? undefined, report }] : [];
  });
  const findings: Finding[] =
    reports.length > 1 ? claimSet(reports).map(({ photo: _photo, ...finding }) => finding) : [];
  findings.push(...(await contextFindings(db, claimKey, now)));
  return findings;
}

/** Ends a photo's check with what it found; the last one of a claim says with it what the whole claim does. */
export async function endPhoto(
  db: ClaimLensDb,
  result: Omit<Parameters<typeof writePhotoResult>[1], 'whole'>,
): Promise<void> {
  const { claimKey, job, now } = result;
  const last = await isLastOf(db, claimKey, job, now.getTime());
  await writePhotoResult(db, { ...result, whole: last ? await claimFindings(db, claimKey, now) : null });
}

/** Runs a `sum-up-claim` job. */
export async function sumUpClaim(db: ClaimLensDb, job: JobRow, now: Date): Promise<void> {
  await writeClaimFindings(db, job.subject, await claimFindings(db, job.subject, now), now);
  await endJob(db, job, { state: 'done' }, now.getTime());
}
