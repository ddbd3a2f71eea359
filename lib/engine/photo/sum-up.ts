/** What only the whole claim can tell: its photos compared with each other, its buyer's other claims, then the verdict. */
import { type ClaimHistory, historyFindings, readHistory } from '../../cases/claim-context.ts';
import type { Finding } from '../../claims/finding.ts';
import { claimSet } from '../../provenance/index.ts';
import type { FileReport } from '../../provenance/types.ts';
import type { ClaimLensDb } from '../../store/db.ts';
import { endJob, isLastOf } from '../../store/jobs.ts';
import type { JobRow } from '../../store/rows.ts';
import { writeClaimFindings, writePhotoResult } from './results.ts';

const tablesOf = ({ claims, readings, requests, evidence, photos }: ClaimLensDb) => [
  claims,
  readings,
  requests,
  evidence,
  photos,
];

/** What is read for a claim's own findings. Joins a running transaction over the tables it reads. */
async function readClaim(
  db: ClaimLensDb,
  claimKey: string,
): Promise<{ reports: Parameters<typeof claimSet>[0]; history: ClaimHistory }> {
  const history = await readHistory(db, claimKey);
  const evidence = (await db.evidence.where('claimKey').equals(claimKey).toArray()).filter(
    (row) => row.sha256,
  );
  const photos = evidence.length > 1 ? await db.photos.bulkGet(evidence.map((row) => row.sha256 ?? '')) : [];
  const reports = evidence.flatMap((row, i) => {
    const report = photos[i]?.report as FileReport | undefined;
    return row.sha256 && report ? [{ sha256: row.sha256, name: row.name ?? undefined, report }] : [];
  });
  return { reports, history };
}

/** What a claim's photos say together, and what its history does. */
async function claimFindings(
  db: ClaimLensDb,
  { reports, history }: Awaited<ReturnType<typeof readClaim>>,
  now: Date,
): Promise<Finding[]> {
  const findings: Finding[] =
    reports.length > 1 ? claimSet(reports).map(({ photo: _photo, ...finding }) => finding) : [];
  findings.push(...(await historyFindings(db, history, now)));
  return findings;
}

/** Ends a photo's check with what it found; the last one of a claim says with it what the whole claim does. */
export async function endPhoto(
  db: ClaimLensDb,
  result: Omit<Parameters<typeof writePhotoResult>[1], 'whole'>,
): Promise<void> {
  const { claimKey, job, now } = result;
  const claim = await db.transaction('r', [...tablesOf(db), db.jobs], async () =>
    (await isLastOf(db, claimKey, job, now.getTime())) ? readClaim(db, claimKey) : null,
  );
  await writePhotoResult(db, { ...result, whole: claim && (await claimFindings(db, claim, now)) });
}

/** Runs a `sum-up-claim` job. */
export async function sumUpClaim(db: ClaimLensDb, job: JobRow, now: Date): Promise<void> {
  const claim = await db.transaction('r', tablesOf(db), () => readClaim(db, job.subject));
  await writeClaimFindings(db, job.subject, await claimFindings(db, claim, now), now);
  await endJob(db, job, { state: 'done' }, now.getTime());
}
